"""The watch: finds the parcels that something is wrong with and nobody says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from lifelong.channels.models import Brand
from lifelong.commerce.actions.noticing import notice_all
from lifelong.commerce.actions.opening_orders import lock_orders
from lifelong.commerce.models import UNDER_WAY, Pace, ShipmentReport
from lifelong.commerce.patience import (
    ABROAD,
    AT_HOME,
    GIVEN_UP,
    NOON,
    TO_PICK_UP,
    pace_of,
    still_since,
)
from lifelong.commerce.tracking import country_of
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: parcels whose incidents are opened in one transaction
BATCH = 500
#: a carrier's ways of late are compared with those of a season; fewer say nothing
LATELY, USUALLY, FEWEST = timedelta(days=14), timedelta(days=90), 20

#: One look at every order whose parcel is under way: what the watch would say that it has not
#: said yet. What it says is a report with a ref that is the same at every look.
_LOOK = """
SELECT s.id, s.order_id, found.cause, found.ref, found.at
FROM commerce_shipment s
JOIN commerce_order o ON o.id = s.order_id
JOIN channels_connection c ON c.id = s.connection_id
JOIN unnest(%(brands)s::uuid[], %(zones)s::text[], %(countries)s::text[], %(days)s::date[],
            %(noons)s::bool[]) AS b(id, zone, country, today, past_noon) ON b.id = c.brand_id
CROSS JOIN LATERAL (SELECT o.country <> '' AND b.country <> '' AND o.country <> b.country) AS
    way(is_abroad)
JOIN unnest(%(limit_brands)s::uuid[], %(limit_abroad)s::bool[], %(limits)s::timestamptz[])
    AS usual(brand, is_abroad, still_since)
    ON usual.brand = b.id AND usual.is_abroad = way.is_abroad
LEFT JOIN unnest(%(slow_brands)s::uuid[], %(slow_carriers)s::text[], %(slow_abroad)s::bool[],
                 %(slow_limits)s::timestamptz[]) AS slow(brand, carrier, is_abroad, still_since)
    ON slow.brand = b.id AND slow.carrier = s.carrier_code AND slow.is_abroad = way.is_abroad
CROSS JOIN LATERAL (
    SELECT 'overdue', 'watch overdue ' || s.expected_on,
           (s.expected_on + 1)::timestamp AT TIME ZONE b.zone
    WHERE s.expected_on < b.today AND s.state <> 'ready_for_pickup'
    UNION ALL
    SELECT 'at_risk', 'watch at risk ' || s.expected_on,
           (s.expected_on + %(noon)s::time) AT TIME ZONE b.zone
    WHERE s.expected_on = b.today AND b.past_noon
      AND s.state NOT IN ('out_for_delivery', 'attempted', 'ready_for_pickup')
    UNION ALL
    SELECT 'stalled', 'watch stalled ' || extract(epoch FROM s.moved_at)::bigint,
           s.moved_at + interval '1 microsecond'
    WHERE s.moved_at < coalesce(slow.still_since, usual.still_since)
      AND s.state NOT IN ('preparing', 'ready_for_pickup')
    UNION ALL
    SELECT 'not_picked_up', 'watch waiting ' || extract(epoch FROM s.ready_at)::bigint,
           s.ready_at + %(to_pick_up)s
    WHERE s.state = 'ready_for_pickup' AND s.ready_at < %(now)s - %(to_pick_up)s
) AS found(cause, ref, at)
WHERE s.state IN ({under_way}) AND s.moved_at > %(oldest)s
  AND (s.expected_on <= b.today OR s.moved_at < usual.still_since OR s.ready_at IS NOT NULL)
  AND o.cancelled_at IS NULL AND o.deleted_at IS NULL AND NOT o.is_test
  AND (%(only)s::uuid[] IS NULL OR s.id = ANY(%(only)s))
  AND NOT EXISTS (SELECT FROM commerce_shipmentreport r
                  WHERE r.shipment_id = s.id AND r.ref = found.ref)
