from datetime import datetime
from uuid import UUID

from lifelong.events.log import Fact, fact
from lifelong.plays.rules.models import OffWhy
from lifelong.plays.rules.triggers import On


@fact
class RuleWritten(Fact):
    """A rule says something new; version 1: it is new itself."""

    rule_id: UUID
    version_id: UUID
    number: int
    by_id: UUID | None


@fact
class RuleSwitchedOn(Fact):
    rule_id: UUID
    by_id: UUID | None


@fact
class RuleSwitchedOff(Fact):
    rule_id: UUID
    why: OffWhy
    #: None: itself
    by_id: UUID | None


@fact
class RuleMoved(Fact):
    """It is looked at earlier or later than before."""

    rule_id: UUID
    place: int
    by_id: UUID | None


@fact
class ContactCameDue(Fact):
    """The moment for which a rule waits has come for a contact, and its conditions hold."""

    rule_id: UUID
    on: On
    conversation_id: UUID
    contact_id: UUID
    moment: datetime
