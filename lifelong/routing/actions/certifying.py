"""The retention certificate: who may be brought customers who are about to go."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.routing.events import CertificateGiven, CertificateTaken
from lifelong.routing.models import Certificate


class NotAtWork(Refused):
    """They do not work here any more."""

    code = "not-at-work"


def certify(agent: Agent, *, by: Agent | None) -> None:
    """They hold the certificate from now on. Twice is once."""
    if not agent.works_on(clock.now().date()):
        raise NotAtWork(_("%(name)s does not work here any more.") % {"name": agent.name})
    with transaction():
        # one at a time for each agent
        Agent.objects.select_for_update(no_key=True).get(pk=agent.pk)
        if Certificate.objects.filter(agent=agent, taken_at=None).exists():
            return
        Certificate.objects.create(agent=agent, given_at=clock.now(), given_by=by)
        record(CertificateGiven(agent_id=agent.id, by_id=by.id if by else None))


def take_certificate(agent: Agent, *, by: Agent | None) -> None:
    """They hold it no more; that they did stays known."""
    with transaction():
        held = Certificate.objects.filter(agent=agent, taken_at=None)
        if held.update(taken_at=clock.now(), taken_by=by):
            record(CertificateTaken(agent_id=agent.id, by_id=by.id if by else None))
