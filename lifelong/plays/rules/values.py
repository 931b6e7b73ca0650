"""What a condition compares with: taken from a form or a row, and said again in words."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lifelong.lib.money import Money
from lifelong.plays.rules.fields import Field, Rows, Type
from lifelong.plays.rules.triggers import LONGEST, span
from lifelong.plays.rules.unfit import RuleUnfit

MOST_WORDS = 50
LONGEST_WORD = 100
#: of numbers
MOST = 1_000_000
#: of money, in minor units
MOST_MONEY = 10**12


def fit(field: Field, said: Any) -> Any:
    """The value as it is kept, of the field's type. Raises `RuleUnfit` with what to change."""
    return _FIT[field.type](field, said)


def _words(field: Field, said: Any) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise RuleUnfit(_("“%(field)s” needs words.") % {"field": field.words})
    words = [" ".join(one.split()) for one in said]
    words = list(dict.fromkeys(one for one in words if one))
    if not words:
        raise RuleUnfit(_("“%(field)s” needs words.") % {"field": field.words})
    if len(words) > MOST_WORDS or max(map(len, words)) > LONGEST_WORD:
        raise RuleUnfit(_("Name 50 words or phrases at most, each of 100 letters at most."))
    return words


def _choices(field: Field, said: Any) -> list[str]:
    chosen = list(dict.fromkeys(said)) if isinstance(said, list) else []
    if not chosen or not all(isinstance(one, str) for one in chosen):
        raise RuleUnfit(_("“%(field)s” needs a choice.") % {"field": field.words})
    if isinstance(field.options, list) and not set(chosen) <= {key for key, _w in field.options}:
        raise RuleUnfit(
            _("That is not one of the choices of “%(field)s”.") % {"field": field.words}
        )
    return chosen


def _number(field: Field, said: Any) -> int:
    number = _whole(field, said)
    if not 0 <= number <= MOST:
        raise RuleUnfit(_("“%(field)s” needs a number from 0 on.") % {"field": field.words})
    return number


def _whole(field: Field, said: Any) -> int:
    try:
        if isinstance(said, bool):
            raise TypeError
        return int(said)
    except (TypeError, ValueError) as error:
        words = _("“%(field)s” needs a whole number.") % {"field": field.words}
        raise RuleUnfit(words) from error


def _money(field: Field, said: Any) -> dict[str, Any]:
    """{"amount": minor units, "currency"}, or {"value": as people write it, "currency"}."""
    try:
        if "value" in said:
            amount = Decimal(str(said["value"]).strip().replace(",", "."))
            money = Money.of(amount, said["currency"])
        else:
            money = Money(int(said["amount"]), said["currency"])
    except (TypeError, KeyError, ValueError, InvalidOperation) as error:
        words = _("“%(field)s” needs an amount such as 50.00, and a currency.")
        raise RuleUnfit(words % {"field": field.words}) from error
    if not 0 <= money.amount <= MOST_MONEY:
        raise RuleUnfit(_("“%(field)s” needs a number from 0 on.") % {"field": field.words})
    return {"amount": money.amount, "currency": money.currency}


def _minutes(field: Field, said: Any) -> int:
    many = _whole(field, said)
    if not 1 <= many <= 100 * LONGEST.total_seconds() // 60:
        raise RuleUnfit(
            _("“%(field)s” needs a span of a minute at least.") % {"field": field.words}
        )
    return many


def _day(field: Field, said: Any) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except (TypeError, ValueError) as error:
        words = _("“%(field)s” needs a day such as 2026-12-24.") % {"field": field.words}
        raise RuleUnfit(words) from error


def _yes_no(field: Field, said: Any) -> bool:
    if not isinstance(said, bool):
        raise RuleUnfit(_("“%(field)s” needs yes or no.") % {"field": field.words})
    return said


_FIT: dict[Type, Callable[[Field, Any], Any]] = {
    Type.TEXT: _words,
    Type.CHOICE: _choices,
    Type.NUMBER: _number,
    Type.MONEY: _money,
    Type.DURATION: _minutes,
    Type.DATE: _day,
    Type.YES_NO: _yes_no,
}


def kept(field: Field, seen: Any) -> Any:
    """What a condition saw, for the log. Of texts nothing: they are people's words."""
    if seen is None or field.type is Type.TEXT:
        return None
    if field.type is Type.CHOICE:
        return sorted(seen)
    if field.type is Type.DURATION:
        return int(seen.total_seconds() // 60)
    if field.type is Type.DATE:
        return seen.isoformat()
    return dict(seen) if field.type is Type.MONEY else seen


def in_words(field: Field, value: Any, names: Mapping[str, str]) -> str:
    """A value as people say it. `names`: of rows, by their ids."""
    if value is None:
        return _("not known")
    if field.type is Type.CHOICE:
        return ", ".join(_label(field, one, names) for one in value) or _("none")
    if field.type is Type.TEXT:
        return ", ".join(f"“{one}”" for one in value)
    if field.type is Type.DURATION:
        return span(timedelta(minutes=value)) if value else _("no time")
    if field.type is Type.YES_NO:
        return _("so") if value else _("not so")
    if field.type is Type.MONEY:
        held = {value["currency"]: value["amount"]} if "currency" in value else value
        return ", ".join(Money(amount, one).format() for one, amount in held.items()) or _("none")
    return str(value)


def _label(field: Field, key: str, names: Mapping[str, str]) -> str:
    if isinstance(field.options, Rows):
        return names.get(key, _("something deleted"))
    return str(dict(field.options or []).get(key, key))
