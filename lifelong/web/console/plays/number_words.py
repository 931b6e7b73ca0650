"""The five numbers and how they moved, as people read them: each in its own unit."""

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _

from lifelong.lib.money import Money
from lifelong.web.look.words import locale, money

#: what is not known
NOTHING = "–"


def value_words(name: str, value: float | None, currency: str) -> str:
    if value is None:
        return NOTHING
    if name == "cost_per_settled":
        return money(Money(round(value), currency))
    if name == "contact_rate":
        return format_decimal(value, "0.0", locale=locale())
    return format_percent(value, "0.0%", locale=locale())


def change_words(name: str, change: float | None, currency: str) -> str:
    """With its sign; shares in percentage points."""
    if change is None:
        return NOTHING
    if name == "cost_per_settled":
        amount = round(change)
        words = money(Money(abs(amount), currency))
        return words if not amount else f"+{words}" if amount > 0 else f"−{words}"
    if name == "contact_rate":
        return _signed(change)
    return _("%(points)s points") % {"points": _signed(change * 100)}


def _signed(number: float) -> str:
    tenths = round(number, 1)
    words = format_decimal(abs(tenths), "0.0", locale=locale())
    return words if not tenths else f"+{words}" if tenths > 0 else f"−{words}"
