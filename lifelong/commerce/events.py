from datetime import date, datetime
from uuid import UUID

from lifelong.commerce.models import Cause, Family, Noticed, ShipmentState
from lifelong.events.log import Fact, fact
from lifelong.lib.money import Money


@fact
class OrderChanged(Fact):
    """Something about an order is new: what it says, where its parcels are, what went back."""

    order_id: UUID


@fact
class OrderPlaced(Fact):
    """An order is known. It may be an old one."""

    order_id: UUID
    placed_at: datetime
    total: Money
    #: made to try the checkout
    is_test: bool
    #: sent again for nothing: no purchase
    is_reship: bool


@fact
class OrderCancelled(Fact):
    order_id: UUID
    cancelled_at: datetime


@fact
class OrderRefunded(Fact):
    order_id: UUID
    refund_id: UUID
    refunded_at: datetime
    money: Money


@fact
class ShipmentSent(Fact):
    order_id: UUID
    shipment_id: UUID
    sent_at: datetime


@fact
class ShipmentMoved(Fact):
    """A parcel is elsewhere than before, whatever that means to whoever waits for it."""

    order_id: UUID
    shipment_id: UUID
    state: ShipmentState
    previous: ShipmentState


@fact
class ShipmentDelayed(Fact):
    """It comes later than was said. No day: the carrier names none."""

    order_id: UUID
    shipment_id: UUID
    expected_on: date | None
    was_on: date | None


@fact
class ShipmentFailed(Fact):
    order_id: UUID
    shipment_id: UUID


@fact
class ShipmentDelivered(Fact):
    order_id: UUID
    shipment_id: UUID
    delivered_at: datetime


@fact
class IncidentOpened(Fact):
    """Something is wrong with a parcel. It may be over already, if the news of it is old."""

    order_id: UUID
    shipment_id: UUID
    incident_id: UUID
    family: Family
    cause: Cause
    noticed: Noticed
    #: by the parcel's clock
    began_at: datetime
    expected_on: date | None


@fact
class IncidentUpdated(Fact):
    """Another cause of the same family, or another day."""

    order_id: UUID
    shipment_id: UUID
    incident_id: UUID
    family: Family
    cause: Cause
    expected_on: date | None


@fact
class IncidentResolved(Fact):
    """The parcel moved on, came, or will not be waited for any more."""

    order_id: UUID
    shipment_id: UUID
    incident_id: UUID
    family: Family
    cause: Cause
    ended_at: datetime
