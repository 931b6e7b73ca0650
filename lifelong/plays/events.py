from uuid import UUID

from lifelong.customers.models import Purpose
from lifelong.events.log import Fact, fact
from lifelong.plays.assignment import Arm
from lifelong.plays.waiting import Why


@fact
class CaseBegun(Fact):
    """A customer is one a play is for: written also of who is held out."""

    case_id: UUID
    play_id: UUID
    arm: Arm


@fact
class CaseTurned(Fact):
    """What it is about has turned out to be something else."""

    case_id: UUID
    play_id: UUID
    arm: Arm


@fact
class CustomerTouched(Fact):
    """A play has written to them."""

    case_id: UUID
    play_id: UUID
    entry_id: UUID
    step: int
    purpose: Purpose


@fact
class CaseReplied(Fact):
    """The first answer to what a play has written."""

    case_id: UUID
    play_id: UUID


@fact
class CaseStopped(Fact):
    case_id: UUID
    play_id: UUID
    why: Why


@fact
class PlaySwitched(Fact):
    play_id: UUID
    is_on: bool
    agent_id: UUID | None


@fact
class PlayHalted(Fact):
    """A play refuses to run, although it is on."""

    play_id: UUID


@fact
class PlayResumed(Fact):
    play_id: UUID
