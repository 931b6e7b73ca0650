from datetime import datetime
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.conversations.models import Resolution
from lifelong.customers.models import Purpose
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
    """A customer asks on another channel than before."""

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
class CustomerApproached(Fact):
    """We write by ourselves, without having been asked."""

    conversation_id: UUID
    contact_id: UUID
    entry_id: UUID
    channel: Channel
    purpose: Purpose


@fact
class MatterRaised(Fact):
    """Somebody has to look at a matter, although the customer did not write."""

    conversation_id: UUID
    contact_id: UUID


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
class ContactSorted(Fact):
    """It was said what an open matter is about."""

    conversation_id: UUID
    contact_id: UUID
    topic_id: UUID


@fact
class ContactTagged(Fact):
    """A matter bears a tag now."""

    conversation_id: UUID
    contact_id: UUID
    tag_id: UUID


@fact
class ContactUntagged(Fact):
    conversation_id: UUID
    contact_id: UUID
    tag_id: UUID


@fact
class DueSetAnew(Fact):
    """Targets or hours are others than before, and so is until when they shall have an answer."""

    conversation_id: UUID


@fact
class ContactClosed(Fact):
    conversation_id: UUID
    contact_id: UUID
    topic_id: UUID | None
    resolution: Resolution
    agent_id: UUID | None
    closed_at: datetime


@fact
class ContactSplit(Fact):
    """From a message on it is another matter. `contact_id`: the one that it was."""

    conversation_id: UUID
    contact_id: UUID
    new_contact_id: UUID
    entry_id: UUID
    received_at: datetime
    #: that message had opened it again, and now it is closed as it was
    closed_again: bool
    agent_id: UUID


@fact
class ResolutionConfirmed(Fact):
    """Asked whether a matter is settled, the customer said so, or that it is not."""

    conversation_id: UUID
    contact_id: UUID
    settled: bool


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
class UndeliveredRetried(Fact):
    """All that failed until a moment and is still waited for is tried again."""

    until: datetime
    by_id: UUID


@fact
class OwnerChanged(Fact):
    conversation_id: UUID
    agent_id: UUID | None
    previous_agent_id: UUID | None


@fact
class AgentNamed(Fact):
    """A note names a colleague who may read it."""

    conversation_id: UUID
    entry_id: UUID
    agent_id: UUID


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


@fact
class Pinned(Fact):
    """A hero keeps a line or a note in sight of everybody who serves this person."""

    conversation_id: UUID
    pin_id: UUID
    agent_id: UUID


@fact
class Unpinned(Fact):
    conversation_id: UUID
    pin_id: UUID
    agent_id: UUID
