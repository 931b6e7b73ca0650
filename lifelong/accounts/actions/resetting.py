"""A link for whoever forgot their password: good for an hour, and once."""

from datetime import timedelta

from django.utils.translation import gettext as _

from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.links import AgentLink
from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused

LINK = AgentLink("reset", good_for=timedelta(hours=1))


class ResetOver(Refused):
    code = "reset-over"
    status = 404


def reset_for(agent: Agent) -> str:
    """The word for a link, which goes to their own mailbox and nowhere else."""
    return LINK.word_for(agent)


def forgetful(reset: str) -> Agent:
    """Whom a reset is for. Raises `ResetOver`."""
    agent = LINK.agent_of(reset)
    if agent is None:
        raise ResetOver(
            _("This link is over: it is good for an hour, and once. Ask for a new one.")
        )
    return agent


def reset_password(reset: str, *, password: str) -> Agent:
    """Their new password; every session ends. Raises `ResetOver` or `WeakPassword`."""
    agent = forgetful(reset)
    set_password(agent, password=password, by=agent)
    return agent
