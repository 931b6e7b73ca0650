"""What reply texts leave open: `{{order.number}}`. Touches no database and evaluates nothing.

The names are a closed set. A value is put in once and never read again, so that braces in a
customer's name stay braces.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from html import escape
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.lib.errors import Refused
from lifelong.lib.money import Money


class Variable(StrEnum):
    FIRST_NAME = "customer.first_name"
    FULL_NAME = "customer.name"
    ORDER_NUMBER = "order.number"
    ORDER_DAY = "order.day"
    ORDER_ITEM = "order.item"
    ORDER_TOTAL = "order.total"
    CARRIER = "parcel.carrier"
    EXPECTED_DAY = "parcel.expected_day"
    TRACKING_LINK = "parcel.tracking_link"
    BRAND = "brand.name"
    HERO = "hero.name"
    #: what no row tells: who writes says it
    AMOUNT = "amount"
    CODE = "code"
    DAY = "day"

    @property
    def words(self) -> str:
        """As people call it."""
        return str(_WORDS[self])

    @property
    def slot(self) -> str:
        """As it stands in a text."""
        return "{{" + self.value + "}}"


_WORDS = {
    Variable.FIRST_NAME: gettext_lazy("first name"),
    Variable.FULL_NAME: gettext_lazy("full name"),
    Variable.ORDER_NUMBER: gettext_lazy("order number"),
    Variable.ORDER_DAY: gettext_lazy("day of the order"),
    Variable.ORDER_ITEM: gettext_lazy("item"),
    Variable.ORDER_TOTAL: gettext_lazy("total of the order"),
    Variable.CARRIER: gettext_lazy("carrier"),
    Variable.EXPECTED_DAY: gettext_lazy("expected day"),
    Variable.TRACKING_LINK: gettext_lazy("tracking link"),
    Variable.BRAND: gettext_lazy("brand name"),
    Variable.HERO: gettext_lazy("hero’s name"),
    Variable.AMOUNT: gettext_lazy("amount"),
    Variable.CODE: gettext_lazy("code"),
    Variable.DAY: gettext_lazy("a day"),
}

Value = str | date | Money
Values = Mapping[Variable, Value]

_DAYS = {Variable.ORDER_DAY, Variable.EXPECTED_DAY, Variable.DAY}
_SUMS = {Variable.ORDER_TOTAL, Variable.AMOUNT}
_LINKS = {Variable.TRACKING_LINK}

_SLOT = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_SENTENCE = re.compile(r"\n|(?<=[.!?])\s")
_ANY_SLOT = re.compile(r"\{\{([^{}\n]{0,80})\}\}")
#: shorter pieces of a text stand in others, too
_TELLING = 12


class UnfitText(Refused):
    """A text that names what there is not, or does not close what it opens."""

    code = "unfit-text"
    status = 422


def check(text: str) -> None:
    """Raises `UnfitText` with a sentence that names the nearest variable."""
    for inside in _ANY_SLOT.findall(text):
        if _known(inside.strip()) is None:
            raise UnfitText(_unknown(inside.strip()))
    rest = _ANY_SLOT.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise UnfitText(_("A variable stands between two braces on each side: {{order.number}}."))


def _unknown(name: str) -> str:
    said = {"name": name, "example": Variable.ORDER_NUMBER.slot}
    near = difflib.get_close_matches(name.lower(), [one.value for one in Variable], 1, 0.4)
    if not near:
        return _("There is no variable “%(name)s”. Write one of the list: %(example)s.") % said
    said["near"] = Variable(near[0]).slot
    return _("There is no variable “%(name)s”. Did you mean %(near)s?") % said


def _known(name: str) -> Variable | None:
    return Variable(name) if name in _NAMES else None


_NAMES = frozenset(one.value for one in Variable)


def used(text: str) -> list[Variable]:
    """The variables that stand in it, each once, as they come. Other braces are words."""
    found = (_known(name) for name in _SLOT.findall(text))
    return list(dict.fromkeys(one for one in found if one is not None))


def missing(text: str, values: Values) -> list[Variable]:
    """Which of them these values leave open."""
    return [one for one in used(text) if _written(one, values, "en") is None]


def fill(text: str, values: Values, *, language: str = "en") -> str:
    """With days and sums as `language` writes them; what is missing keeps its braces."""
    return "".join(said for said, _open in _filled(text, values, language))


def fill_html(text: str, values: Values, *, language: str = "en") -> str:
    """The same as HTML, words and values escaped, with a <mark> around what is missing."""
    return "".join(
        f"<mark>{escape(said)}</mark>" if is_open else escape(said)
        for said, is_open in _filled(text, values, language)
    )


def _filled(text: str, values: Values, language: str) -> Iterator[tuple[str, bool]]:
    """Piece by piece, and whether it is a variable that stays open."""
    at = 0
    for slot in _SLOT.finditer(text):
        variable = _known(slot[1])
        if variable is None:
            continue
        yield text[at : slot.start()], False
        written = _written(variable, values, language)
        yield (variable.slot, True) if written is None else (written, False)
        at = slot.end()
    yield text[at:], False


def _written(variable: Variable, values: Values, language: str) -> str | None:
    """The value in words, None where there is none of its kind."""
    value = values.get(variable)
    if value is None:
        return None
    kind = next((kind for these, kind in _KINDS if variable in these), _plain)
    return kind(value, language) or None


def _plain(value: Value, language: str) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day(value: Value, language: str) -> str:
    return format_date(value, "long", locale=locale(language)) if isinstance(value, date) else ""


def _sum(value: Value, language: str) -> str:
    return value.format(str(locale(language))) if isinstance(value, Money) else ""


def _link(value: Value, language: str) -> str:
    """Only what leads to the web: a store may tell anything."""
    try:
        sound = isinstance(value, str) and urlsplit(value).scheme in ("http", "https")
    except ValueError:
        return ""
    return str(value) if sound and not re.search(r"\s", str(value)) else ""


_KINDS: list[tuple[set[Variable], Callable[[Value, str], str]]] = [
    (_DAYS, _day),
    (_SUMS, _sum),
    (_LINKS, _link),
]


def locale(language: str) -> Locale:
    """How a language writes days and sums; English where nobody knows."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def stems_from(said: str, text: str) -> bool:
    """Whether most of what `text` says by itself still stands in `said`."""
    every = [_level(one) for one in _SENTENCE.split(_SLOT.sub("\n", text))]
    pieces = [one for one in every if len(one) >= _TELLING] or every
    heard = _level(said)
    kept = sum(len(one) for one in pieces if one in heard)
    return kept * 2 >= sum(len(one) for one in pieces)


def _level(words: str) -> str:
    return " ".join(words.split())
