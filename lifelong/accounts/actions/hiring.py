"""Who works here and what they may: every change counts from the next request, and ends streams."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.actions.ending import end_sessions
from lifelong.accounts.events import (
    AgentDeactivated,
    AgentHired,
    AgentReactivated,
    PasswordSet,
    RolesChanged,
    TeamsChanged,
)
from lifelong.accounts.models import Agent, Role, Team
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live import end_streams


class AddressTaken(Refused):
    code = "address-taken"


class LastAdmin(Refused):
    code = "last-admin"


class WeakPassword(Refused):
    code = "weak-password"
    status = 422


def hire(
    *, email: str, name: str, roles: Iterable[Role], by: Agent | None, teams: Iterable[Team] = ()
) -> Agent:
    """A new agent without a password: `inviting.invitation_for` lets them choose one."""
    address = email.strip().lower()
    agent = Agent(email=address, name=name.strip(), roles=_sorted(roles))
    agent.set_unusable_password()
    with transaction():
        if Agent.objects.filter(email__iexact=address).exists():
            raise AddressTaken(_("Somebody here already has this address."))
        agent.save(force_insert=True)
        agent.teams.set(teams)
        record(AgentHired(agent_id=agent.id, roles=tuple(_sorted(roles)), by_id=_id(by)))
    return agent


def change_roles(agent: Agent, *, roles: Iterable[Role], by: Agent | None) -> None:
    with _changing_rights(agent) as row:
        row.roles = agent.roles = _sorted(roles)
        row.save(update_fields=["roles"])
        record(RolesChanged(agent_id=agent.id, roles=tuple(_sorted(row.roles)), by_id=_id(by)))


def change_teams(agent: Agent, *, teams: Iterable[Team], by: Agent | None) -> None:
    with _changing_rights(agent) as row:
        chosen = list(teams)
        row.teams.set(chosen)
        team_ids = tuple(team.id for team in chosen)
        record(TeamsChanged(agent_id=agent.id, team_ids=team_ids, by_id=_id(by)))


def deactivate(agent: Agent, *, by: Agent | None) -> None:
    """They can no longer sign in, and what is open on their screens ends."""
    with _changing_rights(agent) as row:
        row.is_active = agent.is_active = False
        row.save(update_fields=["is_active"])
        record(AgentDeactivated(agent_id=agent.id, by_id=_id(by)))
        end_sessions(agent, by=by)


def reactivate(agent: Agent, *, by: Agent | None) -> None:
    with _changing_rights(agent) as row:
        row.is_active = agent.is_active = True
        row.save(update_fields=["is_active"])
        record(AgentReactivated(agent_id=agent.id, by_id=_id(by)))


def set_password(agent: Agent, *, password: str, by: Agent | None, keep: str = "") -> None:
    """Sessions end with the old one, apart from the one whose key is `keep`."""
    try:
        validate_password(password, agent)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
    with _changing_rights(agent) as row:
        row.set_password(password)
        agent.password = row.password
        row.save(update_fields=["password"])
        record(PasswordSet(agent_id=agent.id, by_id=_id(by)))
        end_sessions(agent, but=keep, by=by)


def drop_password(agent: Agent) -> None:
    """They sign in by passkey alone. Links that named the password are over."""
    with _changing_rights(agent) as row:
        row.set_unusable_password()
        agent.password = row.password
        row.save(update_fields=["password"])
        end_sessions(agent, by=agent)


@contextmanager
def _changing_rights(agent: Agent) -> Iterator[Agent]:
    """The agent's locked row. Afterwards there is still an admin, if there was one before."""
    with transaction():
        # all admins' rows, in one order: two of them cannot dismiss each other at once
        admins = _active_admins().select_for_update(of=("self",)).order_by("id")
        had_one = bool(len(admins))
        yield Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
        if had_one and not _active_admins().exists():
            raise LastAdmin(_("This is the last admin. Make somebody else one first."))
        end_streams(agent.id)


def _active_admins() -> QuerySet[Agent]:
    return Agent.objects.filter(is_active=True, roles__contains=[Role.ADMIN])


def _sorted(roles: Iterable[Role | str]) -> list[Role]:
    return sorted({Role(role) for role in roles})


def _id(by: Agent | None) -> UUID | None:
    return by.id if by else None
