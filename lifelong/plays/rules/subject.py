"""Whom and what a rule is looked at for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.events.log import Recorded


@dataclass(frozen=True)
class Subject:
    """What a fact names; the rest follows from it: the newest open contact of a customer, their
    last order, its last parcel."""

    at: datetime
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    #: the message that it is about, else the last of the contact
    entry_id: UUID | None = None
    order_id: UUID | None = None
    shipment_id: UUID | None = None


#: in which field of a fact its moment stands, where it may be long past: a store tells old news
#: when it is connected
_MOMENTS = ("placed_at", "cancelled_at", "refunded_at", "sent_at", "delivered_at")


def subject_of(event: Recorded) -> Subject:
    fact = event.fact
    return Subject(
        at=event.at,
        customer_id=fact.customer_id,
        contact_id=getattr(fact, "contact_id", None),
        entry_id=getattr(fact, "entry_id", None),
        order_id=getattr(fact, "order_id", None),
        shipment_id=getattr(fact, "shipment_id", None),
    )


def happened_at(event: Recorded) -> datetime:
    """When it was, which may be long before we heard of it."""
    said = (getattr(event.fact, name, None) for name in _MOMENTS)
    return next((at for at in said if at is not None), event.at)
