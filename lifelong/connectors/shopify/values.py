"""Kinds of values in Shopify's bodies: ids, words, times, amounts. What is none is refused."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Any

from babel.numbers import get_currency_precision
from pydantic import AfterValidator, BeforeValidator, Field

from lifelong.customers.phones import normalise

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CURRENCY = re.compile(r"[A-Z]{3}")
#: beyond it an amount is no amount
_MOST = Decimal(10) ** 13


def _ref(value: Any) -> str:
    """A number, or gid://shopify/Order/<number>."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("not an id")
    ref = str(value).rpartition("/")[2]
    if not 0 < len(ref) <= 40:
        raise ValueError("not an id")
    return ref


def _optional_ref(value: Any) -> str:
    return "" if value is None else _ref(value)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise ValueError("not words")
    return str(value).strip()


def _moment(value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("not a time")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not 1990 <= moment.year <= 2200:
        raise ValueError("not a time")
    return moment


def _amount(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("not an amount")
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    if not amount.is_finite() or abs(amount) > _MOST:
        raise ValueError("not an amount")
    return amount


def currency_in(words: str) -> str:
    """An ISO code; "" for what is none."""
    return words if _CURRENCY.fullmatch(words) else ""


def _currency(value: str) -> str:
    if not currency_in(value):
        raise ValueError("not a currency")
    return value


Ref = Annotated[str, BeforeValidator(_ref)]
OptionalRef = Annotated[str, BeforeValidator(_optional_ref)]
Words = Annotated[str, BeforeValidator(_words)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Amount = Annotated[Decimal | None, BeforeValidator(_amount)]
Currency = Annotated[str, AfterValidator(_currency)]
Count = Annotated[int, Field(ge=-2_000_000_000, le=2_000_000_000)]


def minor(amount: Decimal | None, currency: str) -> int:
    """In the currency's smallest parts: 12.50 EUR is 1250, 1200 JPY is 1200."""
    exact = (amount or Decimal(0)).scaleb(get_currency_precision(currency))
    return int(exact.to_integral_value(ROUND_HALF_UP))


def email_in(words: str) -> str:
    """As in a handle; "" for what is none."""
    local, _, domain = words.rpartition("@")
    try:
        spelled = f"{local}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        return ""
    return spelled if _EMAIL.fullmatch(spelled) and len(spelled) <= 254 else ""


def phone_in(words: str, *, country: str = "") -> str:
    """E.164, as in a handle; "" for what is no number. `country`: whose way of writing counts
    where the number names none, as two letters."""
    named = re.sub(r"^\s*00\s*", "+", words)
    return normalise(named, region=country) or ""


def clean(value: Any) -> Any:
    """Without what no database keeps: NUL, and halves of letters."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            return "".join(one for one in value if one != "\0" and not "\ud800" <= one <= "\udfff")
        return value
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean(one) for name, one in value.items()}
    return value
