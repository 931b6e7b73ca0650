"""Folding: what is new in a mail, apart from the signature and the history beneath it.

Each line gets a kind, one letter; the decisions are then made on the string of letters, so
the time taken grows with the number of lines and with nothing else. Why not a library:
docs/decisions/folding-quotes.md.

    t  text      >  quoted     a  "Ana wrote:"     o  "-- Original message --"     h  From: Ana
    s  "-- "     m  "Sent from my phone"           d  a rule of dashes      (space)  empty
"""

import re
from dataclasses import dataclass

from lifelong.connectors.email import quote_cues as cues
from lifelong.connectors.email.html_text import HISTORY_BEGINS

_LONGEST_LINE = 400
_MOST_LINES = 5_000
_MOST_CANDIDATES = 500
_LONGEST_SIGNATURE = 20
_ATTRIBUTION_LINES = 4

_QUOTE = re.compile(r"^[>|＞](?!\|)")
_QUOTE_MARKS = re.compile(r"^(?:[>|＞]\s?)+")
_SPLIT_ADDRESS = re.compile(
    r"<[ \t]*\n?((?:>{0,9} ?)[^<>\s@]{1,64}@[^<>\s]{1,255})[ \t]*\n(?:>{1,9} )?>"
)
_OPENED_ADDRESS = re.compile(r"<\n(?:>{1,9} )?([^<>\s@]{1,64}@[^<>\s]{1,255}>)")
_SIGNATURE = re.compile(r"^(?:--|––|—|__|-- )\s?$")
_RULE = re.compile(r"^[\s\-_=*#~+ᐧ—–]{1,200}$")
_FENCE = "```"
_BARE_FORWARD = re.compile(r"[ d]*(?:o|h[ t]?h[ t]?h)")
_HEADERS = re.compile(r"h[ t]?h[ t]?h")
_QUOTED_ATTRIBUTION = re.compile(r"a[ a]*>")


@dataclass(frozen=True)
class Folded:
    said: str
    signature: str
    history: str

    @property
    def quoted(self) -> str:
        return "\n\n".join(part for part in (self.signature, self.history) if part)


def fold(text: str) -> Folded:
    """Nothing is lost: every line is in one of the three. A bare forward counts as said."""
    lines = _mended(text).split("\n")
    if not any(map(_telling, lines)):
        return Folded(_joined(lines), "", "")
    places = _places(_kinds(lines[:_MOST_LINES])).ljust(len(lines), "q")
    said, signature, history = (
        _joined([line for line, place in zip(lines, places, strict=True) if place == wanted])
        for wanted in "nsq"
    )
    return Folded(said, signature, history)


def _telling(line: str) -> bool:
    """Cheap: most mail has no line that could start a quote or a signature."""
    return (
        line[:1] in (">", "|", "-", "_", "=", "*", "ᐧ", "＞", "—", "–", HISTORY_BEGINS)
        or line[-1:] in (":", "：")
        or cues.BARE_DATE.match(line) is not None
        or cues.HEADER.match(line) is not None
        or cues.SENT_FROM.match(line) is not None
    )


