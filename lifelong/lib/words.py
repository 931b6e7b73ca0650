"""Words as they are looked for: case, accents and signs do not matter.

A text is indexed as its words, and asked for words. Both fold alike: PostgreSQL in `WordsOf`,
Python in `folded`.
"""

import re
import unicodedata
from datetime import datetime

from django.db.models import BooleanField, Func, TextField, Value

#: behind every text that begins like another one, in the order of bytes
LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
#: a word as it is written, its accents perhaps as signs of their own
_SPELLED = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")


class WordsOf(Func):
    """The words of a text. What stands behind its first 50,000 characters is not looked for: a
    vector has a limit, and no text may fail at it."""

    template = (
        "to_tsvector('simple', lower(regexp_replace(regexp_replace(normalize("
        "left(%(expressions)s, 50000), NFD), '[\\u0300-\\u036f]+', '', 'g'), "
        "'[^[:alnum:]]+', ' ', 'g')))"
    )
    arity = 1
    output_field = TextField()


class DayOf(Func):
    """The day of a moment, as a word that no text has."""

    template = (
        "array_to_tsvector(ARRAY['@' || floor(extract(epoch FROM "
        "%(expressions)s AT TIME ZONE 'UTC') / 86400)::bigint::text])"
    )
    arity = 1
    output_field = TextField()


class Together(Func):
    """The words of several."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


class _Match(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def hold(words: Func, asked: str) -> Func:
    """A condition: these words hold what is asked for (`begun`, `whole`)."""
    return _Match(words, Func(Value(asked), template="to_tsquery('simple', %(expressions)s)"))


def of_days(words: Func, newest: datetime, count: int) -> Func:
    """A condition: these words are of one of some days, the last of them that of `newest`."""
    day = int(newest.timestamp()) // 86400
    days = " | ".join(f"'@{day - back}'" for back in range(count))
    return _Match(words, Func(Value(days), template="%(expressions)s::tsquery"))


def folded(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).lower()


def words_in(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def whole(text: str) -> str:
    """To ask for every word of it, in any order. "" where it has none."""
    return " & ".join(words_in(text))


def begun(text: str) -> str:
    """The same, where the last word may only have begun."""
    return f"{said}:*" if (said := whole(text)) else ""


def excerpt(text: str, asked: str, *, length: int) -> list[tuple[str, bool]]:
    """The part of a text where the first of the words stands that were asked for, as pieces;
    True: one of the words. The last of them may have only begun."""
    line = " ".join(text.split())
    sought = words_in(asked)
    found = [one for one in _SPELLED.finditer(line) if _is_one(folded(one[0]), sought)]
    start = _start(line, found[0].start() if found else 0, length)
    end = start + length
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for one in found:
        if one.end() <= end:
            pieces += [(line[at : one.start()], False), (one[0], True)]
            at = one.end()
    pieces.append((line[at:end] + ("…" if end < len(line) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _is_one(word: str, sought: list[str]) -> bool:
    return word in sought or (bool(sought) and word.startswith(sought[-1]))


def _start(line: str, first: int, length: int) -> int:
    """Some words before the first that was found, so that it is not cut off."""
    if first < length // 2:
        return 0
    return line.find(" ", first - length // 3) + 1
