from datetime import datetime
from uuid import UUID

from lifelong.events.log import Fact, fact
from lifelong.routing.models import AwayReason


@fact
class AgentSignedOn(Fact):
    agent_id: UUID
    shift_id: UUID
    at: datetime


@fact
class AgentSignedOff(Fact):
    agent_id: UUID
    shift_id: UUID
    at: datetime


@fact
class AgentWentAway(Fact):
    agent_id: UUID
    shift_id: UUID
    reason: AwayReason
    at: datetime


@fact
class AgentCameBack(Fact):
    agent_id: UUID
    shift_id: UUID
    at: datetime


@fact
class CustomerMatched(Fact):
    """A match brought a customer to an agent."""

    conversation_id: UUID
    offer_id: UUID
    agent_id: UUID
    waiting_since: datetime
