"""Taking in what a customer sent: once, under their own name, into the right matter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, DeliveryState, Endpoint
from lifelong.conversations.actions.changing import Change, changing, lock_in_order
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.actions.reporting import take_report
from lifelong.conversations.events import MessageReceived
from lifelong.conversations.incoming import IncomingFile, IncomingMessage, SendingReport
from lifelong.conversations.matter import Course, Place, is_only_thanks, place_for
from lifelong.conversations.models import Attachment, Contact, Conversation, Entry, EntryKind
from lifelong.conversations.models import Message as MessageRow
from lifelong.conversations.settled import Settled
from lifelong.conversations.threading import Thread, find_thread
from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Handle
from lifelong.events.log import record
from lifelong.files.models import StoredFile
from lifelong.files.storing import store
from lifelong.lib.transactions import transaction


@dataclass(frozen=True)
class Arrival:
    """How a message reached us."""

    delivery_id: UUID
    received_at: datetime
    endpoint: Endpoint
    #: the contact named by a reply address that we signed
    contact_id: UUID | None = None
    #: an admin let it in: suspicion no longer counts
    let_in: bool = False


def receive(message: IncomingMessage | SendingReport, *, arrival: Arrival) -> Settled:
    """Take in one message, or one report about a message of ours, exactly once."""
    with transaction():
        if not _is_first(message.identity, arrival):
            return Settled(DeliveryState.DUPLICATE)
        if isinstance(message, SendingReport):
            return take_report(message, at=arrival.received_at)
        suspicion = None if arrival.let_in else _suspicion(message)
        if suspicion:
            return Settled(DeliveryState.QUARANTINED, suspicion)
        entry = _take_in(message, arrival)
        return Settled(DeliveryState.STORED, entry_id=entry.id)


def _is_first(identity: str, arrival: Arrival) -> bool:
    """Write the message's identity; False if another delivery wrote it before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_identity (key, at, delivery_id) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING delivery_id",
            [identity, arrival.received_at, arrival.delivery_id],
        )
        return bool(cursor.fetchone()[0] == arrival.delivery_id)


def _suspicion(message: IncomingMessage) -> str | None:
    """Why it should wait in quarantine: a sentence without personal data."""
    if message.suspicion:
        return _("Looks like spam or a forgery (%(why)s).") % {"why": message.suspicion}
    known = Handle.objects.filter(kind=message.sender.kind, value=message.sender.value)
    if message.automatic and not known.exists():
        return _("Automatic mail (%(why)s) from somebody who never wrote to us.") % {
            "why": message.automatic
        }
    return None


def _take_in(message: IncomingMessage, arrival: Arrival) -> Entry:
    sender = message.sender
    handle = recognise(
        kind=sender.kind,
        value=sender.value,
        name=sender.name,
        how=sender.via or message.channel,
        proof=sender.proof,
    )
    conversation_id = _conversation_of(handle, arrival.endpoint)
    thread = find_thread(message, arrival.contact_id, asked_by=handle, now=arrival.received_at)
    if thread.anothers is not None:
        lock_in_order(conversation_id, thread.anothers.conversation_id)
    with changing(conversation_id) as change:
        entry = _place(message, arrival, change, handle, thread)
    if thread.anothers is not None:
        _mark_other_side(thread.anothers, conversation_id)
    return entry


def _conversation_of(handle: Handle, endpoint: Endpoint) -> UUID:
    """The customer's one conversation, begun in the endpoint's inbox if there is none."""
    found = Conversation.objects.filter(customer_id=handle.customer_id).values_list("id").first()
    if found:
        return found[0]
    Conversation.objects.bulk_create(
        [Conversation(customer_id=handle.customer_id, inbox_id=endpoint.inbox_id)],
        ignore_conflicts=True,
    )
    return Conversation.objects.values_list("id", flat=True).get(customer_id=handle.customer_id)


