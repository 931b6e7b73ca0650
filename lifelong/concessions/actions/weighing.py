"""A wish to give, weighed: what policy says of it, what was given before, who may allow it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order, Recipient, ShipmentState
from lifelong.commerce.queries import PAID
from lifelong.concessions import queries
from lifelong.concessions.actions.taking_turns import take_turns
from lifelong.concessions.authority import (
    LOOKED_BACK,
    OFTEN,
    Answer,
    Ask,
    Given,
    Kind,
    Level,
    Reason,
    Signal,
    check,
)
from lifelong.concessions.models import Concession
from lifelong.concessions.policy import OrderFacts, owes
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money


class NotThisOrder(Refused):
    code = "not-this-order"
    status = 422


@dataclass(frozen=True)
class Wish:
    """What somebody wants to give to whom. `items`: quantities by the refs of the order's items;
    {}: an amount, whatever it was for."""

    kind: Kind
    money: Money
    reason: Reason
    customer: Customer
    order: Order | None = None
    items: Mapping[str, int] = field(default_factory=dict)
    contact: Contact | None = None


@dataclass(frozen=True)
class Weighed:
    answer: Answer
    due: bool
    address: str
    signals: tuple[Signal, ...]


def weigh(wish: Wish, *, by: Agent, key: str = "", seconded: bool | None = None) -> Weighed:
    """Whether `by` may give that, under locks that hold until the transaction ends.

    `key`: under which nobody else asks at the same time. `seconded`: `by` is the second person,
    so that signs of abuse ask for no third; says what was due when the first one asked.
    Raises `NotThisOrder`.
    """
    now = clock.now()
    people = _people(wish.customer)
    _refuse_others(wish, people)
    address = _address(wish, people)
    take_turns(
        [f"customer:{one}" for one in people]
        + [f"agent:{by.id}"]
        + ([f"order:{wish.order.id}"] if wish.order else [])
        + ([f"address:{address}"] if address else [])
        + ([f"key:{key}"] if key else [])
    )
    if wish.order is not None:
        # as it is now that it is our turn
        wish = replace(wish, order=Order.objects.get(pk=wish.order.id))
    levels = queries.levels(wish.money.currency, now=now)
    holds = queries.held_by(by, levels, now=now)
    given = _given(wish, people=people, address=address, by=by, holds=holds, now=now)
    due = _is_due(wish, now=now) if seconded is None else seconded
    if seconded is not None:
        given = replace(given, signals=())
    order = wish.order
    ask = Ask(
        kind=wish.kind,
        money=wish.money,
        reason=wish.reason,
        total=order.money(order.total) if order else None,
        due=due,
    )
    answer = check(ask, holds=holds, levels=levels, given=given)
    return Weighed(answer, due, address, given.signals)


def _people(customer: Customer) -> set[UUID]:
    """The customers who are this person."""
    lead = Customer.objects.values_list("lead_id", flat=True).get(pk=customer.id) or customer.id
    return set(Customer.objects.filter(Q(pk=lead) | Q(lead=lead)).values_list("id", flat=True))


def _refuse_others(wish: Wish, people: set[UUID]) -> None:
    order = wish.order
    if order is None:
        if wish.items:
            raise NotThisOrder(_("Choose the order that these items are from."))
        return
    # money goes back the way it came: to who paid
    if order.customer_id not in people:
        raise NotThisOrder(_("This order was not bought by this customer."))
    if wish.kind is Kind.REFUND and order.financial not in PAID:
        raise NotThisOrder(_("This order was not paid, so nothing can be paid back."))
    bought = dict(order.items.values_list("ref", "quantity"))
    for ref, quantity in wish.items.items():
        if not 0 < quantity <= bought.get(ref, 0):
            raise NotThisOrder(_("So many of this item were not in the order."))
    if wish.kind is Kind.RESHIP and wish.money.amount != worth(order, wish.items):
        raise NotThisOrder(_("Say which items are to be sent again; they come at their price."))


def worth(order: Order, items: Mapping[str, int]) -> int:
    """What was paid for so many of these items, in minor units, rounded up for the customer."""
    sum_ = 0
    for item in order.items.filter(ref__in=items):
        paid = item.price * item.quantity - item.discount
        sum_ += -(-paid * items[item.ref] // max(item.quantity, 1))
    return sum_


def _address(wish: Wish, people: set[UUID]) -> str:
    """A digest of where the order went; with no order, of where the last one did."""
    order = wish.order or (
        Order.objects.filter(customer__in=people, placed_at__isnull=False)
        .order_by("-placed_at")
        .first()
    )
    if order is None:
        return ""
    to = Recipient.objects.filter(order=order).order_by("id").first()
    if to is None or not to.address:
        return ""
    spelled = "\n".join(" ".join(str(line).casefold().split()) for line in to.address)
    return hashlib.sha256(spelled.encode()).hexdigest()


def _given(
    wish: Wish,
    *,
    people: set[UUID],
    address: str,
    by: Agent,
    holds: Level | None,
    now: datetime,
) -> Given:
    counted = queries.counted().filter(currency=wish.money.currency)
    theirs = Q(customer__in=people)
    if address:
        theirs |= Q(address=address)
    lately = queries.counted().filter(theirs, granted_at__gt=now - LOOKED_BACK)
    beyond = counted.filter(due=False)
    in_period = beyond.none()
    if holds is not None:
        in_period = beyond.filter(authority_of=by, granted_at__gt=now - holds.period)
    return Given(
        on_order=_sum(beyond.filter(order=wish.order)) if wish.order else 0,
        to_customer=_sum(beyond.filter(theirs, granted_at__gt=now - LOOKED_BACK)),
        by_agent=_sum(in_period),
        returned=returned(wish.order) if wish.order else 0,
        signals=_signals(lately, people),
    )


def _signals(lately: QuerySet[Concession], people: set[UUID]) -> tuple[Signal, ...]:
    found = []
    if lately.count() >= OFTEN:
        found.append(Signal.OFTEN)
    if lately.exclude(customer__in=people).exists():
        found.append(Signal.ADDRESS)
    return tuple(found)


def returned(order: Order) -> int:
    """How much of the order's money went or is to go back, by us or past us, each once."""
    ours = queries.counted().filter(order=order, kind=Kind.REFUND)
    marks = [(one.ref, str(one.id)) for one in ours]
    past_us = sum(
        refund.amount
        for refund in order.refunds.filter(currency=order.currency)
        if not any(refund.ref == ref or mark in refund.note for ref, mark in marks)
    )
    return _sum(ours) + past_us


