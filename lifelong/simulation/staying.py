"""How the made-up shop keeps who wants to go: who may, who is on call, and three deals."""

from collections.abc import Sequence
from datetime import timedelta

from lifelong.accounts.models import Agent, Role
from lifelong.concessions.authority import Kind
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.plays.retention.actions.preparing import add_deal
from lifelong.routing.actions.calling import set_roster
from lifelong.routing.models import Certificate

#: who has learned it
KEEPERS = ("Mia Brandt", "Carla Romano", "Tomasz Zieli\u0144ski")
YEAR = timedelta(days=365)


def prepare(agents: Sequence[Agent]) -> None:
    admin = next(one for one in agents if one.has_role(Role.ADMIN))
    Certificate.objects.bulk_create(
        Certificate(agent=one, given_at=clock.now() - YEAR, given_by=admin)
        for one in agents
        if one.name in KEEPERS
    )
    set_roster([one for one in agents if one.has_role(Role.LEAD)])
    add_deal(name="Ten percent back", kind=Kind.REFUND, percent=10)
    add_deal(name="Ten euros for the next order", kind=Kind.DISCOUNT, money=Money(1000, "EUR"))
    add_deal(name="Forty euros of credit", kind=Kind.CREDIT, money=Money(4000, "EUR"))
