from uuid import UUID

from lifelong.concessions.authority import Kind, Reason
from lifelong.events.log import Fact, fact
from lifelong.lib.money import Money


@fact
class ConcessionGranted(Fact):
    """It is to be carried out in the store."""

    concession_id: UUID
    order_id: UUID | None
    kind: Kind
    money: Money
    reason: Reason
    due: bool
    agent_id: UUID


@fact
class ConcessionDone(Fact):
    concession_id: UUID
    order_id: UUID | None


@fact
class ConcessionFailed(Fact):
    """The store refused it; it counts against nothing any more."""

    concession_id: UUID
    order_id: UUID | None


@fact
class ConcessionDoubted(Fact):
    """The store may have done it, and does not say."""

    concession_id: UUID


@fact
class ApprovalAsked(Fact):
    concession_id: UUID
    approval_id: UUID
    level_id: UUID
    agent_id: UUID


@fact
class ApprovalDecided(Fact):
    concession_id: UUID
    approval_id: UUID
    granted: bool
    agent_id: UUID


@fact
class ApprovalLapsed(Fact):
    """Nobody decided in time."""

    concession_id: UUID
    approval_id: UUID
