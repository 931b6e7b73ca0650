import dataclasses
from uuid import UUID

from lifelong.concessions.authority import Kind, Reason
from lifelong.events.log import Fact, fact
from lifelong.lib.money import Money


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfConcession(Fact):
    """What all of these are about."""

    concession_id: UUID


@fact
class ConcessionGranted(OfConcession):
    """It is to be carried out in the store."""

    order_id: UUID | None
    kind: Kind
    money: Money
    reason: Reason
    due: bool
    #: None: a play gave it
    agent_id: UUID | None


@fact
class ConcessionDone(OfConcession):
    order_id: UUID | None


@fact
class ConcessionFailed(OfConcession):
    """The store refused it; it counts against nothing any more."""

    order_id: UUID | None


@fact
class ConcessionDoubted(OfConcession):
    """The store may have done it, and does not say."""


@fact
class ConcessionLookedFor(OfConcession):
    """Somebody looked in the shop for what nobody knew of."""

    is_there: bool
    agent_id: UUID


@fact
class ApprovalAsked(OfConcession):
    approval_id: UUID
    level_id: UUID
    agent_id: UUID


@fact
class ApprovalDecided(OfConcession):
    approval_id: UUID
    granted: bool
    agent_id: UUID


@fact
class ApprovalLapsed(OfConcession):
    """Nobody decided in time."""

    approval_id: UUID
