"""An answer as a mail, handed to the relay of its endpoint."""

from email.message import EmailMessage
from zoneinfo import ZoneInfo

from lifelong.channels.models import Endpoint
from lifelong.connectors.email import reply_address
from lifelong.connectors.email.composing import OutgoingFile, Quote, compose
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.reading import signing_keys
from lifelong.connectors.email.relay import hand_over
from lifelong.conversations.models import Entry, EntryKind
from lifelong.customers.models import Purpose
from lifelong.files.storing import open_file
from lifelong.lib.html import formatted, readable
from lifelong.plays.taps import Tap, link


def send_mail(entry: Entry, endpoint: Endpoint) -> str:
    """Safe to repeat: every try carries the same Message-ID, so that the copies count as one."""
    hand_over(
        written(entry, endpoint),
        relay=secrets_of(endpoint).relay,
        sender=_return_path(entry, endpoint),
        recipient=entry.sending.recipient,
    )
    return ""


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
        text=readable(entry.text),
        html=formatted(entry.text),
        in_reply_to=next(iter(message.answers), None),
        references=message.answers[::-1],
        quote=_quote(entry, ZoneInfo(endpoint.brand.zone)),
        files=_files(entry),
        automatic=bool(message.automatic),
        stop_url="" if message.purpose == Purpose.ANSWERS else link(Tap.STOP, entry.id),
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
