"""One try to send a queued answer by mail."""

from datetime import datetime
from email.message import EmailMessage
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.email import reply_address
from lifelong.connectors.email.composing import OutgoingFile, Quote, compose
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.reading import signing_keys
from lifelong.connectors.email.relay import hand_over
from lifelong.conversations.actions.sending import accepted, begin_try, failed_once
from lifelong.conversations.models import Entry, EntryKind
from lifelong.files.storing import open_file
from lifelong.lib.errors import DeliveryFailed

log = structlog.get_logger()


def send(entry_id: UUID) -> datetime | None:
    """Try once. The moment of the next try, or None when there is nothing more to do.

    Between the relay's yes and our commit lies a crash's window; the next try then carries
    the same Message-ID, so that the copies count as one.
    """
    entry = begin_try(entry_id)
    if entry is None:
        return None
    endpoint = entry.message.endpoint
    assert endpoint is not None
    try:
        hand_over(
            written(entry, endpoint),
            relay=secrets_of(endpoint).relay,
            sender=_return_path(entry, endpoint),
            recipient=entry.sending.recipient,
        )
    except DeliveryFailed as failed:
        log.info("mail not taken", entry_id=str(entry_id), permanent=failed.permanent)
        return failed_once(entry_id, words=str(failed), permanent=failed.permanent)
    except Exception as error:
        # whatever it was, it must not be tried for ever in silence
        log.exception("mail not sent", entry_id=str(entry_id))
        words = _("It could not be made ready (%(error)s).") % {"error": type(error).__name__}
        return failed_once(entry_id, words=words, permanent=False)
    accepted(entry_id)
    return None


def written(entry: Entry, endpoint: Endpoint) -> EmailMessage:
    """The mail as it goes out: the same on every try."""
    message = entry.message
    return compose(
        message_id=message.external_id,
        sent_at=entry.placed_at,
        sender=(_from_name(entry, endpoint), endpoint.address),
        reply_to=_return_path(entry, endpoint),
        to=(entry.sending.recipient,),
        subject=message.subject,
        text=entry.text,
        in_reply_to=next(iter(message.answers), None),
        references=message.answers[::-1],
        quote=_quote(entry, ZoneInfo(endpoint.brand.zone)),
        files=_files(entry),
        automatic=bool(message.automatic),
    )


def _from_name(entry: Entry, endpoint: Endpoint) -> str:
    first_name = entry.agent.name.partition(" ")[0] if entry.agent else ""
    return f"{first_name} ({endpoint.name})" if first_name else endpoint.name


def _return_path(entry: Entry, endpoint: Endpoint) -> str:
    """Answers and bounces come back under the contact's own signed address."""
    assert entry.contact_id is not None
    return reply_address.make(endpoint.address, entry.contact_id, signing_keys()[0])


def _files(entry: Entry) -> list[OutgoingFile]:
    rows = entry.attachments.select_related("file").order_by("place")
    return [
        OutgoingFile(
            name=row.file.name,
            content_type=row.file.content_type,
            content=open_file(row.file),
            content_id=row.content_id or None,
        )
        for row in rows
    ]


def _quote(entry: Entry, zone: ZoneInfo) -> Quote | None:
    """The customer's last words before this answer, to stand below it."""
    assert entry.contact_id is not None
    last = (
        Entry.objects.filter(
            contact_id=entry.contact_id,
            kind=EntryKind.MESSAGE_IN,
            position__lt=entry.position,
            redacted_at=None,
        )
        .select_related("handle__customer")
        .order_by("-position")
        .first()
    )
    if last is None or last.handle is None:
        return None
    writer = last.handle.customer.name or last.handle.value
    return Quote(writer=writer, written_at=last.placed_at.astimezone(zone), text=last.text)
