"""Who is at work and has room, who waits for them, paid hours and what they cost."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import POLICY, Verb
from lifelong.channels.models import Inbox
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.routing.costing import Cost, licences_for, wage_for
from lifelong.routing.hours import PaidHours, Stretch, day_in, total
from lifelong.routing.matching import Parts, Room, Waiting, sentence
from lifelong.routing.models import Away, Ended, LicenceCost, Offer, Shift, Wage

_ANSWERING = [role for role, verbs in POLICY.items() if Verb.ANSWER in verbs]


def load_of(agent_id: UUID) -> int:
    """How many customers wait for this agent's answer: what counts against their capacity."""
    return Conversation.objects.filter(owner_id=agent_id, status=Status.OPEN).count()


def gone() -> QuerySet[Agent]:
    """Agents who no longer work here: let go, or their season is over."""
    return Agent.objects.filter(Q(is_active=False) | Q(ends_on__lt=clock.now().date()))


def at_work() -> QuerySet[Shift]:
    """Open shifts of agents who answer customers and are not away."""
    today = clock.now().date()
    return Shift.objects.filter(
        ~Exists(Away.objects.filter(shift=OuterRef("pk"), until_at=None)),
        Q(agent__ends_on=None) | Q(agent__ends_on__gte=today),
        signed_off_at=None,
        agent__is_active=True,
        agent__roles__overlap=_ANSWERING,
    )


def serving(agent_ids: Collection[UUID]) -> set[UUID]:
    """Those of these agents who are at work and hold no more customers than they can."""
    held = (
        Conversation.objects.filter(owner_id=OuterRef("agent_id"), status=Status.OPEN)
        .order_by()
        .values("owner_id")
        .annotate(n=Count("id"))
        .values("n")
    )
    rows = at_work().filter(agent_id__in=agent_ids).annotate(held=Coalesce(Subquery(held), 0))
    return set(rows.filter(held__lte=F("agent__capacity")).values_list("agent_id", flat=True))


#: As SQL, because every arriving message asks it: Django took seven times as long to write
#: the statement as PostgreSQL to answer it. "At work" means the same as in `at_work`.
_ROOMS = """
SELECT shift.agent_id, held.n, agent.capacity, fit.inbox_ids
FROM routing_shift shift
JOIN accounts_agent agent ON agent.id = shift.agent_id
CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM conversations_conversation
    WHERE owner_id = agent.id AND status = 'open'
) held
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT inbox_id) AS inbox_ids FROM (
        SELECT inbox_id FROM channels_inbox_members WHERE agent_id = agent.id
        UNION ALL
        SELECT inbox_id FROM channels_inbox_teams
        JOIN accounts_agent_teams USING (team_id) WHERE agent_id = agent.id
    ) member WHERE %(inbox_ids)s::uuid[] IS NULL OR inbox_id = ANY(%(inbox_ids)s::uuid[])
) fit
WHERE shift.signed_off_at IS NULL
    AND NOT EXISTS (
        SELECT FROM routing_away WHERE shift_id = shift.id AND until_at IS NULL
    )
    AND agent.is_active
    AND (agent.ends_on IS NULL OR agent.ends_on >= %(today)s)
    AND agent.roles && %(answering)s::varchar[]
    AND held.n < agent.capacity
    AND fit.inbox_ids IS NOT NULL
"""


def rooms(inbox_ids: Collection[UUID] | None = None) -> list[Room]:
    """Agents at work who have room, with those of `inbox_ids` (None: all) they are fit for."""
    asked = {
        "inbox_ids": None if inbox_ids is None else list(inbox_ids),
        "today": clock.now().date(),
        "answering": [role.value for role in _ANSWERING],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROOMS, asked)
        return [
            Room(agent_id=agent_id, inbox_ids=frozenset(fit), load=load, capacity=capacity)
            for agent_id, load, capacity, fit in cursor.fetchall()
        ]


