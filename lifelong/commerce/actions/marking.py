"""Milestones of an order: what has become of it since we looked last, each written once."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import models

from lifelong.commerce.events import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    ShipmentDelayed,
    ShipmentDelivered,
    ShipmentFailed,
    ShipmentSent,
)
from lifelong.commerce.models import Milestone, MilestoneKind, Order, Refund, Shipment
from lifelong.commerce.parcels import course_of
from lifelong.events.log import record


class _Reached(NamedTuple):
    kind: MilestoneKind
    mark: str
    at: datetime
    #: the fact, but for what all facts about an order say
    fact: "partial[Any]"
    shipment: Shipment | None = None
    refund: Refund | None = None
    expected_on: date | None = None


def mark_all(orders: Collection[Order]) -> None:
    """Write down what these locked orders have reached, and record it as facts."""
    models.prefetch_related_objects(list(orders), "milestones", "shipments__reports", "refunds")
    fresh = [(order, one) for order in orders for one in _fresh(order)]
    Milestone.objects.bulk_create(
        Milestone(
            order=order,
            kind=one.kind,
            mark=one.mark,
            at=one.at,
            shipment=one.shipment,
            refund=one.refund,
            expected_on=one.expected_on,
        )
        for order, one in fresh
    )
    for order, one in fresh:
        record(one.fact(customer_id=order.customer_id, order_id=order.id))


def _fresh(order: Order) -> list[_Reached]:
    """What of it was not written down yet."""
    known = {(one.kind, one.mark) for one in order.milestones.all()}
    reached = {(one.kind.value, one.mark): one for one in _reached(order)}
    return [one for key, one in reached.items() if key not in known]


def _reached(order: Order) -> Iterator[_Reached]:
    if order.placed_at is not None:
        total = order.money(order.total)
        placed = partial(
            OrderPlaced,
            placed_at=order.placed_at,
            total=total,
            is_test=order.is_test,
            is_reship=order.reship_for is not None,
        )
        yield _Reached(MilestoneKind.PLACED, "", order.placed_at, placed)
    for shipment in order.shipments.all():
        yield from _on_its_way(shipment)
    for refund in order.refunds.all():
        if not refund.amount:
            continue  # goods came back, and no money went
        refunded = partial(
            OrderRefunded,
            refund_id=refund.id,
            refunded_at=refund.refunded_at,
            money=refund.money,
        )
        at = refund.refunded_at
        yield _Reached(MilestoneKind.REFUNDED, refund.ref, at, refunded, refund=refund)
    if order.cancelled_at is not None:
        cancelled = partial(OrderCancelled, cancelled_at=order.cancelled_at)
        yield _Reached(MilestoneKind.CANCELLED, "", order.cancelled_at, cancelled)


def _on_its_way(shipment: Shipment) -> Iterator[_Reached]:
    course, ref, parcel = course_of(shipment.reports.all()), shipment.ref, shipment.id
    if course.shipped_at is not None:
        sent = partial(ShipmentSent, shipment_id=parcel, sent_at=course.shipped_at)
        yield _Reached(MilestoneKind.SHIPPED, ref, course.shipped_at, sent, shipment)
    for delay in course.delays:
        delayed = partial(
            ShipmentDelayed, shipment_id=parcel, expected_on=delay.expected_on, was_on=delay.was_on
        )
        mark = f"{ref} {delay.expected_on or ''}".strip()
        yield _Reached(
            MilestoneKind.DELAYED, mark, delay.at, delayed, shipment, expected_on=delay.expected_on
        )
    for at in course.failed_at[:1]:
        failed = partial(ShipmentFailed, shipment_id=parcel)
        yield _Reached(MilestoneKind.FAILED, ref, at, failed, shipment)
    if course.delivered_at is not None:
        at = course.delivered_at
        delivered = partial(ShipmentDelivered, shipment_id=parcel, delivered_at=at)
        yield _Reached(MilestoneKind.DELIVERED, ref, at, delivered, shipment)
