"""One try to hand a queued answer to whoever carries it, whatever the vendor."""

from datetime import datetime
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.connector import Repeat, WayOut
from lifelong.connectors.registry import CONNECTORS
from lifelong.conversations.actions.doubting import lose_sight, still_unknown
from lifelong.conversations.actions.sending import accepted, begin_try, failed_once
from lifelong.conversations.models import Entry
from lifelong.lib.errors import DeliveryFailed, Unwanted

log = structlog.get_logger()


def with_a_way_out() -> list[str]:
    """The connectors that carry messages of ours."""
    return [name for name, connector in CONNECTORS.items() if connector.out is not None]


def send(entry_id: UUID) -> datetime | None:
    """Try once. The moment of the next try, or None when there is nothing more to do.

    Between the other side's yes and our commit lies a crash's window. The try after it does as
    the connector declares: it repeats what is safe, looks up what can be looked up, and says
    of the rest that nobody knows.
    """
    entry = begin_try(entry_id)
    if entry is None:
        return None
    endpoint, way = _way_of(entry)
    if entry.sending.in_doubt and way.repeat is Repeat.UNSAFE:
        lose_sight(entry_id, words=_("The last try broke off."))
        return None
    try:
        external_id = _from_before(entry, endpoint, way) or way.send(entry, endpoint)
    except DeliveryFailed as failed:
        log.info("message not taken", entry_id=str(entry_id), permanent=failed.permanent)
        return _failed(entry_id, failed, way)
    except Exception as error:
        # whatever it was, it must not be tried for ever in silence
        log.exception("message not sent", entry_id=str(entry_id))
        words = _("It could not be made ready (%(error)s).") % {"error": type(error).__name__}
        return _failed(entry_id, DeliveryFailed(words, permanent=False, unsure=True), way)
    return accepted(entry_id, external_id=external_id)


def look_again(entry_id: UUID) -> None:
    """Ask the other side whether it has a message of which nobody knows; nothing is sent."""
    entry = Entry.objects.select_related("sending", "message").get(pk=entry_id)
    endpoint, way = _way_of(entry)
    if way.look_up is None:
        return
    try:
        external_id = way.look_up(entry, endpoint)
    except DeliveryFailed as failed:
        still_unknown(entry_id, words=str(failed))
        return
    if external_id is None:
        still_unknown(entry_id, words=_("The other side does not have it."))
    else:
        accepted(entry_id, external_id=external_id)


def _way_of(entry: Entry) -> tuple[Endpoint, WayOut]:
    endpoint = entry.message.endpoint
    assert endpoint is not None
    way = CONNECTORS[endpoint.connector].out
    assert way is not None
    return endpoint, way


def _from_before(entry: Entry, endpoint: Endpoint, way: WayOut) -> str | None:
    """The vendor's id of it, if an earlier try of which we heard nothing had reached them."""
    if not entry.sending.in_doubt or way.look_up is None:
        return None
    try:
        return way.look_up(entry, endpoint)
    except DeliveryFailed as failed:
        # what cannot be told now may be told later; until then nothing more is sent
        raise DeliveryFailed(
            str(failed), permanent=False, unsure=True, pause=failed.pause
        ) from failed


def _failed(entry_id: UUID, failed: DeliveryFailed, way: WayOut) -> datetime | None:
    if failed.unsure and way.repeat is Repeat.UNSAFE:
        lose_sight(entry_id, words=str(failed))
        return None
    return failed_once(
        entry_id,
        words=str(failed),
        permanent=failed.permanent,
        unsure=failed.unsure and way.repeat is not Repeat.SAFE,
        unwanted=isinstance(failed, Unwanted),
        pause=failed.pause,
    )
