"""One try to carry out in the store what was granted, whatever the vendor."""

from datetime import datetime
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from lifelong.concessions.actions.carrying_out import (
    ASKED_ABOUT,
    begin_try,
    carried_out,
    failed_once,
    found_undone,
)
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession
from lifelong.connectors.connector import WayToGive
from lifelong.connectors.registry import CONNECTORS
from lifelong.lib import clock
from lifelong.lib.errors import DeliveryFailed

log = structlog.get_logger()


def carry_out(concession_id: UUID) -> datetime | None:
    """Try once. The moment of the next try, or None when there is nothing more to do.

    After a try of which nothing was heard, the store is asked first whether it has done it.
    """
    concession = begin_try(concession_id)
    if concession is None:
        return None
    try:
        way = _way_of(concession)
        ref = _from_before(concession, way) or way.hand_over(concession)
    except DeliveryFailed as failed:
        log.info("concession not taken", concession_id=str(concession_id), unsure=failed.unsure)
        return _failed(concession_id, failed)
    except Exception as error:
        # whatever it was, it must not be tried for ever in silence
        log.exception("concession not carried out", concession_id=str(concession_id))
        words = _("It could not be made ready (%(error)s).") % {"error": type(error).__name__}
        return _failed(concession_id, DeliveryFailed(words, permanent=False, unsure=True))
    carried_out(concession_id, ref=ref)
    return None


def look_again(concession_id: UUID) -> None:
    """Ask the store whether it has done what nobody knows of; nothing is handed over."""
    concession = Concession.objects.select_related("connection", "order").get(pk=concession_id)
    look_up = _way_of(concession).look_up
    if look_up is None:
        return
    try:
        ref = look_up(concession)
    except DeliveryFailed:
        log.info("concession still unknown", concession_id=str(concession_id))
        return
    if ref is None:
        found_undone(concession_id, words=_("The store has not done it."))
    else:
        carried_out(concession_id, ref=ref)


def can_be_asked(concession: Concession) -> bool:
    """Whether the store is still asked what became of it, where nobody knows."""
    way = CONNECTORS[concession.connection.connector].gives.get(Kind(concession.kind))
    since, granted_at = clock.now() - ASKED_ABOUT, concession.granted_at
    return way is not None and way.look_up is not None and bool(granted_at and granted_at > since)


def _way_of(concession: Concession) -> WayToGive:
    way = CONNECTORS[concession.connection.connector].gives.get(Kind(concession.kind))
    if way is None:
        words = _("Lifelong cannot do this in the store yet (%(kind)s).")
        raise DeliveryFailed(words % {"kind": Kind(concession.kind).label}, permanent=True)
    return way


def _from_before(concession: Concession, way: WayToGive) -> str | None:
    if not concession.in_doubt:
        return None
    if way.look_up is None:
        words = _("The shop may have done it, and cannot be asked: look there first.")
        raise DeliveryFailed(words, permanent=True, unsure=True)
    try:
        return way.look_up(concession)
    except DeliveryFailed as failed:
        # what cannot be told now may be told later; until then nothing more is handed over
        raise DeliveryFailed(
            str(failed), permanent=False, unsure=True, pause=failed.pause
        ) from failed


def _failed(concession_id: UUID, failed: DeliveryFailed) -> datetime | None:
    return failed_once(
        concession_id,
        words=str(failed),
        permanent=failed.permanent,
        unsure=failed.unsure,
        pause=failed.pause,
    )
