"""What the made-up shop stands on: brand, inboxes, addresses, people, topics, hours and costs."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from lifelong.accounts.models import Agent, Role, Team
from lifelong.channels.actions.branding import save_brand
from lifelong.channels.models import Brand, Channel, Connection, Endpoint, Inbox
from lifelong.connectors.chat.endpoints import ChatSettings
from lifelong.connectors.email.endpoints import MailSettings
from lifelong.connectors.twilio.endpoints import TextSettings
from lifelong.connectors.twilio.outbox import KEPT_HERE
from lifelong.conversations.models import Topic
from lifelong.lib.money import Money
from lifelong.plays.models import Play
from lifelong.routing.actions.pricing import set_licence_cost, set_wage
from lifelong.routing.hours import day_in
from lifelong.routing.models import Away, AwayReason, Ended, Shift
from lifelong.simulation.outreach_texts import switch_on
from lifelong.simulation.people import AFTER_SALES, FRONT_DESK, STAFF
from lifelong.simulation.pictures import berries
from lifelong.simulation.reply_texts import write_reply_texts
from lifelong.simulation.shop import BRAND, DOMAIN, HOP, NUMBER, TOPICS, WIDGET, ZONE

#: for everybody at the made-up shop, whose addresses all end in .example
PASSWORD = "lifelong-demo"
#: days at work behind us
DAYS = 14
#: after sales is there on weekdays; the front desk always, by turns
OFFICE_WEEK = [[["08:00", "18:00"]]] * 5 + [[], []]
#: as if Twilio had given it to us
ACCOUNT = "AC" + "0" * 31 + "1"
GREETING = "Hello from the garden shed. What can we do for you?"


@dataclass(frozen=True)
class Ground:
    #: support@ and returns@, the widget and the number for texts
    support: Endpoint
    returns: Endpoint
    chat: Endpoint
    number: Endpoint
    shop: Connection
    #: who answers there, by inbox
    heroes_of: dict[UUID, list[Agent]]
    topics: dict[str, Topic]
    outreach: Play


def lay(today: date) -> Ground:
    """Raises `AlreadyThere` when it has been laid before."""
    brand = save_brand(
        Brand(languages=["de", "en"]),
        name=BRAND,
        zone=ZONE,
        currency="EUR",
        accent="#5b6b2f",
        logo=berries(),
    )
    agents, teams = _hire()
    desk = _inbox(brand, FRONT_DESK, teams)
    after_sales = _inbox(brand, AFTER_SALES, teams, hours={"week": OFFICE_WEEK})
    topics = _topics()
    write_reply_texts(brand, topics)
    _price(agents, today)
    _work(agents, today)
    return Ground(
        support=_mailbox(desk, "support"),
        returns=_mailbox(after_sales, "returns"),
        chat=_endpoint(
            desk,
            Channel.CHAT,
            "chat",
            WIDGET,
            settings=ChatSettings(greeting=GREETING).model_dump(mode="json"),
            secret={"identity": [{"secret": secrets.token_hex(32)}]},
        ),
        number=_endpoint(
            desk,
            Channel.SMS,
            "twilio",
            NUMBER,
            settings=TextSettings(account=ACCOUNT, api=KEPT_HERE).model_dump(),
            secret={"token": secrets.token_hex(16)},
        ),
        shop=Connection.objects.create(
            brand=brand,
            connector="shopify",
            name=f"{BRAND} shop",
            settings={"domain": f"shop.{DOMAIN}"},
            secrets={"secret": secrets.token_hex(16)},
        ),
        heroes_of={
            desk.id: _heroes(agents, FRONT_DESK),
            after_sales.id: _heroes(agents, AFTER_SALES),
        },
        topics=topics,
        outreach=switch_on(brand),
    )


def _heroes(agents: list[Agent], team: str) -> list[Agent]:
    pairs = zip(agents, STAFF, strict=True)
    return [agent for agent, one in pairs if team in one.teams and one.role is Role.HERO]


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


def _inbox(
    brand: Brand, name: str, teams: dict[str, Team], *, hours: dict[str, object] | None = None
) -> Inbox:
    inbox = Inbox.objects.create(brand=brand, name=name, hours=hours or {})
    inbox.teams.set([teams[name]])
    return inbox


def _mailbox(inbox: Inbox, local: str) -> Endpoint:
    return _endpoint(
        inbox,
        Channel.EMAIL,
        "email",
        f"{local}@{DOMAIN}",
        settings=MailSettings(authserv_ids=[HOP]).model_dump(),
        secret={"relay": "outbox:"},
    )


def _endpoint(
    inbox: Inbox,
    channel: Channel,
    connector: str,
    address: str,
    *,
    settings: dict[str, object] | None = None,
    secret: dict[str, object] | None = None,
) -> Endpoint:
    return Endpoint.objects.create(
        brand=inbox.brand,
        inbox=inbox,
        channel=channel,
        connector=connector,
        address=address,
        name=inbox.brand.name,
        settings=settings or {},
        secrets=secret,
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
    """Working days behind us, eight hours in each one's own zone, with a meal."""
    shifts, meals = [], []
    for ago in range(1, DAYS + 1):
        day = today - timedelta(days=ago)
        if day.weekday() == 6:
            continue
        for number, agent in enumerate(agents):
            if agent.has_role(Role.ADMIN) or (day.toordinal() + number) % 6 == 0:
                continue
            since = timedelta(hours=STAFF[number].begins, minutes=7 * number - 40)
            begin = day_in(agent.zone, day).start + since
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
