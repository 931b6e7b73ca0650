"""Wages as they follow one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.routing.models import Wage


@dataclass(frozen=True)
class WageRow:
    from_day: date
    hourly: Money
    currency: str
    #: the one that counts today
    now: bool


def wage_rows(newest_first: Iterable[Wage]) -> list[WageRow]:
    today, counting = clock.now().date(), False
    rows = []
    for wage in newest_first:
        now = not counting and wage.from_day <= today
        counting = counting or now
        hourly = Money(wage.amount, wage.currency)
        rows.append(WageRow(wage.from_day, hourly, wage.currency, now))
    return rows
