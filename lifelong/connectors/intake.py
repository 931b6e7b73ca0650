"""From raw deliveries to entries: claimed in batches, each settled exactly once."""

import time
from uuid import UUID

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import ARRIVALS, claim, is_blocked, settle
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.connectors.registry import READERS
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.incoming import IncomingMessage, SendingReport, Unreadable
from lifelong.lib.transactions import transaction

log = structlog.get_logger()

BATCH = 20
#: how often a delivery is tried that met a lock or a lost connection
TRIES = 5
DATABASE_TROUBLE = (InterfaceError, OperationalError, psycopg.Error)
#: seconds until the next look when nothing wakes the intake
IDLE = 1.0


def run() -> None:
    """Settle deliveries for ever, woken by each arrival. Outlives the database going away."""
    while True:
        try:
            close_old_connections()
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
    for _notice in raw.notifies(timeout=IDLE, stop_after=1):
        pass


def settle_batch(limit: int = BATCH) -> int:
    """Settle up to `limit` deliveries in one transaction; one by one if that fails."""
    claimed: list[UUID] = []
    try:
        with transaction():
            claimed = claim(limit)
            for delivery in Delivery.objects.filter(pk__in=claimed).order_by("received_at"):
                settle_one(delivery)
    except Exception:
        log.info("batch taken apart", size=len(claimed))
        for delivery_id in claimed:
            _settle_alone(delivery_id)
    return len(claimed)


def settle_one(delivery: Delivery) -> None:
    """Read one delivery and take it in."""
    with structlog.contextvars.bound_contextvars(delivery_id=str(delivery.id)):
        try:
            message, arrival = READERS[delivery.channel](delivery)
        except Unreadable as unreadable:
            settle(delivery, DeliveryState.PARKED, reason=str(unreadable))
            return
        if _comes_from_blocked(message) and not delivery.let_in:
            reason = _("Its sender is blocked.")
            settle(delivery, DeliveryState.BLOCKED, reason=reason, endpoint=arrival.endpoint)
            return
        settled = receive(message, arrival=arrival)
        settle(
            delivery,
            settled.state,
            reason=settled.reason,
            endpoint=arrival.endpoint,
            summary=_summary(message) if settled.state == DeliveryState.QUARANTINED else None,
        )


def _comes_from_blocked(message: IncomingMessage | SendingReport) -> bool:
    return isinstance(message, IncomingMessage) and is_blocked(
        message.channel, message.sender.value
    )


def _summary(message: IncomingMessage | SendingReport) -> dict[str, str] | None:
    if isinstance(message, SendingReport):
        return None
    return {
        "sender": message.sender.value,
        "name": message.sender.name,
        "subject": message.subject[:200],
        "excerpt": message.text[:200],
    }


def _settle_alone(delivery_id: UUID) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                still = Delivery.objects.select_for_update(skip_locked=True).filter(
                    pk=delivery_id, state=DeliveryState.UNPROCESSED
                )
                for delivery in still:
                    settle_one(delivery)
            return
        except DATABASE_TROUBLE:
            # a deadlock, or no connection: no fault of this delivery, which stays unread
            time.sleep(0.05 * attempt)
        except Exception as error:
            log.exception("delivery parked", delivery_id=str(delivery_id))
            _park(delivery_id, type(error).__name__)
            return


def _park(delivery_id: UUID, error: str) -> None:
    unread = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNPROCESSED)
    # its body may be what cannot be opened: the key is gone
    if (delivery := unread.defer("body", "envelope", "summary").first()) is not None:
        reason = _("It could not be stored (%(error)s). The log says more.") % {"error": error}
        settle(delivery, DeliveryState.PARKED, reason=reason)
