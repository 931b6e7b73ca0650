"""Answering a customer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lifelong.channels.models import Endpoint
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import (
    IdTaken,
    NothingToSay,
    Unseen,
    reply,
    withdraw,
)
from lifelong.conversations.models import Entry, Sending
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import (
    Came,
    agent,
    endpoint,
    incoming,
    receive_one,
)
from lifelong.conversations.ways import ways_to, ways_to_each
from lifelong.events.models import Event
from lifelong.lib import ids
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_one_answer_settles_the_clock_and_makes_its_writer_the_owner() -> None:
    came, hero = receive_one(), agent()
    with stopped_at(NOW):
        reply(came.contact, text="On its way.", by=hero, seen_position=1)
    assert came.contact.waiting_since is None
    assert (came.contact.first_reply_at, came.contact.first_reply_by) == (NOW, hero)
    assert (came.conversation.status, came.conversation.owner) == (Status.PENDING, hero)


def test_an_answer_refers_to_what_it_answers() -> None:
    ours = endpoint("support@shop.example")
    came = receive_one(incoming(external_id="b@x", answers=("a@x",), subject="My order"), at=ours)
    message = reply(came.contact, text="Yes.", by=agent(), seen_position=None).message
    assert message.answers == ["b@x", "a@x"]
    assert message.subject == "Re: My order"
    assert message.endpoint == ours
    assert message.external_id.endswith("@shop.example")


def test_nothing_is_no_answer() -> None:
    came = receive_one()
    with pytest.raises(NothingToSay):
        reply(came.contact, text="  \n", by=agent(), seen_position=None)


def test_mail_that_came_in_unseen_stops_the_send_and_is_named() -> None:
    came = receive_one()
    new = receive_one("And my refund?")
    with pytest.raises(Unseen) as stopped:
        reply(came.contact, text="On its way.", by=agent(), seen_position=1)
    assert stopped.value.entry_ids == [new.entry.id]
    assert not Sending.objects.exists()


def test_a_colleagues_answer_stops_the_send_and_ones_own_does_not() -> None:
    came, hero = receive_one(), agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=1)
    reply(came.contact, text="One more thing.", by=hero, seen_position=1)
    with pytest.raises(Unseen):
        reply(came.contact, text="Hello.", by=agent(), seen_position=1)


def test_notes_and_automatic_answers_and_what_was_withdrawn_stop_nothing() -> None:
    came, colleague = receive_one(), agent()
    note(came.conversation, text="VIP", by=colleague)
    reply(came.contact, text="We have it.", by=None, seen_position=None, automatic="auto-reply")
    withdraw(reply(came.contact, text="Oops", by=colleague, seen_position=None), by=colleague)
    reply(came.contact, text="On its way.", by=agent(), seen_position=1)


def test_in_live_chat_new_words_stop_nothing() -> None:
    at = endpoint(channel="chat")
    came = receive_one(incoming(channel="chat"), at=at)
    receive_one(incoming("Hello?", channel="chat"), at=at)
    reply(came.contact, text="Hi!", by=agent(), seen_position=1)


def test_an_automatic_answer_settles_no_clock_and_owns_nothing() -> None:
    came = receive_one()
    reply(came.contact, text="We have it.", by=None, seen_position=None, automatic="auto-reply")
    assert came.contact.waiting_since is not None
    assert came.contact.first_reply_at is None
    assert came.conversation.owner is None


def test_a_repeat_under_the_same_id_is_the_first_entry() -> None:
    came, hero, one = receive_one(), agent(), ids.new_id()
    first = reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    again = reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    assert first == again
    assert Entry.objects.filter(kind="message_out").count() == 1
    assert names().count("ReplySent") == 1


def test_an_id_that_is_in_use_elsewhere_is_refused() -> None:
    came, hero, one = receive_one(), agent(), ids.new_id()
    reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    other = receive_one(incoming(sender="ben@example.com"))
    with pytest.raises(IdTaken):
        reply(other.contact, text="Hello.", by=hero, seen_position=None, entry_id=one)


def by_channel(text: str, channel: str, at: Endpoint, **more: Any) -> Came:
    return receive_one(incoming(text, channel=channel, **more), at=at)


def test_a_mail_answers_their_last_mail_whatever_they_wrote_elsewhere() -> None:
    chat = endpoint(channel="chat", address="tents")
    began = by_channel("Hello?", "chat", chat, subject="", external_id="an-id-of-the-chat")
    receive_one(incoming(subject="The tent", external_id="hers@example.com"), at=endpoint())
    by_channel("Are you there?", "chat", chat, subject="", external_id="another-of-the-chat")
    answer = reply(began.contact, text="Yes.", by=agent(), seen_position=None, channel="email")
    assert (answer.message.subject, answer.message.answers) == (
        "Re: The tent",
        ["hers@example.com"],
    )


def test_whoever_wrote_by_chat_can_be_answered_there_after_they_wrote_elsewhere() -> None:
    chat = endpoint(channel="chat", address="tents")
    began = by_channel("Hello?", "chat", chat)
    receive_one(incoming(), at=endpoint())
    ways = list(ways_to(began.contact))
    assert [way.channel for way in ways] == ["email", "chat"]
    assert ways_to_each([began.contact]) == {began.contact.id: ways}
    answer = reply(began.contact, text="Hi!", by=agent(), seen_position=None, channel="chat")
    assert answer.message.endpoint == chat
