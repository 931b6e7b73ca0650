from uuid import UUID

from lifelong.commerce.models import Cause
from lifelong.events.log import Fact, fact


@fact
class MassIncidentFound(Fact):
    """Many parcels of one carrier have the same trouble."""

    mass_id: UUID
    play_id: UUID
    cause: Cause


@fact
class MassIncidentDecided(Fact):
    mass_id: UUID
    approved: bool
    agent_id: UUID


@fact
class MassIncidentOver(Fact):
    mass_id: UUID


@fact
class TemplatesChanged(Fact):
    """Outreach says something else of a cause from now on."""

    play_id: UUID
    cause: Cause
    agent_id: UUID
