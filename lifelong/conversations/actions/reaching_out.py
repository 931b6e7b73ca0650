"""Writing to a customer who has not asked: about an order of theirs, or a matter that is closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.events import CustomerApproached
from lifelong.conversations.models import (
    BegunBy,
    Contact,
    Entry,
    EntryKind,
    Message,
    Resolution,
    Sending,
    Topic,
)
from lifelong.customers.models import Handle, Purpose
from lifelong.events.log import record

#: by this word such a message counts as written by a machine
BY_ITSELF = "by-itself"


#: what could not leave for so long is news no more
KEEPS = timedelta(days=1)


@dataclass(frozen=True)
class SendingHours:
    """In which part of a day it may leave, however often it is tried: minutes after midnight."""

    zone: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Approach:
    """What we want to say, to whom, and by which way."""

    handle: Handle
    endpoint: Endpoint
    purpose: Purpose
    #: of a mail, unless it goes on with a matter that has one
    subject: str
    text: str
    #: the matter that it is about; None: it begins one, which is settled unless they answer
    contact: Contact | None = None
    topic: Topic | None = None
    #: the ids of the mails that it goes on with, the nearest first
    answers: Sequence[str] = ()
    hours: SendingHours | None = None
    #: the ids of why it is said
    details: dict[str, str] = field(default_factory=dict)


def reach_out(change: Change, approach: Approach) -> Entry:
    """Write it into the running change of its customer's conversation and queue it.

    It answers nothing, stops no clock, and makes nobody wait. An answer to it joins the matter.
    """
    contact = approach.contact or _begin(change, approach)
    entry = change.enter(
        EntryKind.MESSAGE_OUT,
        contact=contact,
        of=approach.handle.customer_id,
        channel=approach.endpoint.channel,
        handle=approach.handle,
        text=approach.text.strip(),
        details=approach.details,
    )
    change.new_rows += [
        _carried(entry, approach),
        Sending(
            entry=entry,
            customer_id=entry.customer_id,
            endpoint=approach.endpoint,
            recipient=approach.handle.value,
            queued_at=change.now,
            send_at=change.now,
            next_try_at=change.now,
            hours=_as_json(approach.hours),
            expires_at=change.now + KEEPS,
        ),
    ]
    record(
        CustomerApproached(
            customer_id=entry.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            entry_id=entry.id,
            channel=Channel(entry.channel),
            purpose=approach.purpose,
        )
    )
    return entry


def _as_json(hours: SendingHours | None) -> dict[str, str | int] | None:
    return {"zone": hours.zone, "from": hours.start, "to": hours.end} if hours else None


def _begin(change: Change, approach: Approach) -> Contact:
    return change.begin_contact(
        of=approach.handle.customer_id,
        channel=approach.endpoint.channel,
        endpoint=approach.endpoint,
        topic=approach.topic,
        subject=approach.subject[:300],
        opened_at=change.now,
        begun_by=BegunBy.US,
        closed_at=change.now,
        resolution=Resolution.NO_REPLY_NEEDED,
    )


def _carried(entry: Entry, approach: Approach) -> Message:
    endpoint = approach.endpoint
    is_mail = endpoint.channel == Channel.EMAIL
    return Message(
        entry=entry,
        customer_id=entry.customer_id,
        endpoint=endpoint,
        subject=approach.subject[:998] if is_mail else "",
        # every try of a mail goes under this name; other vendors name what they take themselves
        external_id=f"{entry.id.hex}@{endpoint.address.rpartition('@')[2]}" if is_mail else "",
        answers=list(approach.answers) if approach.contact else [],
        automatic=BY_ITSELF,
        purpose=approach.purpose,
    )
