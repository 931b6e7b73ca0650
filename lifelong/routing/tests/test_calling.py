"""Who is at risk when somebody has them already: whether anybody on call is told, and who."""

import pytest

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.commerce.tests.building import buyer, order, take
from lifelong.concessions.actions.setting_authority import hand_level
from lifelong.concessions.tests.building import level
from lifelong.lib.money import Money
from lifelong.routing.actions.calling import set_roster
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.models import Call, Stake
from lifelong.routing.queries import calls_to, match_of, parts_in
from lifelong.routing.saying import at_risk, sentence_to_agent
from lifelong.routing.tests.ground import (
    a_hero,
    a_keeper,
    an_inbox,
    contact_of,
    mail,
    owner_of,
    settle,
)
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db

LEAVING = "Please cancel my order."


@pytest.fixture
def inbox() -> Inbox:
    return an_inbox()


@pytest.fixture
def lead() -> Agent:
    """On call."""
    agent = a_hero("Lea")
    hand_level(agent, level=level(1, 5000))
    set_roster([agent])
    return agent


@pytest.fixture
def ben(inbox: Inbox) -> Agent:
    agent = a_hero("Ben", inbox)
    sign_on(agent)
    return agent


@pytest.mark.parametrize("how", ["written", "tagged"])
def test_for_who_is_at_risk_after_they_were_matched_on_call_is_told(
    inbox: Inbox, lead: Agent, ben: Agent, how: str
) -> None:
    one = mail(inbox, "ada")
    settle()
    assert owner_of(one) == ben and not Call.objects.exists()
    if how == "written":
        mail(inbox, "ada", text=LEAVING)
    else:
        judge_tag(contact_of(one), risk=Risk.CANCELLATION, holds=True, by=lead)
    settle()
    told = calls_to(lead).get()
    assert at_risk(parts_in(told.offer)) == "they want to cancel"
    match = match_of(one)
    said = "they want to cancel, and nobody who holds retention is at work"
    assert match and sentence_to_agent(match).endswith(said)


def test_nobody_is_called_for_who_is_at_risk_later_while_a_keeper_is_at_work(
    inbox: Inbox, lead: Agent, ben: Agent
) -> None:
    one = mail(inbox, "ada")
    settle()
    sign_on(a_keeper("Kim", inbox, of=level(2, 5000), capacity=1))
    mail(inbox, "ada", text=LEAVING)
    settle()
    assert owner_of(one) == ben and Stake.objects.exists() and not Call.objects.exists()


def test_only_who_may_give_in_the_customers_currency_is_called(
    inbox: Inbox, lead: Agent, ben: Agent
) -> None:
    dollars = a_hero("Dora")
    hand_level(dollars, level=level(2, 5000, currency="USD"))
    set_roster([dollars, lead])
    take(order("1", buyer=buyer("ada@customers.example"), total=Money(5500, "EUR")))
    mail(inbox, "ada", text=LEAVING)
    settle()
    assert Stake.objects.get().currency == "EUR"
    assert calls_to(lead).exists() and not calls_to(dollars).exists()
