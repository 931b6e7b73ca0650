"""What the made-up shop stands on: brand, inboxes, addresses, people, topics, hours and costs."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from lifelong.accounts.models import Agent, Role, Team
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.conversations.models import Topic
from lifelong.lib.money import Money
from lifelong.routing.actions.pricing import set_licence_cost, set_wage
from lifelong.routing.hours import day_in
from lifelong.routing.models import Away, AwayReason, Ended, Shift
from lifelong.simulation.people import AFTER_SALES, FRONT_DESK, STAFF
from lifelong.simulation.shop import BRAND, DOMAIN, TOPICS, ZONE

#: for everybody at the made-up shop, whose addresses all end in .example
PASSWORD = "lifelong-demo"
#: days at work behind us
DAYS = 14


@dataclass(frozen=True)
class Ground:
    #: support@ and returns@
    support: Endpoint
    returns: Endpoint
    agents: list[Agent]
    topics: dict[str, Topic]

    @property
    def heroes(self) -> list[Agent]:
        return [agent for agent in self.agents if agent.has_role(Role.HERO)]


def lay(today: date) -> Ground:
    """Raises IntegrityError when it has been laid before."""
    brand = Brand.objects.create(
        name=BRAND, zone=ZONE, currency="EUR", languages=["de", "en"], accent="#5b6b2f"
    )
    agents, teams = _hire()
    support = _endpoint(brand, "support", FRONT_DESK, [teams[FRONT_DESK]])
    returns = _endpoint(brand, "returns", AFTER_SALES, [teams[AFTER_SALES]])
    _price(agents, today)
    _work(agents, today)
    return Ground(support, returns, agents, _topics())


def _hire() -> tuple[list[Agent], dict[str, Team]]:
    password = make_password(PASSWORD)
    agents = Agent.objects.bulk_create(
        Agent(
            email=one.email,
            name=one.name,
            roles=[one.role],
            zone=one.zone,
            language=one.language,
            capacity=one.capacity,
            password=password,
        )
        for one in STAFF
    )
    teams = {name: Team.objects.create(name=name) for name in (FRONT_DESK, AFTER_SALES)}
    for name, team in teams.items():
        team.agents.set(
            agent for agent, one in zip(agents, STAFF, strict=True) if name in one.teams
        )
    return agents, teams


def _endpoint(brand: Brand, local: str, inbox_name: str, teams: list[Team]) -> Endpoint:
    inbox = Inbox.objects.create(brand=brand, name=inbox_name)
    inbox.teams.set(teams)
    return Endpoint.objects.create(
        brand=brand,
        inbox=inbox,
        channel=Channel.EMAIL,
        address=f"{local}@{DOMAIN}",
        name=brand.name,
        secrets={"relay": "outbox:"},
    )


def _topics() -> dict[str, Topic]:
    """The topics that contacts get, by name."""
    parents = Topic.objects.bulk_create(Topic(name=name) for name in TOPICS)
    children = Topic.objects.bulk_create(
        Topic(name=name, parent=parent) for parent in parents for name in TOPICS[parent.name]
    )
    return {topic.name: topic for topic in [*parents, *children]}


def _price(agents: list[Agent], today: date) -> None:
    last_year, this_year = date(today.year - 1, 1, 1), date(today.year, 1, 1)
    for agent, one in zip(agents, STAFF, strict=True):
        set_wage(agent, hourly=Money(one.wage - 100, "EUR"), from_day=last_year)
        set_wage(agent, hourly=Money(one.wage, "EUR"), from_day=this_year)
    set_licence_cost("Telephone", monthly=Money(1900, "EUR"), from_day=last_year, per_agent=True)
    set_licence_cost("Server", monthly=Money(4500, "EUR"), from_day=last_year)


def _work(agents: list[Agent], today: date) -> None:
    """Working days behind us, nine to five in each one's own zone, with a meal."""
    shifts, meals = [], []
    for ago in range(1, DAYS + 1):
        day = today - timedelta(days=ago)
        if day.weekday() == 6:
            continue
        for number, agent in enumerate(agents):
            if agent.has_role(Role.ADMIN) or (day.toordinal() + number) % 6 == 0:
                continue
            begin = day_in(agent.zone, day).start + timedelta(hours=9, minutes=7 * number - 10)
            end = begin + timedelta(hours=8, minutes=3 * ago)
            shift = Shift(
                agent=agent,
                signed_on_at=begin,
                signed_off_at=end,
                seen_at=end,
                ended_how=Ended.BY_HERO,
            )
            noon = begin + timedelta(hours=3, minutes=20 * (number % 3))
            shifts.append(shift)
            meals.append(
                Away(
                    shift=shift,
                    reason=AwayReason.MEAL,
                    from_at=noon,
                    until_at=noon + timedelta(minutes=30 + ago),
                )
            )
    Shift.objects.bulk_create(shifts)
    Away.objects.bulk_create(meals)
