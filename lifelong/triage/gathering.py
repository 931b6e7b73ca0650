"""What is known of those who wrote, for many messages in a few queries."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from lifelong.commerce.models import Order, Shipment, ShipmentState
from lifelong.commerce.queries import PAID
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib.money import Money
from lifelong.triage.facts import REPEAT_WITHIN, Bought, Facts, Parcel

#: nobody waits for these any more
_OVER = (ShipmentState.DELIVERED, ShipmentState.CANCELLED)


def facts_about(
    written: Collection[tuple[UUID, UUID | None]], *, now: datetime
) -> dict[tuple[UUID, UUID | None], Facts]:
    """`written`: customer and contact of each message. Of joined people all is known together."""
    people = _people({customer_id for customer_id, _contact in written})
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


def _people(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The person that each is, with all who are the same."""
    named = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "lead_id")
    leads = {lead or pk for pk, lead in named}
    rows = Customer.objects.filter(Q(pk__in=leads) | Q(lead__in=leads))
    return {pk: lead or pk for pk, lead in rows.values_list("pk", "lead_id")}


def _orders(
    customers: Collection[UUID],
) -> tuple[dict[UUID, list[Bought]], dict[UUID, tuple[UUID, str]]]:
    """What each has bought; and whose each order is, with its number."""
    rows = (
        Order.objects.filter(
            customer_id__in=customers, placed_at__isnull=False, deleted_at=None,
            cancelled_at=None, is_test=False, reship_for=None,
        )
        .annotate(back=Sum("refunds__amount", filter=Q(refunds__currency=F("currency"))))
        .order_by("placed_at")
    )  # fmt: skip
    bought: dict[UUID, list[Bought]] = {}
    numbers: dict[UUID, tuple[UUID, str]] = {}
    for one in rows:
        assert one.customer_id is not None and one.placed_at is not None
        paid = one.money(one.total - (one.back or 0)) if one.financial in PAID else None
        bought.setdefault(one.customer_id, []).append(_bought(one, paid))
        numbers[one.id] = one.customer_id, str(one)
    return bought, numbers


def _bought(order: Order, paid: Money | None) -> Bought:
    assert order.placed_at is not None
    return Bought(number=str(order), placed_at=order.placed_at, spent=paid)


def _parcels(numbers: dict[UUID, tuple[UUID, str]]) -> dict[UUID, list[Parcel]]:
    found: dict[UUID, list[Parcel]] = {}
    if not numbers:
        return found
    rows = Shipment.objects.filter(order_id__in=numbers).exclude(state__in=_OVER)
    named = rows.values_list("order_id", "state", "expected_on").annotate(
        since=Coalesce("shipped_at", "order__placed_at")
    )
    for order_id, state, expected_on, since in named:
        customer_id, number = numbers[order_id]
        found.setdefault(customer_id, []).append(Parcel(number, state, expected_on, since))
    return found


def _contacts(
    customers: Collection[UUID], now: datetime
) -> dict[UUID, list[tuple[UUID, datetime]]]:
    rows = Contact.objects.filter(customer_id__in=customers, opened_at__gte=now - REPEAT_WITHIN)
    found: dict[UUID, list[tuple[UUID, datetime]]] = {}
    for customer_id, pk, at in rows.values_list("customer_id", "pk", "opened_at"):
        found.setdefault(customer_id, []).append((pk, at))
    return found