def longest_waiting(inbox_ids: Collection[UUID]) -> Waiting | None:
    """Who has waited longest in these inboxes without an owner; by index, however many wait."""
    queue = Conversation.objects.filter(
        inbox=OuterRef("pk"), owner=None, status=Status.NEW
    ).order_by("waiting_since", "id")
    row = (
        Inbox.objects.filter(pk__in=inbox_ids)
        .annotate(
            head=Subquery(queue.values("id")[:1]),
            since=Subquery(queue.values("waiting_since")[:1]),
            last=Subquery(queue.values("last_owner_id")[:1]),
        )
        .exclude(head=None)
        .order_by("since", "head")
        .values_list("head", "id", "since", "last")
        .first()
    )
    if row is None:
        return None
    head, inbox_id, since, last = row
    return Waiting(conversation_id=head, inbox_id=inbox_id, since=since, last_agent_id=last)


def shift_of(agent: Agent) -> Shift | None:
    """The shift that the agent is in."""
    return Shift.objects.filter(agent=agent, signed_off_at=None).first()


def forgotten_shifts() -> QuerySet[Shift]:
    """Of each agent the latest shift, if its end was forgotten and no other has begun."""
    latest = Shift.objects.order_by("agent_id", "-signed_on_at").distinct("agent_id")
    return Shift.objects.filter(pk__in=latest.values("pk"), ended_how=Ended.FORGOTTEN)


def absence_of(agent: Agent) -> Away | None:
    """Why the agent gets no work although signed on."""
    return Away.objects.filter(shift__agent=agent, shift__signed_off_at=None, until_at=None).first()


def why_matched(conversation: Conversation) -> str:
    """One sentence about the match that stands; "" if no match brought the owner here."""
    offer = _standing_offer(conversation)
    return sentence(Parts(**offer.parts), agent_name=offer.agent.name) if offer else ""


def match_of(conversation: Conversation) -> Parts | None:
    """Why the conversation was brought to its owner; None if no match did."""
    offer = _standing_offer(conversation)
    return Parts(**offer.parts) if offer else None


def _standing_offer(conversation: Conversation) -> Offer | None:
    offers = Offer.objects.filter(conversation=conversation, ended_at=None)
    return offers.select_related("agent").first()


def paid_hours(agent: Agent, between: Stretch) -> PaidHours:
    """What is paid within `between`. A shift that goes on counts until now."""
    now = clock.now()
    shifts = Shift.objects.filter(
        Q(signed_off_at=None) | Q(signed_off_at__gt=between.start),
        agent=agent,
        signed_on_at__lt=between.end,
    )
    paid = {
        shift.id: Stretch(shift.signed_on_at, shift.signed_off_at or now).within(between)
        for shift in shifts
    }
    away: dict[str, list[Stretch]] = {}
    for absence in Away.objects.filter(shift_id__in=paid):
        stretch = Stretch(absence.from_at, absence.until_at or now).within(paid[absence.shift_id])
        away.setdefault(absence.reason, []).append(stretch)
    return PaidHours(
        total(paid.values()), {reason: total(some) for reason, some in sorted(away.items())}
    )


def cost_of(agent: Agent, day: date) -> Cost:
    """What the agent cost on a day of their own zone: paid hours by the wage then in force,
    and a day's share of what licences cost for each agent."""
    wage = Wage.objects.filter(agent=agent, from_day__lte=day).order_by("-from_day").first()
    hours = paid_hours(agent, day_in(agent.zone, day))
    return Cost(
        wage=wage_for(hours.total, hourly=Money(wage.amount, wage.currency)) if wage else None,
        licences=licences_for(day, monthly=_monthly(day, per_agent=True)),
    )


def shared_cost(day: date) -> list[Money]:
    """A day's share of the licences that are paid once for everybody, by currency."""
    return licences_for(day, monthly=_monthly(day, per_agent=False))


def _monthly(day: date, *, per_agent: bool) -> list[Money]:
    """The row in force of each licence: the latest of its name, unless that has ended."""
    latest = (
        LicenceCost.objects.filter(from_day__lte=day).order_by("name", "-from_day").distinct("name")
    )
    return [
        Money(row.amount, row.currency)
        for row in latest
        if row.per_agent == per_agent and (row.until_day is None or row.until_day > day)
    ]
