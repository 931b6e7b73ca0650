"""What tests begin with: a customer's message, taken in, and what came of it.

came = receive_one(incoming("Where is my parcel?", sender="ana@example.com"))
reply(came.contact, text="On its way.", by=agent(), seen_position=None)
"""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import DeliveryState, Endpoint
from lifelong.channels.tests.building import brand, delivery, endpoint, inbox
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.incoming import IncomingMessage, Sender, SendingReport
from lifelong.conversations.models import Contact, Conversation, Entry, Sending, Topic
from lifelong.conversations.settled import Settled
from lifelong.lib import clock, ids

__all__ = [
    "Came", "agent", "arrival", "brand", "delivery", "endpoint", "inbox", "incoming",
    "receive_one", "report", "topic",
]  # fmt: skip

_number = count(1)
_PLAIN = IncomingMessage(
    identity="",
    channel="email",
    sender=Sender(kind="email", value="ana@example.com", name="Ana"),
    recipients=("support@shop.example",),
    copied=(),
    subject="My order",
    text="Where is my parcel?",
    quoted="",
    html=None,
    sent_at=None,
    external_id=None,
    answers=(),
    reply_tokens=(),
    automatic=None,
    suspicion=None,
    files=(),
)


def incoming(
    text: str = "Where is my parcel?",
    *,
    sender: str | Sender = "ana@example.com",
    **fields: Any,
) -> IncomingMessage:
    """A new message: its own identity and Message-ID unless they are given."""
    number = next(_number)
    if isinstance(sender, str):
        sender = Sender(kind="email", value=sender, name=sender.partition("@")[0].title())
    fields.setdefault("identity", f"{number:064x}")
    fields.setdefault("external_id", f"message-{number}@example.com")
    return replace(_PLAIN, text=text, sender=sender, **fields)


def report(about: Entry, outcome: str, *, words: str = "") -> SendingReport:
    """News of a mail of ours: "bounced", "delayed" or "delivered"."""
    sent = Sending.objects.filter(pk=about.pk).first()
    return SendingReport(
        identity=f"{next(_number):064x}",
        external_id=about.message.external_id,
        recipient=sent.recipient if sent else None,
        outcome=outcome,
        words=words,
    )


def arrival(at: Endpoint | None = None, *, when: datetime | None = None, **fields: Any) -> Arrival:
    """How a message reached us: at the first endpoint that there is, now, unless said otherwise."""
    fields.setdefault("delivery_id", ids.new_id())
    return Arrival(
        received_at=when or clock.now(),
        endpoint=at or Endpoint.objects.order_by("id").first() or endpoint(),
        **fields,
    )


@dataclass(frozen=True)
class Came:
    """A message that was stored, with what it became."""

    settled: Settled

    @property
    def entry(self) -> Entry:
        assert self.settled.entry_id is not None
        return Entry.objects.get(pk=self.settled.entry_id)

    @property
    def contact(self) -> Contact:
        found = self.entry.contact
        assert found is not None, "it belongs to no contact"
        return found

    @property
    def conversation(self) -> Conversation:
        return Conversation.objects.get(pk=self.entry.conversation_id)


def receive_one(
    message: IncomingMessage | str = "Where is my parcel?",
    *,
    at: Endpoint | None = None,
    when: datetime | None = None,
    **fields: Any,
) -> Came:
    """Take in one message (a text alone is Ana's) and hand back what came of it."""
    taken = incoming(message) if isinstance(message, str) else message
    settled = receive(taken, arrival=arrival(at, when=when, **fields))
    assert settled.state is DeliveryState.STORED, f"{settled.state}: {settled.reason}"
    return Came(settled)


def topic(name: str = "Where is my order") -> Topic:
    return Topic.objects.get_or_create(name=name)[0]
