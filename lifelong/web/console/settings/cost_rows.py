"""What work costs, as the page of costs shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.routing.candidates import ANSWERING
from lifelong.routing.costing import summed
from lifelong.routing.models import LicenceCost, Wage
from lifelong.routing.queries import gone, licences_on, wages_on

DAY = timedelta(days=1)


@dataclass(frozen=True)
class CostRow:
    """What a licence costs from a day on; `last_day` None: until further notice."""

    id: UUID
    from_day: date
    last_day: date | None
    monthly: Money
    per_agent: bool
    #: the one that counts today
    now: bool
    #: nothing follows it: it can be given an end
    is_last: bool


@dataclass(frozen=True)
class Licence:
    """Its rows, the newest first. `today`: what it costs a month today for everybody, None when
    nothing."""

    name: str
    today: Money | None
    rows: list[CostRow]


@dataclass(frozen=True)
class HeroCost:
    id: UUID
    name: str
    #: None: no wage was set
    hourly: Money | None
    since: date | None
    #: they answer, and the figures have no price for their hours: as `outcomes.spending` reckons,
    #: no wage, or one in another currency
    lacking: bool


@dataclass(frozen=True)
class Costs:
    licences: list[Licence]
    #: a month, today, by currency
    today: list[Money]
    heroes: list[HeroCost]


def costs(currency: str) -> Costs:
    """All there is, as it stands today. `currency`: of the figures."""
    today = clock.now().date()
    agents = list(Agent.objects.exclude(pk__in=gone()).order_by("name", "id"))
    counting = {one.id for one in licences_on(today)}
    rows = LicenceCost.objects.order_by("name", "-from_day")
    licences = [
        _licence(name, list(some), counting, len(agents))
        for name, some in groupby(rows, key=lambda one: one.name)
    ]
    return Costs(
        licences,
        summed(one.today for one in licences if one.today),
        _hero_costs(agents, today, currency),
    )


def _licence(
    name: str, newest_first: Sequence[LicenceCost], counting: set[UUID], heroes: int
) -> Licence:
    rows, today, before = [], None, None
    for cost in newest_first:
        monthly, now = Money(cost.amount, cost.currency), cost.id in counting
        if now:
            today = Money(cost.amount * heroes, cost.currency) if cost.per_agent else monthly
        ends = min((one for one in (cost.until_day, before) if one), default=None)
        rows.append(
            CostRow(
                id=cost.id,
                from_day=cost.from_day,
                last_day=ends - DAY if ends else None,
                monthly=monthly,
                per_agent=cost.per_agent,
                now=now,
                is_last=before is None,
            )
        )
        before = cost.from_day
    return Licence(name, today, rows)


def _hero_costs(agents: Sequence[Agent], today: date, currency: str) -> list[HeroCost]:
    wages = wages_on(today)
    return [_hero_cost(one, wages.get(one.id), currency) for one in agents]


def _hero_cost(agent: Agent, wage: Wage | None, currency: str) -> HeroCost:
    return HeroCost(
        agent.id,
        agent.name,
        Money(wage.amount, wage.currency) if wage else None,
        wage.from_day if wage else None,
        lacking=agent.has_role(*ANSWERING) and (wage is None or wage.currency != currency),
    )
