"""What the variables stand for, with one customer. What is not certain is left open."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

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
    rows = _bought(customer_ids).filter(connection__brand=brand).prefetch_related(*_TOLD)
    orders = list(rows.order_by("-placed_at", "-id")[:_ORDERS])
    said = _said([contact]).get(contact.id, []) if orders and contact is not None else []
    return _meant(orders, said)


@dataclass(frozen=True)
class Matter:
    """One contact, the customers who are its person, and the brand that they wrote to."""

    contact: Contact
    customer_ids: Collection[UUID]
    brand: Brand


def orders_meant(matters: Collection[Matter]) -> dict[UUID, Order]:
    """The same by contact, of those with an order: for all of them it asks as much as for one."""
    shop = F("connection__brand")
    nth = Window(RowNumber(), partition_by=["customer", shop], order_by=["-placed_at", "-id"])
    ids = {id for one in matters for id in one.customer_ids}
    theirs: dict[tuple[UUID | None, UUID], list[Order]] = {}
    for order in _bought(ids).annotate(shop=shop, nth=nth).filter(nth__lte=_ORDERS):
        theirs.setdefault((order.customer_id, order.shop), []).append(order)
    bought = {}
    for one in matters:
        orders = [order for id in one.customer_ids for order in theirs.get((id, one.brand.id), [])]
        orders.sort(key=lambda order: (order.placed_at, order.id), reverse=True)
        bought[one.contact.id] = orders[:_ORDERS]
    said = _said([one.contact for one in matters if bought[one.contact.id]])
    found = {id: _meant(orders, said.get(id, [])) for id, orders in bought.items()}
    meant = {id: order for id, order in found.items() if order is not None}
    prefetch_related_objects(list(meant.values()), *_TOLD)
    return meant


#: what a text says of an order
_TOLD = ("items", "shipments")


def _bought(customer_ids: Collection[UUID]) -> QuerySet[Order]:
    return Order.objects.filter(
        customer__in=customer_ids, placed_at__isnull=False, deleted_at=None, is_test=False
    )


def _meant(orders: Sequence[Order], said: Iterable[str]) -> Order | None:
    """`orders` and what was `said`, each the latest first."""
    for words in said:
        if named := [one for one in orders if one.number and _mentions(words, one.number)]:
            return named[0]
    bought = (one for one in orders if one.cancelled_at is None and one.reship_for is None)
    return next(bought, None)


def _said(contacts: Collection[Contact]) -> dict[UUID, list[str]]:
    """What the customers wrote about these matters, of each the latest first."""
    nth = Window(RowNumber(), partition_by=["contact"], order_by=["-position"])
    rows = Entry.objects.filter(contact__in=contacts, kind=EntryKind.MESSAGE_IN).filter(~Q(text=""))
    latest = rows.annotate(nth=nth).filter(nth__lte=_MESSAGES).order_by("nth")
    found: dict[UUID, list[str]] = {one.id: [] for one in contacts}
    for contact_id, text in latest.values_list("contact_id", "text"):
        found[contact_id].append(text)
    return {one.id: [*found[one.id], one.subject] for one in contacts}


def _mentions(said: str, number: str) -> bool:
    """The number stands there by itself, with or without its "#"."""
    bare = number.lstrip("#").lower()
    words = (word.strip("#.,;:!?()[]\"'“”„").lower() for word in said.split())
    return bool(bare) and bare in words
