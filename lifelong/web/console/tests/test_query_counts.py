"""How many questions a request of an open screen puts to the database: each costs processor time,
a hundred consoles long. More of them need a reason; fewer are welcome here."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.channels.models import Inbox
from lifelong.commerce.tests.building import order, refund, shipment, take
from lifelong.connectors.chat.tests.building import widget
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.incoming import IncomingMessage, Sender
from lifelong.conversations.tests.building import Came, agent, inbox, incoming, receive_one
from lifelong.conversations.tests.people import joined
from lifelong.conversations.tests.test_showing_orders import react
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db

VISITOR = Sender(kind="visitor", value="0" * 32, name="Ana Lind")


def written(words: str) -> IncomingMessage:
    return incoming(words, sender=VISITOR, channel="chat", subject="")


@pytest.fixture
def hero() -> Knocking:
    hero = Knocking(agent())
    inbox().members.add(hero.person)
    return hero


@pytest.fixture
def chat(hero: Knocking) -> Came:
    """Somebody chats with this hero, who has them."""
    into = widget(into=Inbox.objects.get())
    came = receive_one(written("Hello"), at=into)
    react()
    reply(came.contact, text="Hello Ana", by=hero.person, seen_position=None)
    receive_one(written("A word"), at=into)
    return came


@pytest.fixture
def buyer(hero: Knocking, chat: Came) -> Came:
    """The same person has bought, and wrote a mail as well: two customers, joined."""
    take(order(refunds=(refund(),), shipments=(shipment(),)))
    came = receive_one(incoming("By mail"))
    react()
    joined(came, chat, by=hero.person)
    return came


def asked(hero: Knocking, path: str, **said: Any) -> int:
    """Queries of the second such request: what is kept drawn is kept by then."""
    (hero.do if said else hero.see)(path, **said)
    with CaptureQueriesContext(connection) as captured:
        (hero.do if said else hero.see)(path, **said)
        return len(captured)


def path(came: Came, what: str) -> str:
    lead = came.conversation.lead or came.conversation
    return f"/conversations/{lead.id}/{what}"


def test_who_waits_is_four_questions(hero: Knocking, chat: Came) -> None:
    assert asked(hero, "/waiting") == 4


def test_words_in_a_chat_are_four_questions(hero: Knocking, chat: Came) -> None:
    seen = chat.conversation.revision - 2
    assert asked(hero, path(chat, f"entries?changed_after={seen}")) == 4


def test_nothing_new_is_two_questions(hero: Knocking, chat: Came) -> None:
    seen = chat.conversation.revision
    assert asked(hero, path(chat, f"entries?changed_after={seen}")) == 2


def test_who_chats_is_sixteen_questions(hero: Knocking, chat: Came) -> None:
    assert asked(hero, path(chat, "who")) == 16


def test_who_bought_and_was_joined_is_thirty_questions(hero: Knocking, buyer: Came) -> None:
    assert asked(hero, path(buyer, "who")) == 30


def test_opening_who_bought_and_was_joined_is_forty_five_questions(
    hero: Knocking, chat: Came, buyer: Came
) -> None:
    assert asked(hero, f"/people/{(buyer.conversation.lead or buyer.conversation).id}") == 45


def test_an_answer_in_a_chat_is_twenty_two_questions(hero: Knocking, chat: Came) -> None:
    said = {"text": "On its way", "seen": "1", "contact": str(chat.contact.id)}
    assert asked(hero, path(chat, "replies"), **said) == 22


def test_what_wants_me_is_as_many_questions_for_many_people_as_for_one(hero: Knocking) -> None:
    def writes(number: int, name: str) -> None:
        sender = Sender(kind="email", value=f"{number}@customers.example", name=name)
        came = receive_one(incoming(sender=sender))
        reply(came.contact, text="One moment", by=hero.person, seen_position=None)
        receive_one(incoming(sender=sender))

    writes(1, "Ana")
    named = asked(hero, "/cues")
    writes(2, "")
    one = asked(hero, "/cues")
    for number in range(3, 7):
        writes(number, "")
        writes(10 + number, "Ben")
    assert asked(hero, "/cues") == one
    # how they wrote, their handles, and who is joined
    assert one == named + 3
    assert hero.see("/cues").count("@customers.example") == 5
