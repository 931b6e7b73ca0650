"""What is kept of readings, what agents say about them, and what stands in the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.tests.building import agent
from lifelong.commerce.tests.building import order, taken
from lifelong.conversations.actions.closing import AlreadyClosed, close
from lifelong.conversations.events import ContactClosed, MessageReceived
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.tests.building import Came, incoming, receive_one, topic
from lifelong.events.log import read
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.lib import clock
from lifelong.triage.actions.correcting import correct_topic, judge_tag
from lifelong.triage.actions.reading import read_messages
from lifelong.triage.models import Correction, Reading
from lifelong.triage.queries import StandingTag, standing_of
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db


def handle_all(name: str = MessageReceived.__name__) -> None:
    handle([str(one.id) for one in Event.objects.filter(name=name)])


def came(text: str, **fields: Any) -> Came:
    found = receive_one(incoming(text, **fields))
    handle_all()
    return found


def tags(contact: Contact) -> dict[Risk, StandingTag]:
    return {one.risk: one for one in standing_of(contact.id).tags}


def test_tags_are_kept_with_the_words_that_show_them() -> None:
    one = came("I want to cancel my subscription or you hear from my lawyer!")
    found = tags(one.contact)
    assert list(found) == [Risk.CANCELLATION, Risk.LEGAL]
    assert found[Risk.LEGAL].evidence.words == "hear from my lawyer"
    assert all(tag.decides and not tag.confirmed for tag in found.values())


def test_routing_is_told_what_was_found() -> None:
    came("You will hear from my lawyer")
    assert Event.objects.get(name="MessageTriaged").data["risks"] == ["legal"]


def test_facts_from_the_shop_are_read_with_the_words() -> None:
    now = clock.now()
    taken(order(placed_at=now - timedelta(days=2), updated_at=now))
    one = came("Hello")
    found = tags(one.contact)
    assert list(found) == [Risk.FIRST_ORDER]
    assert found[Risk.FIRST_ORDER].evidence.facts["order"] == "#1001"
    assert not found[Risk.FIRST_ORDER].decides


def test_a_machine_wants_and_threatens_nothing() -> None:
    came("Hello")
    one = came("I want to cancel my order. Where is my parcel?", automatic="auto-reply")
    row = Reading.objects.get(entry=one.entry)
    assert (row.language, row.tags, row.theme) == ("en", [], "")


def test_the_subject_of_a_first_mail_is_read_and_that_of_an_answer_is_not() -> None:
    assert Risk.CANCELLATION in tags(came("Thanks", subject="Please cancel my order").contact)
    again = came("Hi", subject="Re: Please cancel my order", sender="ben@example.com")
    assert tags(again.contact) == {}


def test_a_batch_is_read_in_as_many_queries_as_one_message() -> None:
    topic()

    def asked(names: list[str]) -> int:
        known = list(Event.objects.values_list("pk", flat=True))
        for name in names:
            receive_one(incoming("Where is my parcel?", sender=f"{name}@example.com"))
        new = Event.objects.filter(name=MessageReceived.__name__).exclude(pk__in=known)
        received = [read(row) for row in new]
        with CaptureQueriesContext(connection) as caught:
            read_messages(received)
        return len(caught)

    assert asked(["ana", "ben", "cleo", "dan", "eva"]) == asked(["finn"]) <= 15


def test_a_topic_is_proposed_for_the_first_thing_that_was_said() -> None:
    parcel = topic("Where is my order")
    topic("Damaged item")
    one = came("Where is my parcel?")
    came("It came, but it is broken")
    standing = standing_of(one.contact.id)
    assert (standing.topic, standing.about) == (parcel, "Where is my parcel")


def test_a_topic_that_the_shop_has_not_is_not_proposed() -> None:
    one = came("Where is my parcel?")
    assert standing_of(one.contact.id).topic is None
    assert Reading.objects.get(entry=one.entry).theme == "where-is-order"


def test_a_corrected_topic_is_the_contacts_and_the_correction_is_kept() -> None:
    proposed, right = topic(), topic("Lost parcel")
    contact = came("Where is my parcel?").contact
    hero = agent()
    correct_topic(contact, topic=right, by=hero)
    contact.refresh_from_db()
    assert contact.topic == right
    assert standing_of(contact.id).topic == right
    kept = Correction.objects.get()
    assert (kept.proposed, kept.topic, kept.agent, kept.contact) == (
        proposed, right, hero, contact,
    )  # fmt: skip


def test_the_topic_of_a_closed_contact_is_not_corrected() -> None:
    contact = came("Where is my parcel?").contact
    close(contact, topic=topic(), by=agent(), reason="done")
    with pytest.raises(AlreadyClosed):
        correct_topic(contact, topic=topic("Lost parcel"), by=agent())


@pytest.mark.parametrize("name", ["Where is my order", "Lost parcel"])
def test_closing_says_whether_the_proposal_was_right(name: str) -> None:
    proposed = topic()
    contact = came("Where is my parcel?").contact
    close(contact, topic=topic(name), by=agent(), reason="done")
    handle_all(ContactClosed.__name__)
    kept = Correction.objects.get()
    assert (kept.proposed, kept.topic) == (proposed, topic(name))


def test_closing_with_the_corrected_topic_says_nothing_new() -> None:
    right = topic("Lost parcel")
    contact = came("Where is my parcel?").contact
    correct_topic(contact, topic=right, by=agent())
    close(contact, topic=right, by=agent(), reason="done")
    handle_all(ContactClosed.__name__)
    assert Correction.objects.count() == 1


def test_closing_where_nothing_was_proposed_teaches_nothing() -> None:
    contact = came("Hello").contact
    close(contact, topic=topic(), by=agent(), reason="done")
    handle_all(ContactClosed.__name__)
    assert not Correction.objects.exists()


def test_a_refused_tag_is_gone_until_a_later_message_shows_it_again() -> None:
    contact = came("I want to cancel my order").contact
    judge_tag(contact, risk=Risk.CANCELLATION, holds=False, by=agent())
    assert tags(contact) == {}
    came("As I said: please cancel my order")
    assert Risk.CANCELLATION in tags(contact)


def test_an_accepted_tag_keeps_its_evidence_and_says_so() -> None:
    contact = came("I want to cancel my order").contact
    judge_tag(contact, risk=Risk.CANCELLATION, holds=True, by=agent())
    found = tags(contact)[Risk.CANCELLATION]
    assert (found.confirmed, found.evidence.words) == (True, "cancel my order")


def test_an_agent_sets_a_tag_that_was_not_found() -> None:
    contact = came("Hello").contact
    judge_tag(contact, risk=Risk.LEGAL, holds=True, by=agent())
    assert tags(contact)[Risk.LEGAL].confirmed


def test_a_redacted_message_shows_nothing_of_what_was_read() -> None:
    one = came("I want to cancel my order")
    Entry.objects.filter(pk=one.entry.pk).update(redacted_at=clock.now())
    assert tags(one.contact) == {}
