"""What is known of those who wrote, for many messages in a few queries."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from lifelong.commerce.models import Order, Shipment, ShipmentState
from lifelong.commerce.queries import PAID
from lifelong.conversations.models import Contact
from lifelong.customers.queries import who_is_who
from lifelong.lib.money import Money
from lifelong.lib.statements import Statement, among, slot
from lifelong.triage.facts import REPEAT_WITHIN, Bought, Facts, Parcel

#: nobody waits for these any more
_OVER = (ShipmentState.DELIVERED, ShipmentState.CANCELLED)


def facts_about(
    written: Collection[tuple[UUID, UUID | None]], *, now: datetime
) -> dict[tuple[UUID, UUID | None], Facts]:
    """`written`: customer and contact of each message. Of joined people all is known together."""
    people = who_is_who({customer_id for customer_id, _contact in written})
    customers = set(people)
    orders, numbers = _orders(customers)
    parcels, contacts = _parcels(numbers), _contacts(customers, now)
    found = {}
    for customer_id, contact_id in written:
        person = people[customer_id]
        theirs = [one for one, who in people.items() if who == person]
        found[customer_id, contact_id] = Facts(
            now=now,
            orders=tuple(bought for one in theirs for bought in orders.get(one, ())),
            parcels=tuple(parcel for one in theirs for parcel in parcels.get(one, ())),
            contacts=tuple(
                at for one in theirs for pk, at in contacts.get(one, ()) if pk != contact_id
            ),
        )
    return found


def _orders(
    customers: Collection[UUID],
) -> tuple[dict[UUID, list[Bought]], dict[UUID, tuple[UUID, str]]]:
    """What each has bought; and whose each order is, with its number."""
    bought: dict[UUID, list[Bought]] = {}
    numbers: dict[UUID, tuple[UUID, str]] = {}
    for one in _ORDERS.rows(customers=list(customers)):
        assert one.customer_id is not None and one.placed_at is not None
        paid = one.money(one.total - (one.back or 0)) if one.financial in PAID else None
        bought.setdefault(one.customer_id, []).append(_bought(one, paid))
        numbers[one.id] = one.customer_id, str(one)
    return bought, numbers


_ORDERS = Statement(
    lambda: (
        Order.objects.filter(
            among("customer", "customers"),
            placed_at__isnull=False,
            deleted_at=None,
            cancelled_at=None,
            is_test=False,
            reship_for=None,
        )
        .annotate(back=Sum("refunds__amount", filter=Q(refunds__currency=F("currency"))))
        .order_by("placed_at")
    )
)


def _bought(order: Order, paid: Money | None) -> Bought:
    assert order.placed_at is not None
    return Bought(number=str(order), placed_at=order.placed_at, spent=paid)


def _parcels(numbers: dict[UUID, tuple[UUID, str]]) -> dict[UUID, list[Parcel]]:
    found: dict[UUID, list[Parcel]] = {}
    if not numbers:
        return found
    for order_id, state, expected_on, since in _PARCELS.tuples(orders=list(numbers)):
        customer_id, number = numbers[order_id]
        found.setdefault(customer_id, []).append(Parcel(number, state, expected_on, since))
    return found


_PARCELS = Statement(
    lambda: (
        Shipment.objects.filter(among("order", "orders"))
        .exclude(state__in=_OVER)
        .annotate(since=Coalesce("shipped_at", "order__placed_at"))
        .values_list("order_id", "state", "expected_on", "since")
    )
)


def _contacts(
    customers: Collection[UUID], now: datetime
) -> dict[UUID, list[tuple[UUID, datetime]]]:
    found: dict[UUID, list[tuple[UUID, datetime]]] = {}
    since = now - REPEAT_WITHIN
    for customer_id, pk, at in _CONTACTS.tuples(customers=list(customers), since=since):
        found.setdefault(customer_id, []).append((pk, at))
    return found


_CONTACTS = Statement(
    lambda: Contact.objects.filter(
        among("customer", "customers"), opened_at__gte=slot("since")
    ).values_list("customer_id", "pk", "opened_at")
)
