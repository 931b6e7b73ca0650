from datetime import datetime
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.conversations.models import Resolution
from lifelong.events.log import Fact, fact


@fact
class MessageReceived(Fact):
    conversation_id: UUID
    contact_id: UUID | None
    entry_id: UUID
    channel: Channel
    received_at: datetime
    #: the message began a contact
    opened: bool
    #: a machine wrote it: it makes nobody wait and reopens nothing
    automatic: bool


@fact
class ChannelChanged(Fact):
    """A customer whom somebody has asks on another channel than before."""

    conversation_id: UUID
    channel: Channel


@fact
class FilesAwaited(Fact):
    """A message came in whose files the vendor keeps for us."""

    conversation_id: UUID
    entry_id: UUID


@fact
class ContactBegun(Fact):
    """The customer needs something new."""

    conversation_id: UUID
    contact_id: UUID
    channel: Channel
    #: by automatic mail that an admin let in
    automatic: bool


@fact
class ReplySent(Fact):
    conversation_id: UUID
    contact_id: UUID
    entry_id: UUID
    channel: Channel
    agent_id: UUID | None
    send_at: datetime


@fact
class ReplyWithdrawn(Fact):
    conversation_id: UUID
    contact_id: UUID
    entry_id: UUID


@fact
class SendingGaveUp(Fact):
    """An outbound message was refused, came back, or found no way for days."""

    conversation_id: UUID
    contact_id: UUID
    entry_id: UUID


@fact
class SendingRetried(Fact):
    """A message that was given up is to be sent after all."""

    conversation_id: UUID
    entry_id: UUID
    channel: Channel


@fact
class SendingDoubted(Fact):
    """Somebody wants to know whether the other side has a message of which nobody knows."""

    conversation_id: UUID
    entry_id: UUID


@fact
class ContactClosed(Fact):
    conversation_id: UUID
    contact_id: UUID
    topic_id: UUID | None
    resolution: Resolution
    agent_id: UUID | None
    closed_at: datetime


@fact
class ContactReopened(Fact):
    conversation_id: UUID
    contact_id: UUID


@fact
class ContactSetAside(Fact):
    conversation_id: UUID
    contact_id: UUID
    until: datetime


@fact
class ContactWoke(Fact):
    """The time that a contact was set aside for is over."""

    conversation_id: UUID
    contact_id: UUID


@fact
class ConversationMoved(Fact):
    conversation_id: UUID
    inbox_id: UUID


@fact
class OwnerChanged(Fact):
    conversation_id: UUID
    agent_id: UUID | None
    previous_agent_id: UUID | None


@fact
class PromiseMade(Fact):
    conversation_id: UUID
    contact_id: UUID
    promise_id: UUID
    due_at: datetime


@fact
class PromiseDue(Fact):
    conversation_id: UUID
    contact_id: UUID
    promise_id: UUID


@fact
class PeopleJoined(Fact):
    """Two customers are one person. `conversation_id`: the one that leads."""

    conversation_id: UUID
    joined_conversation_id: UUID
    joining_id: UUID
    #: None: both sides had proved it
    agent_id: UUID | None


@fact
class PeopleParted(Fact):
    """They were two people after all."""

    conversation_id: UUID
    parted_conversation_id: UUID
    joining_id: UUID
    agent_id: UUID
