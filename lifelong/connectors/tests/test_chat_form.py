"""What visitors answer in the form before a chat, on its way to heroes."""

from typing import Any

import pytest

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Endpoint
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import order, taken
from lifelong.connectors.chat.tests.building import arrived, widget
from lifelong.connectors.chat.visitors import Visitor, conversation_of, heard_by
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Contact, Topic
from lifelong.customers.models import Customer, Handle
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.knowledge.values import order_meant
from lifelong.plays.retention.queries import order_at_issue
from lifelong.triage.actions.correcting import correct_topic
from lifelong.triage.models import Correction, Reading
from lifelong.triage.queries import standing_of

pytestmark = pytest.mark.django_db
ANA = "a" * 32


@pytest.fixture
def returns() -> Topic:
    return Topic.objects.create(name="Returns")


@pytest.fixture
def shop(returns: Topic) -> Endpoint:
    return widget(form={"topic": "may", "order": "may", "topics": [str(returns.id)]})


@pytest.fixture
def hero() -> Agent:
    return agent()


def came(at: Endpoint, text: str = "Hello", **answers: Any) -> Contact:
    """Said by Ana, taken in and read."""
    arrived(at, text, visitor=ANA, **answers)
    settle_batch()
    handle([str(one.id) for one in Event.objects.filter(name=MessageReceived.__name__)])
    return Contact.objects.get()


def test_the_topic_that_they_choose_is_proposed(shop: Endpoint, returns: Topic) -> None:
    Topic.objects.create(name="Where is my order")
    contact = came(shop, "Where is my order?", topic=str(returns.id))
    read = standing_of(contact.id)
    assert (read.topic, read.chosen, read.about) == (returns, True, "")
    assert (contact.topic, contact.subject) == (None, "Returns"), "a hero decides"


def test_a_hero_corrects_what_they_chose(shop: Endpoint, returns: Topic, hero: Agent) -> None:
    advice = Topic.objects.create(name="Advice")
    contact = came(shop, topic=str(returns.id))
    correct_topic(contact, topic=advice, by=hero)
    assert (standing_of(contact.id).topic, standing_of(contact.id).chosen) == (advice, False)
    assert Correction.objects.get().proposed == returns


def test_a_choice_counts_more_than_what_was_read_before(shop: Endpoint, returns: Topic) -> None:
    Topic.objects.create(name="Where is my order")
    contact = came(shop, "Where is my order?")
    assert not standing_of(contact.id).chosen
    came(shop, "Hello?", topic=str(returns.id))
    assert standing_of(contact.id).topic == returns


def test_nobody_chooses_what_the_form_does_not_offer(shop: Endpoint, returns: Topic) -> None:
    other = Topic.objects.create(name="Fraud")
    assert standing_of(came(shop, topic=str(other.id)).id).topic is None
    came(shop, topic="Returns' OR 1")
    Topic.objects.filter(pk=returns.id).update(is_active=False)
    came(shop, topic=str(returns.id))
    assert not Reading.objects.filter(chosen=True).exists()


def test_an_order_of_theirs_is_the_one_that_the_desk_speaks_of(shop: Endpoint) -> None:
    """The same in the panel of who may go and in what answers fill in."""
    newer, named = taken(order("2")), taken(order())
    contact = came(shop, order="1001")
    Order.objects.update(customer=contact.customer)
    assert order_at_issue(contact, [newer, named]) == named
    assert order_meant(contact, [contact.customer_id], shop.brand) == named


def test_a_visitor_learns_nothing_of_anothers_order(shop: Endpoint) -> None:
    named = taken(order())
    contact = came(shop, order="1001")
    who = Visitor(ANA)
    there, said = who.handle(), conversation_of(Handle.objects.get(value=ANA))
    assert there and said
    heard = heard_by(who, there, said, since=None)
    assert [one.text for one in heard.entries] == ["Hello\nOrder: 1001"]
    assert order_meant(contact, [contact.customer_id], shop.brand) is None
    named.refresh_from_db()
    assert named.customer_id != contact.customer_id
    assert Customer.objects.count() == 2
