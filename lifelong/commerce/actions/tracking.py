"""Reports about a tracking number: whose parcel it is, and what to keep until that is known."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Q

from lifelong.commerce.models import Cause, Order, Shipment, ShipmentState, StrayReport
from lifelong.commerce.news import Reported, TrackingNews
from lifelong.commerce.tracking import may_be_one
from lifelong.lib import clock

#: a brand's id and a number
Number = tuple[UUID, str]


def lock_numbers(numbers: Collection[Number]) -> None:
    """Until the transaction ends nobody else tells of these: so no report is kept as a stray
    while its parcel is being written. Comes before any order is locked."""
    if not numbers:
        return
    named = sorted(f"{brand_id} {number}" for brand_id, number in numbers)
    with connection.cursor() as cursor:
        # one at a time in one order, so that two batches cannot lock each other
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM"
            " (SELECT DISTINCT hashtextextended(name, 7) AS key FROM unnest(%s::text[]) AS name"
            "  ORDER BY key) AS keys",
            [named],
        )


def parcels_of(told: Mapping[Number, str]) -> dict[Number, list[Shipment]]:
    """The parcels under these numbers, `told` with a carrier each, "" for any.

    Several where two orders went into one box.
    """
    found: dict[Number, list[Shipment]] = {key: [] for key in told}
    wanted = Q()
    for brand_id in {brand_id for brand_id, _number in told}:
        numbers = [number for one, number in told if one == brand_id]
        wanted |= Q(connection__brand=brand_id, numbers__overlap=numbers)
    if not wanted:
        return found
    rows = Shipment.objects.filter(wanted).select_related("connection", "order")
    for shipment in rows.order_by("id"):
        for number in shipment.numbers:
            key = (shipment.connection.brand_id, number)
            if key in told and may_be_one(told[key], shipment.carrier_code):
                found[key].append(shipment)
    return found


def orders_of(parcels: Mapping[Number, Collection[Shipment]]) -> set[tuple[str, str]]:
    """The keys under which `open_orders` locks theirs."""
    orders: set[Order] = {one.order for some in parcels.values() for one in some}
    return {(str(one.connection_id), one.ref) for one in orders}


def keep_strays(brand_id: UUID, news: TrackingNews) -> bool:
    """Until a store tells of the parcel. Whether any of it was new."""
    if not news.reports:
        return False
    before = StrayReport.objects.filter(brand=brand_id, number=news.number).count()
    StrayReport.objects.bulk_create(
        (
            StrayReport(
                brand_id=brand_id,
                number=news.number,
                carrier=news.carrier,
                kept_at=clock.now(),
                ref=one.ref,
                at=one.at,
                state=one.state or "",
                expected_on=one.expected_on,
                cause=one.cause or "",
                sub_status=one.sub_status,
                place=one.place,
                words=one.words,
            )
            for one in news.reports
        ),
        ignore_conflicts=True,
    )
    return StrayReport.objects.filter(brand=brand_id, number=news.number).count() > before


def claim_strays(shipment: Shipment) -> list[Reported]:
    """What was said of this parcel before we knew it; from now on it is the parcel's."""
    if not shipment.numbers:
        return []
    kept = StrayReport.objects.filter(
        brand=shipment.connection.brand_id, number__in=shipment.numbers
    )
    theirs = [one for one in kept if may_be_one(one.carrier, shipment.carrier_code)]
    if theirs:
        StrayReport.objects.filter(pk__in=[one.pk for one in theirs]).delete()
    return [_said(one) for one in theirs]


def _said(one: StrayReport) -> Reported:
    return Reported(
        ref=one.ref,
        at=one.at,
        state=ShipmentState(one.state) if one.state else None,
        expected_on=one.expected_on,
        cause=Cause(one.cause) if one.cause else None,
        sub_status=one.sub_status,
        place=one.place,
        words=one.words,
    )
