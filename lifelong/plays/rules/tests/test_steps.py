"""What a rule does is done, or refused as it would be to a person, and then said in the log."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from lifelong.accounts.models import Role
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.naming_topics import retire_topic
from lifelong.conversations.models import Contact, Conversation, Entry, Message
from lifelong.conversations.tests.building import (
    agent,
    endpoint,
    inbox,
    incoming,
    receive_one,
    topic,
)
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.plays.rules.models import RuleVersion
from lifelong.plays.rules.steps import read
from lifelong.plays.rules.tests.building import did, handle_all, outcomes, rule
from lifelong.plays.rules.unfit import RuleUnfit
from lifelong.triage.queries import standing_of

pytestmark = pytest.mark.django_db
CLOSE: dict[str, Any] = {"do": "close", "resolution": "no-reply-needed"}


def contact() -> Contact:
    return Contact.objects.get()


def home() -> Conversation:
    return Conversation.objects.get()


def after(*steps: dict[str, Any], on: str = "message", **fields: Any) -> list[str]:
    """What each step was refused with, "" where it was done, once a message has come in."""
    made = rule(on, *steps)
    receive_one(incoming("Where is my parcel?", **fields))
    handle_all()
    return [one["refused"] for one in did(made)]


def answers() -> list[str]:
    rows = Entry.objects.filter(kind="message_out").order_by("placed_at", "position")
    return list(rows.values_list("text", flat=True))


def test_a_topic_is_set() -> None:
    assert after({"do": "set-topic", "to": str(topic("Lamps").id)}) == [""]
    assert str(contact().topic) == "Lamps"


def test_a_conversation_is_moved_and_leaves_whoever_does_not_work_there() -> None:
    there = inbox()
    assert after({"do": "move", "to": str(there.id)}) == [""]
    assert home().inbox_id == there.id
    moved = Entry.objects.get(details__what="moved")
    assert "rule" in moved.details


def test_a_conversation_is_given_to_a_hero_who_works_there() -> None:
    hero = agent()
    endpoint(into=inbox(hero))
    assert after({"do": "assign", "to": str(hero.id)}, {"do": "release"}) == ["", ""]
    assert home().owner is None and home().last_owner == hero


def test_a_hero_who_does_not_work_there_is_not_given_anybody() -> None:
    assert after({"do": "assign", "to": str(agent().id)}) == [
        "The hero does not work in this inbox."
    ]
    assert home().owner is None


def test_whoever_answers_no_customers_is_given_none() -> None:
    assert after({"do": "assign", "to": str(agent(Role.FINANCE).id)}) == [
        "The hero has left, or answers no customers."
    ]


def test_a_matter_is_set_aside() -> None:
    assert after({"do": "set-aside", "hours": 4, "on": "carrier"}) == [""]
    until = contact().set_aside_until
    assert until and timedelta(hours=3) < until - clock.now() <= timedelta(hours=4)


def test_a_closed_matter_is_neither_set_aside_nor_closed_nor_given() -> None:
    hero = agent()
    endpoint(into=inbox(hero))
    steps: list[dict[str, Any]] = [
        CLOSE | {"to": str(topic().id)},
        {"do": "set-aside", "hours": 4, "on": "carrier"},
        CLOSE | {"to": str(topic().id)},
        {"do": "assign", "to": str(hero.id)},
        {"do": "set-topic", "to": str(topic().id)},
    ]
    closed = "This matter is already closed."
    assert after(*steps) == [
        "", "Choose a time that is still to come, for a matter that is open.", closed, closed,
        closed,
    ]  # fmt: skip
    assert contact().set_aside_until is None and contact().closed_at is not None


def test_a_customer_who_waits_is_not_closed_without_a_reason() -> None:
    close_it = {"do": "close", "to": str(topic().id), "resolution": "solved"}
    assert after(close_it) == ["The customer waits for an answer. Answer, or say why not."]
    assert contact().closed_at is None


def test_what_was_refused_does_not_stop_the_steps_after_it_nor_undo_those_before() -> None:
    steps = [{"do": "note", "text": "A"}, CLOSE, {"do": "note", "text": "B"}]
    assert after(*steps) == ["", "Choose a topic: what was this about?", ""]
    assert Entry.objects.filter(kind="note").count() == 2


def test_a_risk_is_named_and_taken_back_like_an_agent_does() -> None:
    assert after({"do": "tag", "risk": "legal"}, {"do": "tag", "risk": "safety"},
                 {"do": "untag", "risk": "legal"}) == ["", "", ""]  # fmt: skip
    assert [one.risk for one in standing_of(contact().id).tags] == ["safety"]


def test_a_text_is_answered_by_itself_once_a_day_and_says_who_is_meant() -> None:
    endpoint(into=inbox(name="Support"))
    reply = {"do": "reply", "text": "Dear {name}, {brand} has your message {wait}".replace(
        " {wait}", ".")}  # fmt: skip
    made = rule("message", reply)
    receive_one("One")
    handle_all()
    brand = Inbox.objects.get().brand.name
    assert answers() == [f"Dear Ana, {brand} has your message."]
    assert Message.objects.get(entry__kind="message_out").automatic == "auto-replied"
    assert contact().waiting_since is not None, "a person still owes an answer"
    receive_one("Two")
    handle_all()
    assert [one["refused"] for one in did(made)] == ["They had an automatic answer within a day."]
    with clock.stopped_at(clock.now() + timedelta(days=1, minutes=1)):
        receive_one("Three")
        handle_all()
    assert len(answers()) == 2


def test_a_machine_is_not_answered() -> None:
    rule("message", {"do": "reply", "text": "We have your message."}, name="first")
    receive_one("One")
    handle_all()
    Message.objects.filter(automatic="auto-replied").update(automatic="old")
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        receive_one(incoming("I am out of office", automatic="auto-replied"))
        handle_all()
    assert len(answers()) == 1


def test_a_text_with_a_name_that_nobody_knows_is_not_sent() -> None:
    rule("message", {"do": "reply", "text": "Dear {name}"})
    came = receive_one("One")
    Customer.objects.filter(pk=came.conversation.customer_id).update(name="")
    handle_all()
    assert answers() == []


def test_a_reason_closes_although_they_wait() -> None:
    why = {"do": "close", "to": str(topic().id), "resolution": "solved", "reason": "Known outage"}
    assert after(why) == [""]
    assert contact().closed_reason == "Known outage" and contact().closed_by is None


def test_what_is_gone_by_then_is_said() -> None:
    lamps = topic("Lamps")
    made = rule("message", {"do": "set-topic", "to": str(lamps.id)})
    retire_topic(lamps)
    receive_one("One")
    handle_all()
    assert did(made)[0]["refused"] == "The topic was retired or deleted."
    there = inbox()
    moving = rule("message", {"do": "move", "to": str(there.id)})
    there.delete()
    receive_one("Two")
    handle_all()
    assert did(moving)[0]["refused"] == "The inbox was deleted."


def test_without_an_open_matter_there_is_nothing_to_act_on() -> None:
    from lifelong.commerce.tests.building import order, take

    made = rule("order-placed")
    take(order(placed_at=clock.now()))
    handle_all()
    assert did(made) == [{"do": "note", "refused": "This customer has no open matter."}]


def test_after_a_rule_has_closed_a_matter_the_next_one_still_looks_at_that_one() -> None:
    rule("message", CLOSE | {"to": str(topic().id)})
    later = rule("message", {"do": "note", "text": "Closed"},
                 when={"field": "contact.status", "is": "one-of", "value": ["closed"]})  # fmt: skip
    receive_one("One")
    handle_all()
    assert outcomes(later) == ["fired"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "one step at least"),
        ([{"do": "refund"}], "Choose what each step does"),
        ([{"do": "move"}], "needs a choice"),
        ([{"do": "set-aside", "hours": "x", "on": "carrier"}], "for how many hours"),
        ([{"do": "set-aside", "hours": 0, "on": "carrier"}], "for an hour at least"),
        ([{"do": "set-aside", "hours": 1, "on": "weather"}], "needs a choice"),
        ([{"do": "close", "resolution": "combined"}], "needs a choice"),
        ([{"do": "note", "text": " "}], "needs words"),
        ([{"do": "reply", "text": "Dear {surname}"}], r"A text knows \{name\} and \{brand\}"),
        ([{"do": "note", "text": "x"}] * 11, "10 steps at most"),
    ],
)
def test_what_no_step_can_be_is_said(said: Any, sentence: str) -> None:
    with pytest.raises(RuleUnfit, match=sentence):
        read(said)


def test_a_rule_cannot_name_what_is_not_there() -> None:
    with pytest.raises(RuleUnfit, match="topic that was retired or deleted"):
        rule("message", {"do": "set-topic", "to": str(uuid4())})
    with pytest.raises(RuleUnfit, match="inbox that was deleted"):
        rule(when={"field": "contact.inbox", "is": "one-of", "value": [str(uuid4())]})
    assert not RuleVersion.objects.exists()


def test_closed_by_a_person_first_is_no_failure() -> None:
    made = rule("message", CLOSE | {"to": str(topic().id)})
    came = receive_one("One")
    close(came.contact, topic=topic(), by=agent(), reason="By phone")
    handle_all()
    assert did(made)[0]["refused"] == "This matter is already closed."
    assert outcomes(made) == ["fired"]
