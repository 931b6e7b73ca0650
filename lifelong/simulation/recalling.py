"""The past's facts in the log, with nothing left to follow from them."""

import random
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from lifelong.commerce.events import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    ShipmentDelayed,
    ShipmentDelivered,
    ShipmentFailed,
    ShipmentSent,
)
from lifelong.commerce.models import Milestone, MilestoneKind
from lifelong.events.log import KINDS, Fact
from lifelong.events.models import Event
from lifelong.simulation.bulk import Rows, id_at


def log_all(
    rows: Rows,
    chance: random.Random,
    *,
    facts: Iterable[tuple[datetime, Fact]] = (),
    orders: Iterable[Milestone] = (),
) -> None:
    """Facts by their moments, and those that the milestones of orders are."""
    for at, fact in [*facts, *((one.at, fact_of(one)) for one in orders)]:
        rows.add(
            Event(
                id=id_at(at, chance),
                name=type(fact).__name__,
                at=at,
                data=_codec(type(fact).__name__).dump_python(fact, mode="json"),
                customer_id=fact.customer_id,
            )
        )


@cache
def _codec(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[name])


def fact_of(milestone: Milestone) -> Fact:
    """What the real code records with this milestone."""
    order, at = milestone.order, milestone.at
    known: dict[str, Any] = {"customer_id": order.customer_id, "order_id": order.id}
    parcel = known | {"shipment_id": milestone.shipment_id}
    match milestone.kind:
        case MilestoneKind.PLACED:
            total = order.money(order.total)
            return OrderPlaced(**known, placed_at=at, total=total, is_test=False, is_reship=False)
        case MilestoneKind.CANCELLED:
            return OrderCancelled(**known, cancelled_at=at)
        case MilestoneKind.REFUNDED:
            refund = milestone.refund
            assert refund is not None
            return OrderRefunded(**known, refund_id=refund.id, refunded_at=at, money=refund.money)
        case MilestoneKind.SHIPPED:
            return ShipmentSent(**parcel, sent_at=at)
        case MilestoneKind.DELAYED:
            return ShipmentDelayed(**parcel, expected_on=milestone.expected_on, was_on=None)
        case MilestoneKind.FAILED:
            return ShipmentFailed(**parcel)
        case _:
            return ShipmentDelivered(**parcel, delivered_at=at)
