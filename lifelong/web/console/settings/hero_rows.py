"""Heroes as the settings show them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Inbox
from lifelong.lib import clock
from lifelong.routing.models import Away, AwayReason, Ended, Shift
from lifelong.routing.queries import forgotten_shifts


@dataclass(frozen=True)
class Duty:
    """Whether somebody is at work: `state` is "on", "away", "forgotten" (not, and they did not
    sign off last time) or ""."""

    state: str
    words: str


@dataclass(frozen=True)
class HeroRow:
    id: UUID
    name: str
    email: str
    roles: list[str]
    #: where they work: inboxes of their own, and teams
    inboxes: list[str]
    teams: list[str]
    capacity: int
    slots: int
    duty: Duty
    #: they can do nothing here (any more)
    off: str


def hero_rows() -> list[HeroRow]:
    """Everybody, those who left at the end."""
    agents = list(Agent.objects.prefetch_related("teams").order_by("-is_active", "name"))
    inboxes, duties = _inboxes(), duties_now()
    return [
        HeroRow(
            id=one.id,
            name=one.name,
            email=one.email,
            roles=role_words(one),
            inboxes=inboxes[one.id],
            teams=sorted(team.name for team in one.teams.all()),
            capacity=one.capacity,
            slots=one.slots,
            duty=duties.get(one.id, OFF),
            off=why_off(one),
        )
        for one in agents
    ]


def role_words(agent: Agent) -> list[str]:
    return [str(Role(role).label) for role in agent.roles]


def why_off(agent: Agent) -> str:
    """Why an agent can do nothing, "" if they can."""
    if not agent.is_active:
        return _("let go")
    return "" if agent.works_on(clock.now().date()) else _("season is over")


OFF = Duty("", "")


def duties_now() -> dict[UUID, Duty]:
    """Who is signed on, who of them is away, and who went without signing off."""
    away = dict(
        Away.objects.filter(until_at=None, shift__signed_off_at=None).values_list(
            "shift__agent_id", "reason"
        )
    )
    on = Shift.objects.filter(signed_off_at=None).values_list("agent_id", flat=True)
    forgot = Duty("forgotten", str(Ended.FORGOTTEN.label))
    went = dict.fromkeys(forgotten_shifts().values_list("agent_id", flat=True), forgot)
    return went | {
        agent_id: Duty("away", str(AwayReason(away[agent_id]).label))
        if agent_id in away
        else Duty("on", _("signed on"))
        for agent_id in on
    }


def _inboxes() -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Inbox.members.through.objects.order_by("inbox__name")
    for agent_id, name in rows.values_list("agent_id", "inbox__name"):
        found[agent_id].append(name)
    return found