""".replace("{under_way}", ", ".join(f"'{state.value}'" for state in UNDER_WAY))

_PACES = """
SELECT carrier_code,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY delivered_at - shipped_at)
           FILTER (WHERE delivered_at > %(lately)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY delivered_at - shipped_at)
FROM commerce_shipment
WHERE delivered_at > %(usually)s AND shipped_at < delivered_at AND carrier_code <> ''
GROUP BY carrier_code
HAVING count(*) FILTER (WHERE delivered_at > %(lately)s) >= %(fewest)s
"""


class _Finding(NamedTuple):
    shipment_id: UUID
    order_id: UUID
    cause: str
    ref: str
    #: the moment from which it counts
    at: datetime


def watch() -> int:
    """Look at all once, and open or update what incidents there are. How many reports it made.

    Each batch commits for itself; run twice, or at once, or killed between, it says nothing twice.
    """
    terms, made = _terms(clock.now()), 0
    found = sorted({(one.order_id, one.shipment_id) for one in _look(terms)})
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        with transaction():
            orders = lock_orders({order_id for order_id, _shipment in batch})
            # what was found may be gone by now, or found by another watch
            still = _look(terms | {"only": [shipment_id for _order, shipment_id in batch]})
            made += len(still)
            ShipmentReport.objects.bulk_create(
                ShipmentReport(shipment_id=one.shipment_id, ref=one.ref, at=one.at, cause=one.cause)
                for one in still
            )
            touched = {one.order_id for one in still}
            notice_all([order for order in orders.values() if order.id in touched])
    return made


def _look(terms: dict[str, Any]) -> list[_Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, terms)
        return [_Finding(*row) for row in cursor.fetchall()]


def _terms(now: datetime) -> dict[str, Any]:
    """Everything in the statement that days and clocks decide."""
    brands = list(Brand.objects.order_by("id"))
    local = [now.astimezone(ZoneInfo(one.zone)) for one in brands]
    paces = dict(Pace.objects.filter(factor__gt=1).values_list("carrier", "factor"))
    limits = [(one, is_abroad) for one in brands for is_abroad in (False, True)]
    slow = [(*limit, carrier) for limit in limits for carrier in paces]
    return {
        "now": now,
        "oldest": now - GIVEN_UP,
        "only": None,
        "noon": NOON,
        "to_pick_up": TO_PICK_UP,
        "brands": [one.id for one in brands],
        "zones": [one.zone for one in brands],
        "countries": [country_of(one.zone) for one in brands],
        "days": [one.date() for one in local],
        "noons": [one.time() >= NOON for one in local],
        "limit_brands": [one.id for one, _abroad in limits],
        "limit_abroad": [is_abroad for _one, is_abroad in limits],
        "limits": [_limit(now, one, is_abroad) for one, is_abroad in limits],
        "slow_brands": [one.id for one, _abroad, _carrier in slow],
        "slow_carriers": [carrier for _one, _abroad, carrier in slow],
        "slow_abroad": [is_abroad for _one, is_abroad, _carrier in slow],
        "slow_limits": [
            _limit(now, one, is_abroad, paces[carrier]) for one, is_abroad, carrier in slow
        ],
    }


def _limit(now: datetime, brand: Brand, is_abroad: bool, pace: float = 1.0) -> datetime:
    days = (ABROAD if is_abroad else AT_HOME) * pace
    return still_since(now, zone=brand.zone, days=days)


def measure_paces() -> None:
    """How much slower each carrier is of late than it usually is."""
    now = clock.now()
    said: dict[str, Any] = {"lately": now - LATELY, "usually": now - USUALLY, "fewest": FEWEST}
    with connection.cursor() as cursor:
        cursor.execute(_PACES, said)
        rows = cursor.fetchall()
    with transaction():
        Pace.objects.all().delete()
        Pace.objects.bulk_create(list(_paces(rows, now)))


def _paces(rows: list[Any], now: datetime) -> Iterator[Pace]:
    for carrier, current, usual in rows:
        yield Pace(carrier=carrier, factor=pace_of(current, usual), measured_at=now)
