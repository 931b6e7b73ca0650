"""What the templates show of orders: plain values, ready to print."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lifelong.commerce.actions.attributing import store_handle
from lifelong.commerce.models import Cause, Order, Recipient, Shipment, ShipmentState
from lifelong.commerce.parcels import SETTLED, urgency
from lifelong.customers.models import Handle
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.web.look.words import date_words


@dataclass(frozen=True)
class ItemRow:
    quantity: int
    title: str
    variant: str
    sku: str
    money: Money
    #: of these, given back
    returned: int


@dataclass(frozen=True)
class ParcelRow:
    id: UUID
    words: str
    #: "", "soon" or "late"
    urgency: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    items: list[str]


@dataclass(frozen=True)
class IncidentRow:
    """What is wrong with a parcel just now."""

    words: str
    since: datetime
    #: the new day, in words; "" where none is known
    new_day: str


@dataclass(frozen=True)
class RefundRow:
    money: Money
    refunded_at: datetime
    note: str


@dataclass(frozen=True)
class RecipientRow:
    name: str
    address: list[str]
    is_buyer: bool


@dataclass(frozen=True)
class OrderRow:
    id: UUID
    number: str
    shop: str
    placed_at: datetime
    total: Money
    shipping: Money
    tax: Money
    discount: Money
    financial: str
    #: where the parcel is, in a few words
    where: str
    urgency: str
    cancelled_at: datetime | None
    is_test: bool
    #: what we sent again for nothing
    is_reship: bool
    note: str
    #: known by what was written at a checkout alone
    claimed: bool
    items: list[ItemRow]
    parcels: list[ParcelRow]
    incidents: list[IncidentRow]
    refunds: list[RefundRow]
    recipients: list[RecipientRow]

    @property
    def refunded(self) -> Money | None:
        """All that went back in the order's own currency."""
        same = [one.money for one in self.refunds if one.money.currency == self.total.currency]
        amount = sum(one.amount for one in same)
        return Money(amount, self.total.currency) if amount else None


def order_row(order: Order, *, proved: Collection[str] = ()) -> OrderRow:
    """`proved`: values of its customer's proved handles."""
    assert order.placed_at is not None
    today = clock.now().astimezone(ZoneInfo(order.connection.brand.zone)).date()
    titles = {item.ref: item.title for item in order.items.all()}
    shipments = sorted(order.shipments.all(), key=lambda one: one.shipped_at or clock.now())
    parcels = [_parcel(one, titles, today) for one in shipments]
    where, how_urgent = _where(order, shipments, parcels)
    own = {order.email, order.phone, store_handle(order.connection_id, order.buyer)}
    return OrderRow(
        id=order.id,
        number=str(order),
        shop=order.connection.name,
        placed_at=order.placed_at,
        total=order.money(order.total),
        shipping=order.money(order.shipping),
        tax=order.money(order.tax),
        discount=order.money(order.discount),
        financial=str(order.get_financial_display()),
        where=where,
        urgency=how_urgent,
        cancelled_at=order.cancelled_at,
        is_test=order.is_test,
        is_reship=order.reship_for is not None,
        note=order.note,
        claimed=not own.intersection(proved),
        items=_items(order),
        parcels=parcels,
        incidents=_incidents(order, today),
        refunds=[
            RefundRow(one.money, one.refunded_at, one.note)
            for one in sorted(order.refunds.all(), key=lambda one: one.refunded_at)
        ],
        recipients=[_recipient(one) for one in order.recipients.all()],
    )


def proved_values(handles: Collection[Handle]) -> set[str]:
    return {one.value for one in handles if one.is_proved}


def _items(order: Order) -> list[ItemRow]:
    returned: dict[str, int] = {}
    for refund in order.refunds.all():
        for line in refund.lines.all():
            returned[line.item_ref] = returned.get(line.item_ref, 0) + line.quantity
    return [
        ItemRow(
            quantity=one.quantity,
            title=one.title,
            variant=one.variant,
            sku=one.sku,
            money=order.money(one.price * one.quantity - one.discount),
            returned=returned.get(one.ref, 0),
        )
        for one in sorted(order.items.all(), key=lambda one: one.place)
    ]


def _incidents(order: Order, today: date) -> list[IncidentRow]:
    """Those that are not over, the oldest first. A day that has gone by is no day to wait for."""
    found = [one for one in order.incidents.all() if one.resolved_at is None]
    return [
        IncidentRow(
            words=str(Cause(one.cause).label),
            since=one.began_at,
            new_day=_ahead(one.expected_on, today),
        )
        for one in sorted(found, key=lambda one: (one.began_at, one.id))
    ]


def _ahead(day: date | None, today: date) -> str:
    return date_words(day) if day is not None and day >= today else ""


def _recipient(one: Recipient) -> RecipientRow:
    return RecipientRow(one.name, list(one.address), one.is_buyer)


def _parcel(shipment: Shipment, titles: dict[str, str], today: date) -> ParcelRow:
    how_urgent = urgency(shipment.state, shipment.expected_on, today=today)
    return ParcelRow(
        id=shipment.id,
        words=_going(shipment, today),
        urgency=how_urgent,
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_url=shipment.tracking_url,
        shipped_at=shipment.shipped_at,
        items=[
            f"{quantity} × {titles[ref]}" for ref, quantity in shipment.items.items()
            if ref in titles
        ],
    )  # fmt: skip


def _going(shipment: Shipment, today: date) -> str:
    state, day = str(shipment.get_state_display()), shipment.expected_on
    if shipment.state == ShipmentState.DELIVERED and shipment.delivered_at:
        return _("delivered %(day)s") % {"day": date_words(shipment.delivered_at.date())}
    if shipment.state in (*SETTLED, ShipmentState.FAILED) or day is None:
        return state
    said = {"state": state, "day": date_words(day)}
    if day < today:
        return _("%(state)s, was expected %(day)s") % said
    return _("%(state)s, expected %(day)s") % said


def _where(order: Order, shipments: list[Shipment], parcels: list[ParcelRow]) -> tuple[str, str]:
    """Of several parcels the one that most needs a look."""
    if order.cancelled_at is not None:
        return _("cancelled"), ""
    pairs = [pair for pair in zip(shipments, parcels, strict=True) if _counts(pair[0])]
    if not pairs:
        return str(order.get_fulfilment_display()), ""
    worst = max(pairs, key=lambda pair: _weight(*pair))[1]
    if len(pairs) == 1:
        return worst.words, worst.urgency
    said = {"count": len(pairs), "words": worst.words}
    return _("%(count)s parcels, one %(words)s") % said, worst.urgency


def _counts(shipment: Shipment) -> bool:
    return shipment.state != ShipmentState.CANCELLED


def _weight(shipment: Shipment, parcel: ParcelRow) -> tuple[int, bool]:
    return ("", "soon", "late").index(parcel.urgency), shipment.state not in SETTLED
