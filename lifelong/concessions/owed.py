"""What policy owes for an order, after all that was given and paid back of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Sum

from lifelong.commerce.models import Order, Refund, ShipmentState
from lifelong.concessions import queries
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.policy import OrderFacts, owes
from lifelong.lib.money import Money


def is_owed(
    order: Order,
    kind: Kind,
    reason: Reason,
    money: Money,
    items: Mapping[str, int],
    *,
    now: datetime,
    was_owed: bool = False,
) -> bool:
    """Whether policy owes all of it. `was_owed`: policy said so when it was asked for, in time;
    what was given since still counts."""
    policy = queries.policy(now=now)
    if policy is None:
        return False
    if not was_owed and not owes(policy, kind, reason, facts_of(order), now=now):
        return False
    most = worth(order, items) if items else order.total
    if money.amount > min(most, owed_left(order, reason)):
        return False
    there = _came_back(order) if reason is Reason.REGRETTED else _bought(order)
    before = list(queries.counted().filter(order=order, due=True))
    return all(
        sum(one.items.get(ref, 0) for one in before) + quantity <= there.get(ref, 0)
        for ref, quantity in items.items()
    )


def owed_left(order: Order, reason: Reason | None = None) -> int:
    """Of the order's money, what may still be owed: for that reason, or for any."""
    due = queries.counted().filter(order=order, due=True)
    sent = due.exclude(kind=Kind.REFUND).aggregate(sum=Sum("amount"))["sum"] or 0
    left = order.total - returned(order) - sent
    if reason is Reason.REGRETTED:
        left = min(left, _left_of_goods(order))
    return max(left, 0)


def returned(order: Order) -> int:
    """How much of the order's money went or is to go back, by us or past us, each once."""
    ours = queries.counted().filter(order=order, kind=Kind.REFUND)
    return (ours.aggregate(sum=Sum("amount"))["sum"] or 0) + sum(
        refund.amount for refund in _past_us(order)
    )


def worth(order: Order, items: Mapping[str, int]) -> int:
    """What was paid for so many of these items, in minor units, rounded up for the customer."""
    sum_ = 0
    for item in order.items.filter(ref__in=items):
        paid = item.price * item.quantity - item.discount
        sum_ += -(-paid * items[item.ref] // max(item.quantity, 1))
    return sum_


def facts_of(order: Order) -> OrderFacts:
    parcels = [one for one in order.shipments.all() if one.state != ShipmentState.CANCELLED]
    sent = [one.shipped_at for one in parcels if one.shipped_at]
    arrived = [one.delivered_at for one in parcels if one.delivered_at]
    return OrderFacts(
        cancelled=order.cancelled_at is not None,
        sent_at=max(sent, default=None),
        delivered_at=max(arrived) if parcels and len(arrived) == len(parcels) else None,
        failed=any(one.state == ShipmentState.FAILED for one in parcels),
        came_back=bool(_came_back(order)),
    )


def _bought(order: Order) -> dict[str, int]:
    return dict(order.items.values_list("ref", "quantity"))


def _came_back(order: Order) -> dict[str, int]:
    """Quantities by the refs of items. Stores tell of goods that came back as of a refund of
    nothing."""
    rows = order.refunds.filter(amount=0, lines__quantity__gt=0)
    counted = rows.values_list("lines__item_ref").annotate(sum=Sum("lines__quantity"))
    return {str(ref): quantity for ref, quantity in counted}


def _left_of_goods(order: Order) -> int:
    """What goods that came back were worth, less what was paid back for them; all of the order
    where all of it came back."""
    back, bought = _came_back(order), _bought(order)
    is_all = all(back.get(ref, 0) >= quantity for ref, quantity in bought.items())
    of_goods = order.total if is_all else worth(order, back)
    ours = queries.counted().filter(order=order, due=True, reason=Reason.REGRETTED)
    past_us = 0
    for refund in _past_us(order):
        about = {line.item_ref for line in refund.lines.all()}
        past_us += refund.amount if not about or about & back.keys() else 0
    return of_goods - past_us - (ours.aggregate(sum=Sum("amount"))["sum"] or 0)


def _past_us(order: Order) -> list[Refund]:
    """What the store paid back, not for us."""
    ours = queries.counted().filter(order=order, kind=Kind.REFUND)
    marks = [(one.ref, str(one.id)) for one in ours]
    return [
        refund
        for refund in order.refunds.filter(currency=order.currency).prefetch_related("lines")
        if not any(refund.ref == ref or mark in refund.note for ref, mark in marks)
    ]
