from datetime import datetime
from uuid import UUID

from lifelong.events.log import Fact, fact
from lifelong.triage.risk import Risk


@fact
class MessageTriaged(Fact):
    """Recorded for every message, also when the reading failed: routing waits for it."""

    conversation_id: UUID
    contact_id: UUID | None
    entry_id: UUID
    received_at: datetime
    automatic: bool
    failed: bool
    #: what was found in this message
    risks: tuple[Risk, ...] = ()


@fact
class TagJudged(Fact):
    """Somebody said that a risk is there, or is not. Without an agent: a rule."""

    conversation_id: UUID
    contact_id: UUID
    risk: Risk
    holds: bool
    agent_id: UUID | None
