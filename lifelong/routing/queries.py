"""Who is at work, what they hold and why, their paid hours and what those cost."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lifelong.accounts.models import Agent
from lifelong.channels.models import LIVE, Kind
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.lib.statements import Statement, slot
from lifelong.routing.candidates import ANSWERING
from lifelong.routing.costing import Cost, licences_for, wage_for
from lifelong.routing.hours import PaidHours, Stretch, day_in, total
from lifelong.routing.models import (
    Away,
    Call,
    Certificate,
    Ended,
    LicenceCost,
    Offer,
    OfferState,
    OnCall,
    Shift,
    Wage,
)
from lifelong.routing.saying import sentence
from lifelong.routing.scoring import Parts


def load_of(agent_id: UUID, kind: Kind = Kind.WORKLIST) -> int:
    """What counts against an agent's capacity of one kind. By mail: who waits for their answer.
    Live: that too, with whom words went to and fro a moment ago, and who rings."""
    held = Conversation.objects.filter(owner_id=agent_id)
    waiting = held.filter(status=Status.OPEN)
    if kind is Kind.WORKLIST:
        return waiting.exclude(channel__in=LIVE).count()
    speaking = held.filter(status=Status.PENDING, live_until__gt=clock.now())
    return waiting.filter(channel__in=LIVE).count() + speaking.count() + ringing(agent_id).count()


def ringing(agent_id: UUID) -> QuerySet[Offer]:
    """The offers on this agent's screen, the first that came first."""
    return Offer.objects.filter(agent_id=agent_id, state=OfferState.RINGING).order_by("at", "id")


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
        agent__roles__overlap=ANSWERING,
    )


def serving(agent_ids: Collection[UUID]) -> set[UUID]:
    """Those of these agents who are at work and hold no more customers by mail than they can."""
    held = (
        Conversation.objects.filter(owner_id=OuterRef("agent_id"), status=Status.OPEN)
        .exclude(channel__in=LIVE)
        .order_by()
        .values("owner_id")
        .annotate(n=Count("id"))
        .values("n")
    )
    rows = at_work().filter(agent_id__in=agent_ids).annotate(held=Coalesce(Subquery(held), 0))
    return set(rows.filter(held__lte=F("agent__capacity")).values_list("agent_id", flat=True))


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
    offer = standing_offer(conversation)
    return sentence(parts_in(offer), agent_name=offer.agent.name) if offer else ""


def match_of(conversation: Conversation) -> Parts | None:
    """Why the conversation was brought to its owner; None if no match did."""
    offer = standing_offer(conversation)
    return parts_in(offer) if offer else None


def parts_in(offer: Offer) -> Parts:
    """Why the match was made."""
    return Parts(**offer.parts)


def is_certified(agent: Agent) -> bool:
    """Whether they hold the retention certificate."""
    return Certificate.objects.filter(agent=agent, taken_at=None).exists()


def certificates_of(agent: Agent) -> QuerySet[Certificate]:
    """All that they ever held, the latest first."""
    rows = Certificate.objects.filter(agent=agent).select_related("given_by", "taken_by")
    return rows.order_by("-given_at")


def roster() -> list[Agent]:
    """Who is on call, in the order in which they are called."""
    return [one.agent for one in OnCall.objects.select_related("agent").order_by("turn")]


def calls_to(agent: Agent) -> QuerySet[Call]:
    """What this agent is called for and has not answered, the oldest first."""
    rows = Call.objects.filter(approver=agent, ended_at=None)
    return rows.select_related("offer__agent", "offer__conversation__customer").order_by(
        "called_at"
    )


def standing_offer(conversation: Conversation) -> Offer | None:
    """The offer that brought them to who has them; None if no match did."""
    return _STANDING.first(conversation=conversation.id)


_STANDING = Statement(
    lambda: (
        Offer.objects.filter(
            conversation=slot("conversation"),
            ended_at=None,
            state__in=[OfferState.GIVEN, OfferState.ACCEPTED],
        )
        .select_related("agent")
        .order_by("id")
    )
)


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


def licences_on(day: date) -> list[LicenceCost]:
    """The row in force of each licence: the latest of its name, unless that has ended."""
    latest = (
        LicenceCost.objects.filter(from_day__lte=day).order_by("name", "-from_day").distinct("name")
    )
    return [row for row in latest if row.until_day is None or row.until_day > day]


def wages_on(day: date) -> dict[UUID, Wage]:
    """The wage in force of each agent who has one."""
    latest = Wage.objects.filter(from_day__lte=day).order_by("agent", "-from_day").distinct("agent")
    return {row.agent_id: row for row in latest}


def _monthly(day: date, *, per_agent: bool) -> list[Money]:
    return [
        Money(row.amount, row.currency) for row in licences_on(day) if row.per_agent == per_agent
    ]
