"""Which answer fits, and in which language. Touches no database."""

from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Protocol, TypeVar
from uuid import UUID


class Fit(IntEnum):
    """How well an answer fits a matter, the best first."""

    TOPIC = 0
    #: it is about what that topic stands under
    ABOVE = 1
    #: it is about nothing in particular
    GENERAL = 2
    OTHER = 3


def fit_of(topics: Collection[UUID], line: Sequence[UUID]) -> Fit:
    """`topics` of an answer; `line`: the matter's topic, then what it stands under."""
    if not topics:
        return Fit.GENERAL
    if line and line[0] in topics:
        return Fit.TOPIC
    return Fit.ABOVE if set(line) & set(topics) else Fit.OTHER


class Spoken(Protocol):
    @property
    def language(self) -> str: ...


Text = TypeVar("Text", bound=Spoken)


def in_language(texts: Collection[Text], wanted: Sequence[str]) -> tuple[int, Text]:
    """The text in the first of these languages that there is, and which of them that was.

    "de-AT" is served by "de" and "de" by "de-AT". Where no text speaks any of them, the first
    by the name of its language, at the length of `wanted`.
    """
    known = sorted(texts, key=lambda one: one.language)
    for at, language in enumerate(wanted):
        for same in (_same, _akin):
            for one in known:
                if same(one.language, language):
                    return at, one
    return len(wanted), known[0]


def _same(one: str, other: str) -> bool:
    return bool(other) and one.lower() == other.lower()


def _akin(one: str, other: str) -> bool:
    return bool(other) and one.lower().split("-")[0] == other.lower().split("-")[0]


def match(query: str, *, shortcut: str, name: str, body: str) -> int | None:
    """How well what was typed finds an answer, 0 best, None not at all."""
    typed = " ".join(query.lower().split())
    if not typed:
        return 0
    if shortcut.startswith(typed):
        return 1
    words = typed.split()
    for rank, place in enumerate((f"{shortcut} {name}".lower(), body.lower()), start=2):
        if all(word in place for word in words):
            return rank
    return None
