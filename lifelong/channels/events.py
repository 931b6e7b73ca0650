from uuid import UUID

from lifelong.channels.models import DeliveryState
from lifelong.events.log import Fact, fact


@fact
class InboxStaffed(Fact):
    """Other people look after an inbox than before."""

    inbox_id: UUID
    by_id: UUID | None


@fact
class EndpointOpened(Fact):
    endpoint_id: UUID
    inbox_id: UUID
    by_id: UUID | None


@fact
class EndpointChanged(Fact):
    endpoint_id: UUID
    inbox_id: UUID
    is_active: bool
    by_id: UUID | None


@fact
class TargetsChanged(Fact):
    """Until when those who wait in an inbox shall have an answer may be another moment now."""

    inbox_id: UUID


@fact
class RoundBegun(Fact):
    """All that was parked, or all that was in quarantine, is read again."""

    round_id: UUID
    of: DeliveryState
    by_id: UUID | None


@fact
class ConnectionMade(Fact):
    connection_id: UUID
    brand_id: UUID
    by_id: UUID | None


@fact
class ConnectionChanged(Fact):
    connection_id: UUID
    is_active: bool
    by_id: UUID | None