def _place(
    message: IncomingMessage, arrival: Arrival, change: Change, handle: Handle, thread: Thread
) -> Entry:
    place = _choose(message, arrival, change, thread)
    contact = _settle_contact(place, message, arrival, change)
    entry = change.enter(
        EntryKind.MESSAGE_IN,
        contact=contact,
        placed_at=arrival.received_at,
        channel=message.channel,
        handle=handle,
        text=message.text,
    )
    _write_message(entry, message, arrival, thread)
    record(
        MessageReceived(
            customer_id=handle.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id if contact else None,
            entry_id=entry.id,
            channel=Channel(message.channel),
            received_at=arrival.received_at,
            opened=place.course is Course.BEGIN,
            automatic=bool(message.automatic) and not arrival.let_in,
        )
    )
    return entry


def _choose(message: IncomingMessage, arrival: Arrival, change: Change, thread: Thread) -> Place:
    known = list(change.contacts.values())
    last = change.conversation.contacts.order_by("-opened_at").first() if not known else None
    if last is not None:
        known.append(last)
    asks = _asks(message, arrival, known=bool(known))
    if thread.too_old and asks:
        return Place(Course.BEGIN, None, asks)
    return place_for(
        known,
        answered=change.contact(thread.contact_id) if thread.contact_id else None,
        asks=asks,
        channel=message.channel,
        now=arrival.received_at,
    )


def _asks(message: IncomingMessage, arrival: Arrival, *, known: bool) -> bool:
    """Whether it wants something. What an admin has let in does, whoever wrote it."""
    thanks = known and not message.files and is_only_thanks(message.text)
    return arrival.let_in or not (message.automatic or thanks)


def _settle_contact(
    place: Place, message: IncomingMessage, arrival: Arrival, change: Change
) -> Contact | None:
    """The contact that the message belongs to, brought up to date."""
    at = arrival.received_at
    if place.course is Course.LEAVE:
        return place.contact
    if place.course is Course.BEGIN:
        contact = Contact(
            conversation=change.conversation,
            customer_id=change.conversation.customer_id,
            channel=message.channel,
            endpoint=arrival.endpoint,
            subject=message.subject[:300],
            opened_at=at,
            waiting_since=at,
        )
        contact.save(force_insert=True)
        change.contacts[contact.id] = contact
        return contact
    assert place.contact is not None
    contact = change.contact(place.contact.id)
    if place.course is Course.REOPEN:
        reopen(contact, change, at=at)
    elif not place.asks:
        return contact
    contact.waiting_since = contact.waiting_since or at
    contact.set_aside_until, contact.set_aside_on = None, ""
    contact.save()
    return contact


def _write_message(
    entry: Entry, message: IncomingMessage, arrival: Arrival, thread: Thread
) -> None:
    MessageRow(
        entry=entry,
        customer_id=entry.customer_id,
        endpoint=arrival.endpoint,
        subject=message.subject[:998],
        html=message.html,
        quoted=message.quoted,
        recipients=list(message.recipients),
        copied=list(message.copied),
        external_id=(message.external_id or "")[:998],
        answers=list(message.answers),
        automatic=message.automatic or "",
        marks=thread.marks,
        delivery_id=arrival.delivery_id,
    ).save(force_insert=True)
    if message.files:
        attach(entry, message.files)


def attach(entry: Entry, files: tuple[IncomingFile, ...]) -> None:
    """Store `files` and hang them on `entry`, in their order."""
    rows = [
        store(
            file.content,
            name=file.name,
            content_type=file.content_type,
            customer_id=entry.customer_id,
        )
        for file in files
    ]
    StoredFile.objects.bulk_create(rows)
    Attachment.objects.bulk_create(
        Attachment(
            entry=entry,
            file=row,
            content_id=(file.content_id or "")[:255],
            inline=file.inline,
            place=place,
        )
        for place, (row, file) in enumerate(zip(rows, files, strict=True))
    )


def _mark_other_side(thread_contact: Contact, stranger_conversation_id: UUID) -> None:
    """Say in the thread that a stranger answered in it, and where their words are."""
    with changing(thread_contact.conversation_id) as change:
        change.note_event(
            "stranger-answered",
            contact=thread_contact,
            conversation=str(stranger_conversation_id),
        )
