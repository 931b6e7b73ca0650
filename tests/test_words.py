"""Every word on a screen is there in every language that can be chosen."""

import re
import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from jinja2 import Environment

from tests.architecture.tree import PACKAGE, ROOT, tracked

LAZY = {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, **LAZY}
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
#: what is left open in a sentence, and what draws it
OPEN = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\{.*?\}\}|</?\w+[^>]*>")
#: called the same everywhere
NAMES = {"Lifelong", "CSV", "Parquet", "ms", "Enter", "Shift Enter", "Escape"}
WORD = re.compile(r"[^\W\d_]{2}")
SPOKEN = ("placeholder", "title", "aria-label", "alt", "label")


@cache
def said() -> dict[tuple[str, str], str]:
    """What code and templates say: context and words (of several, the first), and in which file."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one["pattern"]: one for one in mappings}
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return {_key(words, context): file for file, _line, words, _comments, context in found}


def _key(words: Any, context: str | None) -> tuple[str, str]:
    return context or "", words if isinstance(words, str) else str(words[0])


def catalogue(language: str) -> Catalog:
    file = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def messages(language: str) -> list[Message]:
    return [one for one in catalogue(language) if one.id]


def test_there_is_a_language_beside_english() -> None:
    assert "de" in LANGUAGES
    assert len(said()) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said_in_every_language(language: str) -> None:
    known = {_key(one.id, one.context): one for one in messages(language)}
    missing = [
        f"{file}: {words}"
        for words, file in said().items()
        if words not in known or not all(_all(known[words].string)) or known[words].fuzzy
    ]
    assert not missing, "make words, then say them:\n" + "\n".join(missing)
    assert known.keys() - said().keys() == set(), "make words: these are said no more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_sentence_leaves_open_is_left_open_in_every_language(language: str) -> None:
    wrong = []
    for one in messages(language):
        for ours, theirs in zip(_all(one.id), _all(one.string), strict=True):
            if sorted(OPEN.findall(ours)) != sorted(OPEN.findall(theirs)):
                wrong.append(f"{ours} -> {theirs}")
        wrong += [f"{one.id}: {error}" for error in one.check()]
    assert wrong == []


def _all(words: Any) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def test_the_catalogue_is_heard() -> None:
    with translation.override("de"):
        unheard = [
            one.id
            for one in messages("de")
            if isinstance(one.id, str) and _heard(one) != one.string
        ]
    assert unheard == []


def _heard(one: Message) -> str:
    if one.context:
        return translation.pgettext(one.context, str(one.id))
    return translation.gettext(str(one.id))


class Spoken(HTMLParser):
    """What a browser would show or say of a template as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in ("script", "style", "kbd", "code")
        self.words += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in ("script", "style", "kbd", "code")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(data)


def unsaid(source: str) -> list[str]:
    """Words of a template that no catalogue knows."""
    spoken = Spoken()
    tokens = Environment(trim_blocks=True, lstrip_blocks=True).lex(source)
    opened = {"data", "variable_begin"}
    shown = (value if kind == "data" else "\1" for _at, kind, value in tokens if kind in opened)
    spoken.feed("".join(shown))
    spoken.close()
    words = [part.strip(" ·()\n\1") for one in spoken.words for part in one.split("\1")]
    return [one for one in words if WORD.search(one) and one not in NAMES and '="' not in one]


def test_no_template_says_anything_past_the_catalogue() -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)}: {words}"
        for file in tracked()
        if _is_page(file)
        for words in unsaid(file.read_text())
    ]
    assert wrong == []


def _is_page(file: Path) -> bool:
    return "jinja2" in file.relative_to(ROOT).parts and file.suffix == ".html"


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<input placeholder="Your name">', "<p>{{ _('A') }} of {{ n }}</p>"],
)
def test_what_goes_past_it_is_recognised(source: str) -> None:
    assert unsaid(source)
