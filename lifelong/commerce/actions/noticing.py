"""Incidents of parcels: what the reports show that was not written down yet."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import models

from lifelong.commerce.events import IncidentOpened, IncidentResolved, IncidentUpdated
from lifelong.commerce.incidents import Trouble, troubles_of
from lifelong.commerce.models import Cause, Family, Incident, Order, Shipment
from lifelong.events.log import record
from lifelong.lib import clock

_WRITTEN = [
    "cause", "noticed", "evidence", "expected_on", "began_at", "ended_at", "updated_at",
    "resolved_at",
]  # fmt: skip


def notice_all(orders: Collection[Order]) -> None:
    """Open, update and resolve the incidents of these locked orders, and record it as facts."""
    models.prefetch_related_objects(list(orders), "shipments__reports", "shipments__incidents")
    now = clock.now()
    made: list[Incident] = []
    changed: list[Incident] = []
    for order in orders:
        for shipment in order.shipments.all():
            for incident, trouble in _matched(order, shipment):
                if incident._state.adding:
                    made.append(_open(incident, trouble, now=now))
                elif _follow(incident, trouble, now=now):
                    changed.append(incident)
    # what ends comes first: of a family one is open at a time
    Incident.objects.bulk_update(changed, _WRITTEN, batch_size=500)
    Incident.objects.bulk_create(made)


def _matched(order: Order, shipment: Shipment) -> Iterator[tuple[Incident, Trouble | None]]:
    """Each trouble with its incident, known by what showed it; None: nothing shows it any more.

    Where a late report parts one trouble in two, the later one goes on as what it was.
    """
    free = list(shipment.incidents.all())
    for trouble in reversed(troubles_of(shipment.reports.all())):
        known = [one for one in free if one.family == trouble.family]
        found = next((one for one in known if not {*one.evidence}.isdisjoint(trouble.refs)), None)
        if found is not None:
            free.remove(found)
        yield (
            found
            or Incident(
                order=order,
                shipment=shipment,
                family=trouble.family,
                carrier=shipment.carrier_code,
            ),
            trouble,
        )
    yield from ((one, None) for one in free)


def _write(incident: Incident, trouble: Trouble) -> None:
    incident.cause, incident.noticed = trouble.cause, trouble.noticed
    incident.evidence, incident.expected_on = trouble.refs, trouble.expected_on
    incident.began_at, incident.ended_at = trouble.began_at, trouble.ended_at


def _open(incident: Incident, trouble: Trouble | None, *, now: datetime) -> Incident:
    assert trouble is not None
    _write(incident, trouble)
    incident.opened_at = incident.updated_at = now
    record(
        IncidentOpened(
            customer_id=incident.order.customer_id,
            order_id=incident.order_id,
            shipment_id=incident.shipment_id,
            incident_id=incident.id,
            family=Family(incident.family),
            cause=Cause(incident.cause),
            noticed=trouble.noticed,
            began_at=trouble.began_at,
            expected_on=trouble.expected_on,
        )
    )
    _settle(incident, now=now)
    return incident


def _follow(incident: Incident, trouble: Trouble | None, *, now: datetime) -> bool:
    """Whether anything of it is new."""
    if trouble is None:
        if incident.resolved_at is not None:
            return False
        incident.ended_at = now
    else:
        before = _told(incident)
        known = (*before, incident.evidence, incident.ended_at)
        _write(incident, trouble)
        if known == (*_told(incident), incident.evidence, incident.ended_at):
            return False
        if before != _told(incident) and incident.resolved_at is None:
            record(
                IncidentUpdated(
                    customer_id=incident.order.customer_id,
                    order_id=incident.order_id,
                    shipment_id=incident.shipment_id,
                    incident_id=incident.id,
                    family=Family(incident.family),
                    cause=Cause(incident.cause),
                    expected_on=incident.expected_on,
                )
            )
    incident.updated_at = now
    _settle(incident, now=now)
    return True


def _told(incident: Incident) -> tuple[object, ...]:
    """What whoever waits for the parcel would want to hear anew."""
    return str(incident.cause), incident.expected_on


def _settle(incident: Incident, *, now: datetime) -> None:
    if incident.ended_at is None:
        incident.resolved_at = None
    elif incident.resolved_at is None:
        incident.resolved_at = now
        record(
            IncidentResolved(
                customer_id=incident.order.customer_id,
                order_id=incident.order_id,
                shipment_id=incident.shipment_id,
                incident_id=incident.id,
                family=Family(incident.family),
                cause=Cause(incident.cause),
                ended_at=incident.ended_at,
            )
        )
