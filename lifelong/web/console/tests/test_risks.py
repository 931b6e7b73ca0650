"""What was read of a matter stands in its head; one key says that it is so, or not."""

import pytest
from django.test import Client

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Inbox
from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Contact, Topic
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.triage.models import Correction
from lifelong.triage.risk import Evidence, Risk
from lifelong.web.console.risks import evidence_words

_BACKEND = "lifelong.web.signin.backend.Backend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen() -> Client:
    return Client()


def written(screen: Client, text: str) -> Contact:
    """Taken in and read; the screen is a hero's of its inbox."""
    return read_for(screen, receive_one(text).contact)


def read_for(screen: Client, contact: Contact) -> Contact:
    handle([str(one.id) for one in Event.objects.filter(name=MessageReceived.__name__)])
    hero = agent(name="Mia")
    Inbox.objects.get().members.add(hero)
    screen.force_login(hero, backend=_BACKEND)
    return contact


def page(screen: Client, contact: Contact) -> str:
    return screen.get(f"/people/{contact.conversation_id}").content.decode()


def test_tags_stand_in_the_head_with_their_evidence(screen: Client) -> None:
    shown = page(screen, written(screen, "Please cancel my order or you hear from my lawyer"))
    assert "Cancellation, Legal" in shown
    assert "“hear from my lawyer”" in shown


def test_without_a_risk_nothing_is_said_of_it(screen: Client) -> None:
    assert 'id="risks"' not in page(screen, written(screen, "Hello"))


def test_a_tag_that_a_hero_calls_wrong_is_gone(screen: Client) -> None:
    contact = written(screen, "Please cancel my order")
    answer = screen.post(f"/contacts/{contact.id}/corrections", {"wrong": "cancellation"})
    assert answer.status_code == 204
    assert 'id="risks"' not in page(screen, contact)
    kept = Correction.objects.get()
    assert kept.agent is not None
    assert (kept.risk, kept.holds, kept.agent.name) == ("cancellation", False, "Mia")


def test_a_tag_that_a_hero_accepts_says_so(screen: Client) -> None:
    contact = written(screen, "Please cancel my order")
    screen.post(f"/contacts/{contact.id}/corrections", {"right": "cancellation"})
    assert "Somebody here said so." in page(screen, contact)


def test_what_is_no_tag_is_refused(screen: Client) -> None:
    contact = written(screen, "Please cancel my order")
    answer = screen.post(f"/contacts/{contact.id}/corrections", {"right": "weather"})
    assert answer.status_code == 422


def test_the_proposed_topic_is_the_first_to_close_with(screen: Client) -> None:
    Topic.objects.create(name="A first one")
    topic = Topic.objects.create(name="Where is my order")
    shown = page(screen, written(screen, "Where is my parcel?"))
    assert f'name="topic" value="{topic.id}" data-key="1"' in shown


@pytest.mark.parametrize(
    ("risk", "facts", "words"),
    [
        (Risk.HIGH_VALUE, {"amount": 120000, "currency": "EUR"}, "€1,200.00"),
        (Risk.REPEAT_COMPLAINT, {"contacts": 2, "days": 30}, "2 other matters in 30 days"),
        (Risk.FIRST_ORDER, {"order": "#1001", "day": "2026-11-13"}, "#1001 of"),
        (Risk.LATE_ORDER, {"order": "#1001", "day": "2026-11-13"}, "was to arrive on"),
        (Risk.LATE_ORDER, {"order": "#1001", "state": "delayed"}, "#1001: delayed"),
    ],
)
def test_facts_are_said_in_a_sentence(risk: Risk, facts: dict[str, str | int], words: str) -> None:
    assert words in evidence_words(risk, Evidence(facts=facts))


def test_who_proposed_the_topic_is_said(screen: Client) -> None:
    topic = Topic.objects.create(name="Returns")
    contact = receive_one(incoming("Hello", topic_id=topic.id)).contact
    shown = page(screen, read_for(screen, contact))
    assert "Returns" in shown and "chosen in the form" in shown