def _mended(text: str) -> str:
    """Undoes the line breaks that clients put inside `<address>`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    if "<" in text:
        text = _OPENED_ADDRESS.sub(r"<\1", text)
        text = _SPLIT_ADDRESS.sub(r"<\1>", text)
    return text


def _kinds(lines: list[str]) -> str:
    fenced, kinds = False, []
    for line in lines:
        if line.lstrip().startswith(_FENCE):
            fenced = not fenced
            kinds.append("t")
        else:
            kinds.append("t" if fenced else _kind(line))
    if fenced:  # never closed, so it was none
        kinds = [_kind(line) for line in lines]
    _mark_attributions(lines, kinds)
    return "".join(kinds)


def _kind(line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return " "
    if _QUOTE.match(line):
        return ">"
    if len(line) > _LONGEST_LINE:
        return "t"
    for kind, pattern in _PATTERNS:
        if pattern.match(line if kind == "s" else stripped):
            return kind
    return "t"


_PATTERNS = (
    ("s", _SIGNATURE),
    ("o", re.compile(HISTORY_BEGINS)),
    ("o", cues.SEPARATOR),
    ("o", cues.FORWARD_LINE),
    ("d", _RULE),
    ("h", cues.HEADER),
    ("m", cues.SENT_FROM),
    ("a", cues.BARE_DATE),
    ("a", cues.ZOHO),
    ("a", cues.WITHOUT_COLON),
)


def _mark_attributions(lines: list[str], kinds: list[str]) -> None:
    """An attribution ends in a colon, and may have been broken over some lines."""
    candidates = 0
    for end, line in enumerate(lines):
        if candidates >= _MOST_CANDIDATES:
            return
        bare = _QUOTE_MARKS.sub("", line).strip(" *_")
        if bare[-1:] not in (":", "：") or len(bare) > _LONGEST_LINE:
            continue
        candidates += 1
        if kinds[end] in "t>h" and (taken := _attribution(lines, kinds, end)):
            kinds[end - taken + 1 : end + 1] = "a" * taken


def _attribution(lines: list[str], kinds: list[str], end: int) -> int:
    """How many lines it takes, ending here; 0: it is none."""
    quoted = kinds[end] == ">"
    followed = quoted or _next_is_quote(kinds, end)
    joined, fits = "", 0
    for taken in range(1, _ATTRIBUTION_LINES + 1):
        at = end - taken + 1
        if at < 0 or kinds[at] not in (">" if quoted else "th"):
            break
        joined = f"{_QUOTE_MARKS.sub('', lines[at]).strip(' *_')} {joined}".strip()
        if len(joined) > _LONGEST_LINE:
            break
        if _announces(joined, followed=followed):
            if cues.STARTS.match(joined):
                return taken
            fits = fits or taken
    return fits


def _announces(line: str, *, followed: bool) -> bool:
    dated = cues.DATED.search(line)
    if not dated:
        return False
    if cues.WROTE_AT_END.search(line):
        return followed or bool(cues.CERTAINLY_DATED.search(line))
    if followed and cues.WROTE_INSIDE.search(line):
        return True
    if cues.DATED_WRITER.search(line):
        return True
    # Any language: a line with an address, and its date or at least a quote beneath.
    return followed and "@" in line and any(digit.isdigit() for digit in line)


def _next_is_quote(kinds: list[str], at: int) -> bool:
    following = next((kind for kind in kinds[at + 1 : at + 6] if kind != " "), "")
    return following == ">"


def _places(kinds: str) -> str:
    """n (new), s (signature) or q (history) for each line."""
    end = _without_history(kinds)
    places = ["n"] * end + ["q"] * (len(kinds) - end)
    begin, end = _without_signature(kinds, end, places)
    while kinds[begin:end] and (shorter := _without_quote(kinds, end)) != end:
        places[shorter:end] = "q" * (end - shorter)
        end = _without_signature(kinds, shorter, places)[1]
    begin = _without_leading_quote(kinds, end)
    places[:begin] = "q" * begin
    for at in range(begin, end):
        if kinds[at] == "a":
            places[at] = "q"
    return "".join(places)


def _without_history(kinds: str) -> int:
    """Where all the rest is old: a separator, a block of headers, an attribution of plain text."""
    if _BARE_FORWARD.match(kinds):
        return len(kinds)
    first = kinds.find("t") if "t" in kinds else kinds.find("m")
    if first < 0:
        return len(kinds)
    found = [kinds.find("o", first)]
    headers = _HEADERS.search(kinds, first)
    found.append(headers.start() if headers else -1)
    at = kinds.find("a", first)
    while at >= 0 and _QUOTED_ATTRIBUTION.match(kinds, at):
        at = kinds.find("a", at + 1)
    found.append(at)
    return min((at for at in found if at >= 0), default=len(kinds))


def _without_quote(kinds: str, end: int) -> int:
    """Without the quote at the very end, if something is said above it or it is announced."""
    shorter = len(kinds[:end].rstrip("a> d"))
    quote = kinds[shorter:end]
    if not (">" in quote or "a" in quote):
        return end
    if not shorter and "a" not in quote:
        return end
    return shorter


def _without_signature(kinds: str, end: int, places: list[str]) -> tuple[int, int]:
    """Marks it in `places`; gives the range of what is left."""
    shorter = end
    for at in range(end - 1, -1, -1):
        kind = kinds[at]
        if kind in ">a" or kinds.count("t", at, end) > _LONGEST_SIGNATURE:
            break
        said_above = "t" in kinds[:at] or ">" in kinds[:at]
        if (kind == "s" and said_above) or (kind == "m" and kinds.count("t", at, end) <= 2):
            shorter = at
    while shorter and kinds[shorter - 1] in "d " and "t" in kinds[:shorter]:
        shorter -= 1
    places[shorter:end] = "s" * (end - shorter)
    return 0, shorter


def _without_leading_quote(kinds: str, end: int) -> int:
    """An answer beneath what it answers; an answer in between keeps what it stands between."""
    start = len(kinds[:end]) - len(kinds[:end].lstrip(" "))
    if kinds[start : start + 1] != "a":
        return 0
    rest = kinds[start:end].lstrip("a> ")
    if "t" not in rest:
        return 0
    return start if ">" in rest else end - len(rest)


def _joined(lines: list[str]) -> str:
    kept = "\n".join(line.rstrip() for line in lines if line != HISTORY_BEGINS)
    return re.sub(r"\n{4,}", "\n\n\n", kept).strip()
