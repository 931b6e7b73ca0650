"""What is known of who wrote, and what of it is a risk."""

import re
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

#: an order that was due longer ago is no matter any more, unless somebody names it
LATE_FOR = timedelta(days=60)

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
    #: when it was handed to the carrier; until then, when the order was placed
    since: datetime | None = None


@dataclass(frozen=True)
class Facts:
    now: datetime
    orders: tuple[Bought, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    #: when their other contacts began
    contacts: tuple[datetime, ...] = ()


def noted(facts: Facts, *, small: str = "") -> Iterator[Tagged]:
    """The note tags. `small`: what was written, in small letters."""
    for risk, found in (
        (Risk.FIRST_ORDER, _first_order(facts)),
        (Risk.LATE_ORDER, _late_order(facts, small)),
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


def _late_order(facts: Facts, small: str) -> Evidence | None:
    """The order that is named before the others."""
    named = {one.order for one in facts.parcels if is_named(one.order, small)}
    awaited = (
        one
        for one in sorted(facts.parcels, key=lambda one: one.order not in named)
        if one.state not in _OVER and (one.order in named or _is_recent(one, facts.now))
    )
    return next((found for one in awaited if (found := _late(one, facts.now.date()))), None)


def _late(parcel: Parcel, today: date) -> Evidence | None:
    if parcel.expected_on is not None and parcel.expected_on < today:
        return Evidence(facts={"order": parcel.order, "day": parcel.expected_on.isoformat()})
    if parcel.state in _STUCK:
        return Evidence(facts={"order": parcel.order, "state": parcel.state})
    return None


def _is_recent(parcel: Parcel, now: datetime) -> bool:
    """Somebody may still be waiting for it."""
    due = parcel.expected_on or (parcel.since.date() if parcel.since else None)
    return due is None or now.date() - due <= LATE_FOR


def is_named(order: str, small: str) -> bool:
    """Whether an order's number stands in words in small letters."""
    number = order.lower().lstrip("#")
    return bool(number) and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", small) is not None


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
