from datetime import datetime
from uuid import UUID

from lifelong.events.log import Fact, fact
from lifelong.routing.models import AwayReason, OfferState


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


@fact
class CustomerOffered(Fact):
    """Who waits live rings on an agent's screen."""

    conversation_id: UUID
    offer_id: UUID
    agent_id: UUID
    waiting_since: datetime
    rings_until: datetime


@fact
class OfferEnded(Fact):
    """A ring came to nothing: declined, missed or withdrawn."""

    conversation_id: UUID
    offer_id: UUID
    agent_id: UUID
    how: OfferState


@fact
class ScreenReturned(Fact):
    """An agent at work whose screen had been lost is to be reached live again."""

    agent_id: UUID
    shift_id: UUID
    at: datetime


@fact
class CertificateGiven(Fact):
    agent_id: UUID
    by_id: UUID | None


@fact
class CertificateTaken(Fact):
    agent_id: UUID
    by_id: UUID | None


@fact
class ApproverCalled(Fact):
    """Nobody at work may give what keeps this customer: somebody on call was told."""

    conversation_id: UUID
    offer_id: UUID
    #: who has the customer
    agent_id: UUID
    approver_id: UUID
    until: datetime


@fact
class CallAnswered(Fact):
    conversation_id: UUID
    offer_id: UUID
    approver_id: UUID
