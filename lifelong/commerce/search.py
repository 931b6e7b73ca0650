"""Orders and parcels by the number that somebody typed."""

import re
from uuid import UUID

from django.db.models import QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.commerce import queries
from lifelong.commerce.models import NUMBER, Order, Shipment
from lifelong.commerce.tracking import number_of
from lifelong.lib.words import LAST

_BEFORE = re.compile(r"^[^0-9]+")
#: a tracking number has more letters and digits than this
_SHORTEST = 6


def orders_numbered(said: str, *, visible_to: Caller) -> QuerySet[Order]:
    """Orders whose number is or begins so, from its first digit on; the same number first."""
    rows = queries.orders(visible_to=visible_to).prefetch_related(None)
    number = _BEFORE.sub("", said.strip().upper())
    if not number or " " in number:
        return rows.none()
    begin = rows.alias(bare=NUMBER).filter(bare__gte=number, bare__lt=number + LAST)
    return begin.order_by("bare", "-placed_at")


def orders_with_number(said: str, *, brand_id: UUID, visible_to: Caller) -> QuerySet[Order]:
    """Orders of this brand's shops with just this number, from its first digit on."""
    rows = queries.orders(visible_to=visible_to).filter(connection__brand=brand_id, is_test=False)
    number = _BEFORE.sub("", said.strip().upper())
    return rows.alias(bare=NUMBER).filter(bare=number) if number else rows.none()


def parcels_numbered(said: str, *, visible_to: Caller) -> QuerySet[Shipment]:
    """Parcels with this tracking number, however it is written."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    number = number_of(said)
    if len(number) < _SHORTEST:
        return Shipment.objects.none()
    rows = Shipment.objects.filter(
        numbers__contains=[number], order__deleted_at=None, order__placed_at__isnull=False
    )
    return rows.select_related("order__customer").order_by("-order__placed_at", "-id")
