"""A link with which an agent chooses a password, or a passkey: good for a week, and once."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from lifelong.accounts.actions.hiring import drop_password, set_password
from lifelong.accounts.actions.securing import keep_passkey
from lifelong.accounts.links import AgentLink
from lifelong.accounts.models import Agent
from lifelong.accounts.second_factors import has_second_factor
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

LINK = AgentLink("invitation", good_for=timedelta(days=7))


class InvitationOver(Refused):
    code = "invitation-over"
    status = 404


class PasswordOnly(Refused):
    code = "password-only"


def invitation_for(agent: Agent) -> str:
    """The word for a link."""
    return LINK.word_for(agent)


def invited(invitation: str) -> Agent:
    """Whom an invitation is for. Raises `InvitationOver`."""
    agent = LINK.agent_of(invitation)
    if agent is None:
        raise InvitationOver(_("This invitation is over. Ask an admin for a new one."))
    return agent


def accept(invitation: str, *, password: str) -> Agent:
    """Set the password that the invited chose. Raises `InvitationOver` or `WeakPassword`."""
    agent = invited(invitation)
    set_password(agent, password=password, by=agent)
    return agent


def accept_with_passkey(invitation: str, *, credential: dict[str, Any]) -> list[str]:
    """In place of a password; gives recovery codes as `keep_passkey` does. Raises `InvitationOver`
    or, since a passkey would go round it, for who has a second factor, `PasswordOnly`."""
    agent = invited(invitation)
    if has_second_factor(agent):
        raise PasswordOnly(_("Choose a password. Your second factor is asked for as before."))
    with transaction():
        drop_password(agent)
        return keep_passkey(agent, name="", credential=credential)
