"""What work costs. Arithmetic in minor units, rounded half up once, at the end."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from lifelong.lib.money import Money


@dataclass(frozen=True)
class Cost:
    """An agent's day. `wage` is None when no wage was set for it; licences by currency."""

    wage: Money | None
    licences: list[Money]


def wage_for(hours: timedelta, *, hourly: Money) -> Money:
    return Money(
        _rounded(Fraction(hours / timedelta(microseconds=1)) * hourly.amount / 3_600_000_000),
        hourly.currency,
    )


def licences_for(day: date, *, monthly: Iterable[Money]) -> list[Money]:
    """A day's share of monthly amounts: one for each currency, in its order."""
    days = monthrange(day.year, day.month)[1]
    return [Money(_rounded(Fraction(one.amount, days)), one.currency) for one in summed(monthly)]


def summed(amounts: Iterable[Money]) -> list[Money]:
    """One for each currency, in its order: currencies do not mix."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.amount
    return [Money(sums[code], code) for code in sorted(sums)]


def _rounded(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))
