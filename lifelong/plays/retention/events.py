from uuid import UUID

from lifelong.events.log import Fact, fact
from lifelong.lib.money import Money
from lifelong.plays.retention.models import Outcome


@fact
class DealProposed(Fact):
    proposal_id: UUID
    deal_id: UUID
    contact_id: UUID
    order_id: UUID | None
    money: Money
    agent_id: UUID


@fact
class DealAccepted(Fact):
    proposal_id: UUID
    concession_id: UUID
    agent_id: UUID


@fact
class DealDeclined(Fact):
    proposal_id: UUID
    agent_id: UUID


@fact
class DealSettled(Fact):
    """Its days are over: it kept the customer, or not."""

    proposal_id: UUID
    outcome: Outcome
