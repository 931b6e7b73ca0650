from uuid import UUID

from lifelong.accounts.models import Role
from lifelong.accounts.policy import Verb
from lifelong.events.log import Fact, fact


@fact
class AgentHired(Fact):
    agent_id: UUID
    roles: tuple[Role, ...]
    by_id: UUID | None


@fact
class RolesChanged(Fact):
    agent_id: UUID
    roles: tuple[Role, ...]
    by_id: UUID | None


@fact
class TeamsChanged(Fact):
    agent_id: UUID
    team_ids: tuple[UUID, ...]
    by_id: UUID | None


@fact
class AgentDeactivated(Fact):
    agent_id: UUID
    by_id: UUID | None


@fact
class AgentReactivated(Fact):
    agent_id: UUID
    by_id: UUID | None


@fact
class PasswordSet(Fact):
    agent_id: UUID
    by_id: UUID | None


@fact
class TermsChanged(Fact):
    """Address, capacity, slots or last day."""

    agent_id: UUID
    by_id: UUID | None


@fact
class TokenIssued(Fact):
    token_id: UUID
    agent_id: UUID | None
    scopes: tuple[Verb, ...]


@fact
class TokenRevoked(Fact):
    token_id: UUID
    agent_id: UUID | None
