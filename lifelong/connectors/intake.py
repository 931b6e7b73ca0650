"""From raw deliveries to entries: claimed in batches, each settled exactly once."""

import time
from collections.abc import Sequence
from uuid import UUID

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import Outcome, claim, settle, settle_all
from lifelong.channels.doorbell import ARRIVALS
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.connectors.registry import CONNECTORS
from lifelong.conversations.incoming import Unreadable
from lifelong.lib.transactions import transaction

log = structlog.get_logger()

BATCH = 20
#: of a batch's bodies together, so that a few huge mails do not fill the memory
BATCH_BYTES = 20 * 1024 * 1024
#: how often a delivery is tried that met a lock or a lost connection
TRIES = 5
#: and so many such rounds before it is parked
ROUNDS = 8
DATABASE_TROUBLE = (InterfaceError, OperationalError, psycopg.Error)
#: seconds until the next look when nothing wakes the intake
IDLE = 1.0
#: seconds that a first arrival waits for company. Less has a mail settled sooner and has this
#: process and the worker do more: of 20, 10 and 5 ms the words were on screen soonest with 10
LINGER = 0.01


def run() -> None:
    """Settle deliveries for ever, woken by each arrival. Outlives the database going away."""
    careful = True
    while True:
        try:
            if careful:
                begin_carefully()
                careful = False
            if not settle_batch():
                _wait_for_arrival()
        except DATABASE_TROUBLE:
            log.warning("intake lost the database")
            connection.close()
            time.sleep(IDLE)


def _wait_for_arrival() -> None:
    """Return on the next arrival, or after IDLE seconds."""
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[object, ...]] = connection.connection
    raw.execute(f"LISTEN {ARRIVALS}")
    # all that was rung meanwhile is heard at once, hundreds after a busy second
    if list(raw.notifies(timeout=IDLE, stop_after=1)):
        # the next ones are often close behind, and two cost little more than one
        time.sleep(LINGER)


def begin_carefully() -> None:
    """Settle one by one what an intake before us may have died of, each try noted beforehand.

    What ends the intake again and again is parked instead of being read for ever.
    """
    unread = Delivery.objects.filter(state=DeliveryState.UNPROCESSED).order_by("received_at")
    for delivery_id, tries in list(unread.values_list("id", "tries")[:BATCH]):
        if tries >= ROUNDS:
            _park(delivery_id, _("the intake ended while reading it"))
            continue
        unread.filter(pk=delivery_id).update(tries=F("tries") + 1)
        _settle_alone(delivery_id)


def settle_batch(limit: int = BATCH) -> int:
    """Settle up to `limit` deliveries in one transaction; one by one if that fails."""
    claimed: list[UUID] = []
    try:
        with transaction():
            claimed = claim(limit, most_bytes=BATCH_BYTES)
            _settle(claimed)
    except Exception:
        log.info("batch taken apart", size=len(claimed))
        for delivery_id in claimed:
            _settle_alone(delivery_id)
    return len(claimed)


def _settle(claimed: Sequence[UUID]) -> None:
    """Read these deliveries and take them in, each by its connector."""
    read: dict[str, list[object]] = {}
    outcomes: list[Outcome] = []
    rows = Delivery.objects.select_related("endpoint", "connection__brand")
    for delivery in rows.filter(pk__in=claimed).order_by("received_at"):
        with structlog.contextvars.bound_contextvars(delivery_id=str(delivery.id)):
            try:
                one = CONNECTORS[delivery.connector].read(delivery)
                read.setdefault(delivery.connector, []).append(one)
            except Unreadable as unreadable:
                outcomes.append(Outcome(delivery.id, DeliveryState.PARKED, str(unreadable)))
    for name, some in read.items():
        outcomes += CONNECTORS[name].take(some)
    settle_all(outcomes)


def _settle_alone(delivery_id: UUID) -> None:
    """Parked where it fails twice in the same way."""
    refusal = ""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                still = Delivery.objects.select_for_update(skip_locked=True).filter(
                    pk=delivery_id, state=DeliveryState.UNPROCESSED
                )
                _settle(list(still.values_list("id", flat=True)))
            return
        except DATABASE_TROUBLE as trouble:
            # a deadlock, or no connection: no fault of this delivery, which stays unread
            refusal = type(trouble).__name__
            time.sleep(0.05 * attempt)
        except Exception as error:
            # once may be a database that went away in the middle, whatever that led to
            if refusal == type(error).__name__:
                log.exception("delivery parked", delivery_id=str(delivery_id))
                _park(delivery_id, refusal)
                return
            refusal = type(error).__name__
    _give_way(delivery_id, refusal)


def _give_way(delivery_id: UUID, refusal: str) -> None:
    """Count a round in which the database took everything but this; after ROUNDS it is parked,
    so that it cannot stand before the others for ever. Raises when there is no database."""
    unread = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNPROCESSED)
    unread.update(tries=F("tries") + 1)
    if unread.filter(tries__gte=ROUNDS).exists():
        _park(delivery_id, refusal)


def _park(delivery_id: UUID, error: str) -> None:
    unread = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNPROCESSED)
    # its body may be what cannot be opened: the key is gone
    if (delivery := unread.defer("body", "envelope", "summary").first()) is not None:
        reason = _("It could not be stored (%(error)s). The log says more.") % {"error": error}
        settle(delivery, DeliveryState.PARKED, reason=reason)
