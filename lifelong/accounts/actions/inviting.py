"""A link with which an agent chooses a password: good for a week, and once."""

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused

SALT = "invitation"
GOOD_FOR = timedelta(days=7)


class InvitationOver(Refused):
    code = "invitation-over"
    status = 404


def invitation_for(agent: Agent) -> str:
    """A signed word for a link. It names the password of now, so that a new one ends it."""
    return signing.dumps([str(agent.id), _mark(agent)], salt=SALT)


def invited(invitation: str) -> Agent:
    """Whom an invitation is for. Raises `InvitationOver`."""
    try:
        agent_id, mark = signing.loads(invitation, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise _over() from error
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    if agent is None or mark != _mark(agent):
        raise _over()
    return agent


def accept(invitation: str, *, password: str) -> Agent:
    """Set the password that the invited chose. Raises `InvitationOver` or `WeakPassword`."""
    agent = invited(invitation)
    set_password(agent, password=password, by=agent)
    return agent


def _mark(agent: Agent) -> str:
    return signing.Signer(salt=SALT).signature(agent.password)[:16]


def _over() -> InvitationOver:
    return InvitationOver(_("This invitation is over. Ask an admin for a new one."))
