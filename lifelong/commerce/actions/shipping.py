"""Parcels of an order, and what is reported of them."""

from collections.abc import Sequence
from datetime import datetime

from lifelong.commerce.actions.tracking import claim_strays
from lifelong.commerce.events import ShipmentMoved
from lifelong.commerce.models import Order, Shipment, ShipmentReport, ShipmentState
from lifelong.commerce.news import Reported, ReportNews, ShipmentNews
from lifelong.commerce.parcels import course_of
from lifelong.commerce.tracking import carrier_of, numbers_in
from lifelong.events.log import record


def ship(order: Order, news: ShipmentNews, *, told_at: datetime) -> bool:
    """What the store knows of a parcel of a locked order. Whether anything of it was new."""
    shipment = _parcel(order, news.ref)
    is_new = shipment.learn(updated_at=news.updated_at or told_at, told_at=told_at)
    reports: list[Reported] = list(news.reports)
    if is_new:
        shipment.carrier, shipment.items = news.carrier, news.items
        shipment.carrier_code = carrier_of(news.carrier)
        shipment.tracking_number = news.tracking_number
        shipment.numbers = numbers_in(news.tracking_number)
        shipment.tracking_url = news.tracking_url
        shipment.save()
        reports += claim_strays(shipment)
    return report_all(shipment, reports) or is_new


def report(order: Order, news: ReportNews) -> bool:
    """Where a parcel of a locked order is. It may come before the parcel itself."""
    return report_all(_parcel(order, news.shipment_ref), [news])


def _parcel(order: Order, ref: str) -> Shipment:
    """Made by whoever mentions it first; the order's lock keeps two from doing so.

    A store that moves a parcel to another order is believed.
    """
    found, _made = Shipment.objects.get_or_create(
        connection_id=order.connection_id, ref=ref, defaults={"order": order}
    )
    found.order = order
    return found


def report_all(shipment: Shipment, reports: Sequence[Reported]) -> bool:
    """What is said of a parcel of a locked order. Whether anything of it was new."""
    known = set(shipment.reports.values_list("ref", flat=True))
    fresh = {one.ref: one for one in reports if one.ref not in known}
    if not fresh:
        return False
    ShipmentReport.objects.bulk_create(
        ShipmentReport(
            shipment=shipment,
            ref=one.ref,
            at=one.at,
            state=one.state or "",
            expected_on=one.expected_on,
            cause=one.cause or "",
            sub_status=one.sub_status,
            place=one.place,
            words=one.words,
        )
        for one in fresh.values()
    )
    _follow(shipment)
    return True


def _follow(shipment: Shipment) -> None:
    """Its state follows from all its reports."""
    course, previous = course_of(shipment.reports.all()), ShipmentState(shipment.state)
    shipment.state, shipment.shipped_at = course.state, course.shipped_at
    shipment.expected_on, shipment.delivered_at = course.expected_on, course.delivered_at
    shipment.moved_at, shipment.ready_at = course.moved_at, course.ready_at
    shipment.save()
    if course.state is not previous:
        record(
            ShipmentMoved(
                customer_id=shipment.order.customer_id,
                order_id=shipment.order_id,
                shipment_id=shipment.id,
                state=course.state,
                previous=previous,
            )
        )
