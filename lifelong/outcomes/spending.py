"""What paid time and licences cost, by day, as facts: `routing.queries.cost_of` for many days and
agents, with the tables read once. A licence for each agent costs on the days on which they were
with us, which the log of hiring says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q

from lifelong.accounts.models import Agent
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.outcomes.facts import CostFact
from lifelong.routing.costing import licences_for, wage_for
from lifelong.routing.hours import Stretch, day_in, total
from lifelong.routing.models import LicenceCost, Shift, Wage

DAY = timedelta(days=1)
EVER, FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_COMES, _LEAVES = ("AgentHired", "AgentReactivated"), "AgentDeactivated"


@dataclass(frozen=True)
class Books:
    """What the costs of some days follow from. Wages and licences with the latest first."""

    agents: Sequence[Agent]
    #: when each was with us
    employed: dict[UUID, list[Stretch]]
    shifts: dict[UUID, list[Stretch]]
    wages: dict[UUID, list[Wage]]
    licences: dict[str, list[LicenceCost]]
    currency: str


def costs(first: date, until: date, *, currency: str) -> Iterator[CostFact]:
    """Of the days from `first` on, before `until`. A wage in another currency is no amount here,
    so its hours count as unpriced."""
    books = _books(first, until, currency)
    for number in range((until - first).days):
        day = first + number * DAY
        for agent in books.agents:
            yield from _of_agent(books, agent, day)
        yield from _licences(books, day, None)


def earliest() -> date | None:
    """The first day that cost anything."""
    shift = Shift.objects.aggregate(at=Min("signed_on_at"))["at"]
    licence = LicenceCost.objects.aggregate(day=Min("from_day"))["day"]
    days = [shift.date() - DAY if shift else None, licence]
    return min((one for one in days if one), default=None)


def _books(first: date, until: date, currency: str) -> Books:
    since, before = day_in("UTC", first - DAY).start, day_in("UTC", until + DAY).start
    shifts: dict[UUID, list[Stretch]] = {}
    rows = Shift.objects.filter(
        Q(signed_off_at=None) | Q(signed_off_at__gt=since), signed_on_at__lt=before
    )
    for row in rows:
        stretch = Stretch(row.signed_on_at, row.signed_off_at or clock.now())
        shifts.setdefault(row.agent_id, []).append(stretch)
    wages: dict[UUID, list[Wage]] = {}
    for wage in Wage.objects.order_by("-from_day"):
        wages.setdefault(wage.agent_id, []).append(wage)
    licences: dict[str, list[LicenceCost]] = {}
    for licence in LicenceCost.objects.order_by("-from_day"):
        licences.setdefault(licence.name, []).append(licence)
    agents = list(Agent.objects.order_by("pk"))
    return Books(agents, _employed(agents), shifts, wages, licences, currency)


def _employed(agents: Sequence[Agent]) -> dict[UUID, list[Stretch]]:
    """From hiring to leaving, as the log says. Who came before there was a log has always been
    here, unless they are gone."""
    told: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(name__in=(*_COMES, _LEAVES)).order_by("at", "id"):
        told.setdefault(UUID(event.data["agent_id"]), []).append(event)
    return {one.id: list(_stretches(one, told.get(one.id, []))) for one in agents}


def _stretches(agent: Agent, told: Sequence[Event]) -> Iterator[Stretch]:
    came = EVER if told or agent.is_active else None
    if told and told[0].name in _COMES:
        came = None
    for event in told:
        if event.name in _COMES:
            came = came or event.at
        elif came:
            yield Stretch(came, event.at)
            came = None
    if came:
        yield Stretch(came, FOREVER)


def _works_on(books: Books, agent: Agent, day: date) -> bool:
    if agent.ends_on is not None and day > agent.ends_on:
        return False
    there = day_in(agent.zone, day)
    stretches = books.employed[agent.id]
    return any(one.start < there.end and one.end > there.start for one in stretches)


def _of_agent(books: Books, agent: Agent, day: date) -> Iterator[CostFact]:
    there = day_in(agent.zone, day)
    paid = total(one.within(there) for one in books.shifts.get(agent.id, []))
    if paid:
        wage = next((one for one in books.wages.get(agent.id, []) if one.from_day <= day), None)
        known = wage is not None and wage.currency == books.currency
        yield CostFact(
            day=day,
            kind="wage",
            agent_id=agent.id,
            paid_seconds=int(paid.total_seconds()),
            amount=wage_for(paid, hourly=Money(wage.amount, wage.currency)).amount
            if wage and known
            else None,
        )
    if _works_on(books, agent, day):
        yield from _licences(books, day, agent)


def _licences(books: Books, day: date, agent: Agent | None) -> Iterator[CostFact]:
    """A day's share of those for each agent, or of those for all."""
    monthly = []
    for rows in books.licences.values():
        row = next((one for one in rows if one.from_day <= day), None)
        if row and row.per_agent == bool(agent) and (row.until_day is None or row.until_day > day):
            monthly.append(Money(row.amount, row.currency))
    for one in licences_for(day, monthly=monthly):
        if one.currency == books.currency and one.amount:
            yield CostFact(
                day=day,
                kind="licence",
                agent_id=agent.id if agent else None,
                paid_seconds=0,
                amount=one.amount,
            )
