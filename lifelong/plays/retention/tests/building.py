"""A shop whose retention is a play, and somebody who writes to it, for tests."""

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.concessions.tests.building import level
from lifelong.conversations.models import Conversation
from lifelong.events.models import Event
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.tests.building import play
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.tests.ground import a_hero, a_keeper, an_endpoint, mail, settle

LEAVING = "Please cancel my order."
LAWYER = "You will hear from my lawyer."


def retention(inbox: Inbox, *, holdout: int = 100) -> Play:
    """Switched on, holding out everybody."""
    return play(PlayKind.RETENTION, holdout=holdout, at=an_endpoint(inbox))


def keeper_is_full(inbox: Inbox) -> tuple[Agent, Agent]:
    """A keeper whose only place is taken, and a hero with room."""
    kim = a_keeper("Kim", inbox, of=level(1, 5000, held=False), capacity=1)
    sign_on(kim)
    mail(inbox)
    settle()
    ben = a_hero("Ben", inbox)
    sign_on(ben)
    return kim, ben


def wrote(inbox: Inbox, text: str = LEAVING, customer: str = "ana") -> Conversation:
    came = mail(inbox, customer, text=text)
    settle()
    came.refresh_from_db()
    return came


def facts() -> list[tuple[str, str]]:
    rows = Event.objects.filter(name__in=["CaseBegun", "CaseTurned"]).order_by("id")
    return [(one.name, one.data["arm"]) for one in rows]
