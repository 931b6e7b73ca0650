"""What is known of who wrote, and what of it is a risk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lifelong.commerce.models import ShipmentState
from lifelong.lib.money import Money
from lifelong.triage.risk import Evidence, Risk, Tagged

#: a first order is news so long after it was placed
FIRST_FOR = timedelta(days=90)
#: earlier contacts within this time make a complaint a repeated one
REPEAT_WITHIN = timedelta(days=30)
REPEATS = 2
#: spent in all, in minor units of whichever currency
HIGH_VALUE = 100_000

#: a parcel with which something goes wrong on its way
_STUCK = (ShipmentState.DELAYED, ShipmentState.FAILED, ShipmentState.ATTEMPTED)
#: nobody waits for it any more
_OVER = (ShipmentState.DELIVERED, ShipmentState.CANCELLED, ShipmentState.READY_FOR_PICKUP)


@dataclass(frozen=True)
class Bought:
    """An order that was placed and not cancelled."""

    number: str
    placed_at: datetime
    #: paid and kept; None while nothing was paid
    spent: Money | None = None


@dataclass(frozen=True)
class Parcel:
    """A shipment of one of those orders."""

    order: str
    state: str
    expected_on: date | None = None


@dataclass(frozen=True)
class Facts:
    now: datetime
    orders: tuple[Bought, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    #: when their other contacts began
    contacts: tuple[datetime, ...] = ()


def noted(facts: Facts) -> Iterator[Tagged]:
    """The note tags."""
    for risk, found in (
        (Risk.FIRST_ORDER, _first_order(facts)),
        (Risk.LATE_ORDER, _late_order(facts)),
        (Risk.HIGH_VALUE, _high_value(facts)),
    ):
        if found is not None:
            yield Tagged(risk, found)


def _first_order(facts: Facts) -> Evidence | None:
    if len(facts.orders) != 1:
        return None
    only = facts.orders[0]
    if facts.now - only.placed_at > FIRST_FOR:
        return None
    return Evidence(facts={"order": only.number, "day": only.placed_at.date().isoformat()})


def _late_order(facts: Facts) -> Evidence | None:
    today = facts.now.date()
    for one in facts.parcels:
        if one.state in _OVER:
            continue
        if one.expected_on is not None and one.expected_on < today:
            return Evidence(facts={"order": one.order, "day": one.expected_on.isoformat()})
        if one.state in _STUCK:
            return Evidence(facts={"order": one.order, "state": one.state})
    return None


def _high_value(facts: Facts) -> Evidence | None:
    spent: dict[str, int] = {}
    for one in facts.orders:
        if one.spent is not None:
            spent[one.spent.currency] = spent.get(one.spent.currency, 0) + one.spent.amount
    currency = max(spent, key=lambda one: spent[one], default="")
    if not currency or spent[currency] < HIGH_VALUE:
        return None
    return Evidence(facts={"amount": spent[currency], "currency": currency})


def repeated(facts: Facts) -> Evidence | None:
    """So many contacts within so short a time that a complaint now is one too many."""
    lately = [at for at in facts.contacts if timedelta() <= facts.now - at <= REPEAT_WITHIN]
    if len(lately) < REPEATS:
        return None
    return Evidence(facts={"contacts": len(lately), "days": REPEAT_WITHIN.days})
