from uuid import UUID

from lifelong.accounts.models import Role, SecondFactor
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
class SessionsEnded(Fact):
    """One of an agent's sessions or several, before their time."""

    agent_id: UUID
    by_id: UUID | None


@fact
class SecondFactorSet(Fact):
    agent_id: UUID
    kind: SecondFactor


@fact
class SecondFactorRemoved(Fact):
    agent_id: UUID
    kind: SecondFactor


@fact
class RecoveryCodesMade(Fact):
    agent_id: UUID


@fact
class SecondFactorTaken(Fact):
    """By an admin, or at the command line, from somebody who lost it."""

    agent_id: UUID
    by_id: UUID | None


@fact
class SecondFactorAsked(Fact):
    """Of everybody, or no more."""

    of_everybody: bool
    by_id: UUID


@fact
class CompanyAccountLinked(Fact):
    """They came by the company's own sign-in for the first time."""

    agent_id: UUID


@fact
class TokenIssued(Fact):
    token_id: UUID
    agent_id: UUID | None
    scopes: tuple[Verb, ...]


@fact
class TokenRevoked(Fact):
    token_id: UUID
    agent_id: UUID | None
