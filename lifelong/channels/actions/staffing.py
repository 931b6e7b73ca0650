"""Who looks after which inbox. What they see changes at once, so their streams end."""

from collections.abc import Iterable
from uuid import UUID

from lifelong.accounts.models import Agent, Team
from lifelong.channels.events import InboxStaffed
from lifelong.channels.models import Inbox
from lifelong.events.log import record
from lifelong.lib.transactions import transaction
from lifelong.live import end_streams


def staff(
    inbox: Inbox, *, members: Iterable[Agent], teams: Iterable[Team], by: Agent | None
) -> None:
    """These and nobody else look after `inbox`: agents by themselves, and whole teams."""
    with transaction():
        before = _staff_of(inbox)
        inbox.members.set(members)
        inbox.teams.set(teams)
        _tell(inbox, by, changed=before ^ _staff_of(inbox))


def set_inboxes(agent: Agent, *, inboxes: Iterable[Inbox], by: Agent | None) -> None:
    """The inboxes that an agent looks after by themselves; those of their teams stay."""
    wanted = {inbox.id: inbox for inbox in inboxes}
    with transaction():
        held = {inbox.id: inbox for inbox in Inbox.objects.filter(members=agent)}
        for inbox_id in sorted(wanted.keys() ^ held.keys()):
            if inbox_id in wanted:
                wanted[inbox_id].members.add(agent)
            else:
                held[inbox_id].members.remove(agent)
            _tell(wanted.get(inbox_id) or held[inbox_id], by, changed={agent.id})


def _staff_of(inbox: Inbox) -> set[UUID]:
    direct = inbox.members.values_list("id", flat=True)
    by_team = Agent.objects.filter(teams__in=inbox.teams.all()).values_list("id", flat=True)
    return {*direct, *by_team}


def _tell(inbox: Inbox, by: Agent | None, *, changed: set[UUID]) -> None:
    if changed:
        record(InboxStaffed(inbox_id=inbox.id, by_id=by.id if by else None))
    for agent_id in changed:
        end_streams(agent_id)
