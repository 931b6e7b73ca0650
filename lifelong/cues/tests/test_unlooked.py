"""What was not looked at, also of people who were joined."""

from collections.abc import Callable

import pytest

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import caller_for
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.viewing import view
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import Came, agent, inbox
from lifelong.conversations.tests.people import MAIL, WORK, joined, lead_of, wrote
from lifelong.cues.models import Why
from lifelong.cues.queries import cues_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero() -> Agent:
    made = agent()
    inbox().members.add(made)
    return made


def whys(hero: Agent) -> list[Why]:
    return [one.why for one in cues_of(hero, visible_to=caller_for(hero))]


def hers(came: Came, hero: Agent) -> None:
    """She has answered them; they write again."""
    reply(came.contact, text="One moment.", by=hero, seen_position=None)
    wrote(came.conversation.customer.handles.get().value)


def look(conversation: Conversation, hero: Agent) -> None:
    conversation.refresh_from_db()
    view(conversation, by=hero, typing=False, position=conversation.position)


@pytest.mark.parametrize(
    "order", [lambda one, other: (one, other), lambda one, other: (other, one)]
)
def test_what_a_joined_one_wrote_unseen_is_not_hidden_by_what_was_seen_of_the_lead(
    hero: Agent, order: Callable[[Came, Came], tuple[Came, Came]]
) -> None:
    lead, other = wrote(MAIL), wrote(WORK)
    for _ in range(9):
        wrote(MAIL)
    hers(lead, hero)
    look(lead.conversation, hero)
    assert whys(hero) == []
    joined(*order(lead, other), by=hero)
    assert lead_of(other).id == lead.conversation.id
    assert whys(hero) == [Why.WROTE]
    look(lead.conversation, hero)
    assert whys(hero) == []
    wrote(WORK)
    assert whys(hero) == [Why.WROTE]
    look(lead.conversation, hero)
    assert whys(hero) == []


def test_what_was_seen_of_both_apart_is_no_news_when_they_are_joined(hero: Agent) -> None:
    lead, other = wrote(MAIL), wrote(WORK)
    hers(lead, hero)
    hers(other, hero)
    assert whys(hero) == [Why.WROTE, Why.WROTE]
    look(lead.conversation, hero)
    look(other.conversation, hero)
    joined(lead, other, by=hero)
    assert whys(hero) == []


def test_of_both_one_cue_stands(hero: Agent) -> None:
    lead, other = wrote(MAIL), wrote(WORK)
    hers(lead, hero)
    hers(other, hero)
    joined(lead, other, by=hero)
    assert whys(hero) == [Why.WROTE]
