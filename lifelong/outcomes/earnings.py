"""What service earned in a period: the attributed ledger, and the numbers it is judged by."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ibis.expr.types import Table

from lifelong.outcomes import measures
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.ledgers import Attributed, attributed
from lifelong.outcomes.period import Period

#: in this order they are shown
NUMBERS = (
    "contact_rate", "answered_in_time", "settled_once", "cost_per_settled", "repurchase",
)  # fmt: skip


#: costs are of no topic and no channel
PARTED = ("contact_rate", "answered_in_time", "settled_once", "repurchase")


@dataclass(frozen=True)
class Number:
    """One of the five. `value`: None where there is nothing to divide by. `parts`: of what it was
    reckoned. `refusal`: why it is not said for this period, or "". `early`: as yet it is known for
    the first days of the period alone."""

    name: str
    value: float | None
    parts: dict[str, int]
    refusal: str = ""
    early: bool = False


@dataclass(frozen=True)
class Earned:
    first: date
    until: date
    currency: str
    attributed: Attributed
    numbers: list[Number]


def earned(facts: Facts, *, first: date, until: date, zone: str, currency: str) -> Earned:
    """Of the days from `first` on, before `until`."""
    period = Period(first, until, ZoneInfo(zone))
    return Earned(
        first,
        until,
        currency,
        attributed(facts, period, currency=currency),
        [_number(facts, period, name, currency) for name in NUMBERS],
    )


@dataclass(frozen=True)
class Part:
    """A topic's, or a channel's: `key` as it stands in the facts, the numbers by name. One that
    has no case of it is not there."""

    key: int | str | None
    numbers: dict[str, Number]

    def value(self, name: str) -> float | None:
        found = self.numbers.get(name)
        return found.value if found else None


def parted(facts: Facts, *, first: date, until: date, zone: str, by: measures.By) -> list[Part]:
    """The numbers that can be told apart so, those with the most contacts first."""
    period = Period(first, until, ZoneInfo(zone))
    found: dict[int | str | None, dict[str, Number]] = {}
    for name in PARTED:
        table: Table = getattr(measures, name)(facts, period, by=by)
        for row in table.to_pyarrow().to_pylist():
            key = row.pop(by)
            found.setdefault(key, {})[name] = _read(name, row)
    parts = [Part(key, numbers) for key, numbers in found.items()]
    return sorted(parts, key=lambda one: (-(one.value("contact_rate") or 0), str(one.key)))


def lately(today: date) -> tuple[date, date]:
    """The 28 days of which all is known that takes a week: first, and the first after them."""
    until = today - measures.SETTLED
    return until - timedelta(days=28), until


def _number(facts: Facts, period: Period, name: str, currency: str) -> Number:
    amounts = {"currency": currency} if name == "cost_per_settled" else {}
    try:
        table: Table = getattr(measures, name)(facts, period, **amounts)
    except measures.TooEarly as early:
        return Number(name, None, {}, str(early))
    (row,) = table.to_pyarrow().to_pylist()
    return replace(_read(name, row), early=not measures.is_known(name, facts, period))


def _read(name: str, row: dict[str, Any]) -> Number:
    parts = {key: int(value) for key, value in row.items() if key != "value"}
    return Number(name, row["value"], parts)
