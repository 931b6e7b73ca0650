"""One incoming message into the matter that it belongs to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.actions.attaching import attach
from lifelong.conversations.actions.awaiting import await_files
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import ChannelChanged, ContactBegun, MessageReceived
from lifelong.conversations.incoming import IncomingMessage, Wish
from lifelong.conversations.matter import Course, Place, is_only_thanks, place_for
from lifelong.conversations.models import Contact, Entry, EntryKind, Message
from lifelong.conversations.models.message import CHOSE_TOPIC, NAMED_ORDER
from lifelong.conversations.threading import Thread
from lifelong.customers.actions.consenting import start, stop
from lifelong.customers.consents import stop_of
from lifelong.customers.models import Handle, How
from lifelong.events.log import record


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


def place_message(
    message: IncomingMessage, arrival: Arrival, change: Change, *, handle: Handle, thread: Thread
) -> Entry:
    """Write the message of `handle` into the running change of its conversation."""
    wish = _wish(message, handle)
    place = _choose(message, arrival, change, thread, asks=_asks(message, arrival, change, wish))
    contact = _settle_contact(place, message, arrival, change, handle)
    entry = change.enter(
        EntryKind.MESSAGE_IN,
        contact=contact,
        of=handle.customer_id,
        placed_at=arrival.received_at,
        channel=message.channel,
        handle=handle,
        text=message.text,
    )
    change.new_rows.append(_carried(entry, message, arrival, thread, handle))
    attach(change, entry, message.files)
    await_files(change, entry, message.remote_files)
    if wish is not None:
        _fulfil(wish, change, entry)
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


def _choose(
    message: IncomingMessage, arrival: Arrival, change: Change, thread: Thread, *, asks: bool
) -> Place:
    known = _known(change)
    if thread.too_old and asks:
        # whoever served them then has no claim; an owner by now has it from what is open still
        change.conversation.last_owner = None
        return Place(Course.BEGIN, None, asks)
    return place_for(
        known,
        answered=change.living(thread.contact_id) if thread.contact_id else None,
        asks=asks,
        channel=message.channel,
        now=arrival.received_at,
    )


def _known(change: Change) -> list[Contact]:
    """The open contacts or, where none is open, the last."""
    known = list(change.contacts.values())
    if not known and (last := change.last_contact()):
        known.append(last)
    return known


def _asks(message: IncomingMessage, arrival: Arrival, change: Change, wish: Wish | None) -> bool:
    """Whether it wants something. What an admin has let in does, whoever wrote it."""
    files = message.files or message.remote_files
    thanks = bool(_known(change)) and not files and is_only_thanks(message.text)
    return arrival.let_in or not (message.automatic or thanks or wish)


def _wish(message: IncomingMessage, handle: Handle) -> Wish | None:
    """What the message says about being written to, if that is all that it says."""
    if message.wish is not Wish.YES:
        return message.wish
    return Wish.START if stop_of(handle, message.channel) is not None else None


def _fulfil(wish: Wish, change: Change, entry: Entry) -> None:
    assert entry.handle is not None
    say, what = (stop, "said-stop") if wish is Wish.STOP else (start, "said-start")
    if say(entry.handle, channel=Channel(entry.channel), how=How.KEYWORD):
        change.note_event(what, contact=entry.contact, channel=entry.channel)


def _settle_contact(
    place: Place, message: IncomingMessage, arrival: Arrival, change: Change, handle: Handle
) -> Contact | None:
    """The contact that the message belongs to, brought up to date."""
    if place.course is Course.LEAVE:
        return place.contact
    if place.asks and change.conversation.channel != message.channel:
        _change_channel(change, message.channel)
    if place.course is Course.BEGIN:
        return _begin(message, arrival, change, handle)
    assert place.contact is not None
    contact = change.contact(place.contact.id)
    if place.course is Course.REOPEN:
        reopen(contact, change, at=arrival.received_at)
    elif not place.asks:
        return contact
    due_at, aside = contact.due_at, contact.set_aside_until
    change.waits(contact, since=arrival.received_at, channel=message.channel)
    contact.set_aside_until, contact.set_aside_on = None, ""
    if (contact.due_at, contact.set_aside_until) != (due_at, aside):
        contact.save()
    return contact


def _change_channel(change: Change, channel: str) -> None:
    conversation = change.conversation
    conversation.channel = channel
    record(
        ChannelChanged(
            customer_id=conversation.customer_id,
            conversation_id=conversation.id,
            channel=Channel(channel),
        )
    )


def _begin(message: IncomingMessage, arrival: Arrival, change: Change, handle: Handle) -> Contact:
    contact = change.begin_contact(
        of=handle.customer_id,
        channel=message.channel,
        endpoint=arrival.endpoint,
        subject=message.subject[:300],
        opened_at=arrival.received_at,
    )
    change.waits(contact, since=arrival.received_at)
    record(
        ContactBegun(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            channel=Channel(message.channel),
            automatic=bool(message.automatic),
        )
    )
    return contact


def _carried(
    entry: Entry, message: IncomingMessage, arrival: Arrival, thread: Thread, handle: Handle
) -> Message:
    """What the message carries beyond its words."""
    return Message(
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
        marks=[*thread.marks, *_provenance(message, handle), *_answers_before(message)],
        delivery_id=arrival.delivery_id,
    )


def _provenance(message: IncomingMessage, handle: Handle) -> list[dict[str, str]]:
    """What to know before taking it for its sender's: who once proved a handle may be forged."""
    if message.sender.via:
        return [{"mark": "by-relay", "via": message.sender.via}]
    if handle.is_proved and message.sender.proof is None:
        return [{"mark": "not-proved"}]
    return []


def _answers_before(message: IncomingMessage) -> list[dict[str, str]]:
    """What they answered in a form before it."""
    found = []
    if message.topic_id is not None:
        found.append({"mark": CHOSE_TOPIC, "topic": str(message.topic_id)})
    if message.order_number:
        found.append({"mark": NAMED_ORDER, "order": message.order_number})
    return found
