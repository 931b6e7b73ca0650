"""Parcels whose carriers tell nothing by themselves: which to ask about, and when again."""

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q

from lifelong.commerce.models import UNDER_WAY, Feed, Shipment
from lifelong.commerce.patience import GIVEN_UP
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: a parcel is asked about so often
EVERY = timedelta(hours=4)


def may_be_asked(connection_id: UUID) -> bool:
    """Not while a carrier that failed, or asked for it, is left in peace."""
    return not Feed.objects.filter(pk=connection_id, ask_after__gt=clock.now()).exists()


def to_ask_about(brand_id: UUID, carrier: str, *, limit: int) -> list[tuple[UUID, str]]:
    """Parcels under way and a number of each, those first that were never asked about."""
    now = clock.now()
    due = Q(asked_at=None) | Q(asked_at__lt=now - EVERY)
    rows = Shipment.objects.filter(
        due, carrier_code=carrier, state__in=UNDER_WAY, connection__brand=brand_id
    ).exclude(numbers=[])
    recent = rows.filter(Q(moved_at=None) | Q(moved_at__gt=now - GIVEN_UP))
    found = recent.order_by(F("asked_at").asc(nulls_first=True), "id")[:limit]
    return [(one.id, one.numbers[0]) for one in found.only("id", "numbers")]


def note_asked(shipment_id: UUID) -> None:
    with transaction():
        Shipment.objects.filter(pk=shipment_id).update(asked_at=clock.now())
