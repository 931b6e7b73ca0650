"""What the variables stand for, with one customer. What is not certain is left open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.commerce.models import Order, Shipment, ShipmentState
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.customers.models import Customer
from lifelong.knowledge.variables import Value, Values, Variable

#: among so many orders and messages a number that was mentioned is looked for
_ORDERS = 20
_MESSAGES = 5


@dataclass(frozen=True)
class About:
    """Of whom and what a text speaks."""

    brand: Brand
    customer: Customer | None = None
    order: Order | None = None
    hero: Agent | None = None


def values_of(about: About) -> Values:
    """What there is to put in, from one customer and one order."""
    found: dict[Variable, Value | None] = {
        Variable.BRAND: about.brand.name,
        Variable.HERO: about.hero.name if about.hero else None,
    }
    if about.customer:
        found[Variable.FULL_NAME] = about.customer.name
        found[Variable.FIRST_NAME] = first_name(about.customer.name)
    if about.order:
        found |= _order_values(about.order, about.brand)
    return {variable: value for variable, value in found.items() if value}


def first_name(name: str) -> str:
    """As one greets somebody; "" where that is not certain."""
    if "@" in name or "," in name or not any(letter.isalpha() for letter in name):
        return ""
    first = name.split()[0]
    return first if len(first) > 1 and not first.endswith(".") else ""


def _order_values(order: Order, brand: Brand) -> dict[Variable, Value | None]:
    items = list(order.items.all())
    placed = order.placed_at.astimezone(ZoneInfo(brand.zone)).date() if order.placed_at else None
    return {
        Variable.ORDER_NUMBER: order.number,
        Variable.ORDER_DAY: placed,
        Variable.ORDER_TOTAL: order.money(order.total) if order.currency else None,
        # of several nobody knows which is meant
        Variable.ORDER_ITEM: items[0].title if len(items) == 1 else None,
        **_parcel_values(order.shipments.all()),
    }


def _parcel_values(shipments: Collection[Shipment]) -> dict[Variable, Value | None]:
    alive = [one for one in shipments if one.state != ShipmentState.CANCELLED]
    if len(alive) != 1:
        return {}
    (parcel,) = alive
    # the day on which it came is no day to expect it on
    expected = None if parcel.state == ShipmentState.DELIVERED else parcel.expected_on
    return {
        Variable.CARRIER: parcel.carrier,
        Variable.EXPECTED_DAY: expected,
        Variable.TRACKING_LINK: parcel.tracking_url,
    }


def order_meant(
    contact: Contact | None, customer_ids: Collection[UUID], brand: Brand
) -> Order | None:
    """The one order of theirs, in this brand's shops, whose number was mentioned last; else their
    newest. What was sent again for nothing, or cancelled, is meant only by its number."""
    rows = (
        Order.objects.filter(
            customer__in=customer_ids,
            connection__brand=brand,
            placed_at__isnull=False,
            deleted_at=None,
            is_test=False,
        )
        .prefetch_related("items", "shipments")
        .order_by("-placed_at", "-id")
    )
    orders = list(rows[:_ORDERS])
    if orders and contact is not None:
        for said in _said(contact):
            if named := [one for one in orders if one.number and _mentions(said, one.number)]:
                return named[0]
    bought = (one for one in orders if one.cancelled_at is None and one.reship_for is None)
    return next(bought, None)


def _said(contact: Contact) -> Sequence[str]:
    """What the customer wrote about this matter, the latest first."""
    rows = Entry.objects.filter(contact=contact, kind=EntryKind.MESSAGE_IN)
    texts = rows.filter(~Q(text="")).order_by("-position").values_list("text", flat=True)
    return [*texts[:_MESSAGES], contact.subject]


def _mentions(said: str, number: str) -> bool:
    """The number stands there by itself, with or without its "#"."""
    bare = number.lstrip("#").lower()
    words = (word.strip("#.,;:!?()[]\"'“”„").lower() for word in said.split())
    return bool(bare) and bare in words
