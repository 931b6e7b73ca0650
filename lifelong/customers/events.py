from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.customers.models import Purpose
from lifelong.events.log import Fact, fact


@fact
class HandleContested(Fact):
    """A customer says that a handle is theirs which another one holds."""

    other_id: UUID


@fact
class ShownToBeOne(Fact):
    """Both of these customers have proved the same handle."""

    other_id: UUID


@fact
class ConsentGiven(Fact):
    """The holder of a handle may be written to on this channel, for this purpose."""

    handle_id: UUID
    channel: Channel
    purpose: Purpose


@fact
class ConsentWithdrawn(Fact):
    """The holder of a handle wants no more messages on this channel for this purpose."""

    handle_id: UUID
    channel: Channel
    purpose: Purpose