def _is_due(wish: Wish, *, now: datetime) -> bool:
    """Whether policy owes all of it, and no part of it was given as owed before."""
    order, policy = wish.order, queries.policy(now=now)
    if order is None or policy is None:
        return False
    if not owes(policy, wish.kind, wish.reason, _facts(order), now=now):
        return False
    before = list(queries.counted().filter(order=order, due=True))
    most = worth(order, wish.items) if wish.items else order.total
    if wish.money.amount > most:
        return False
    if sum(one.amount for one in before) + wish.money.amount > order.total:
        return False
    bought = dict(order.items.values_list("ref", "quantity"))
    return all(
        sum(one.items.get(ref, 0) for one in before) + quantity <= bought[ref]
        for ref, quantity in wish.items.items()
    )


def _facts(order: Order) -> OrderFacts:
    parcels = [one for one in order.shipments.all() if one.state != ShipmentState.CANCELLED]
    sent = [one.shipped_at for one in parcels if one.shipped_at]
    arrived = [one.delivered_at for one in parcels if one.delivered_at]
    return OrderFacts(
        sent_at=max(sent, default=None),
        delivered_at=max(arrived) if parcels and len(arrived) == len(parcels) else None,
        failed=any(one.state == ShipmentState.FAILED for one in parcels),
        # stores tell of goods that came back as of a refund of nothing
        came_back=order.refunds.filter(amount=0, lines__isnull=False).exists(),
    )


def _sum(rows: QuerySet[Concession]) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0
