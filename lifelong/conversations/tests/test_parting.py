"""Parting gives both back as they were; what came since goes to whom it belongs."""

from datetime import timedelta

import pytest

from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.drafting import save_draft
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.parting import part
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.incoming import Sender
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import agent, incoming, receive_one, topic
from lifelong.conversations.tests.people import (
    MAIL,
    WORK,
    customer,
    joined,
    lead_of,
    state,
    texts,
    wrote,
)
from lifelong.customers.actions.showing import prove
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def test_join_then_part_gives_back_the_same_state() -> None:
    mia, ben = agent(name="mia"), agent(name="ben")
    first, second = wrote(MAIL), wrote(WORK)
    take(first.conversation, by=mia)
    reply(first.contact, text="On its way", by=mia, seen_position=None)
    promise(second.contact, text="Call", due_at=clock.now() + timedelta(days=1), by=ben)
    take(second.conversation, by=ben)
    save_draft(second.conversation, by=ben, text="Dear", version=0)
    before = state()
    made = joined(first, second, by=mia)
    assert state() != before
    part(made, by=mia)
    assert state() == before


@pytest.mark.parametrize("owner", [0, 1])
def test_an_owner_who_came_along_goes_back(owner: int) -> None:
    came = wrote(MAIL), wrote(WORK)
    take(came[owner].conversation, by=agent(name="mia"))
    before = state()
    part(joined(*came), by=agent())
    assert state() == before


def test_parting_closed_people_leaves_them_closed() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    for one in (first, second):
        close(one.contact, topic=topic(), by=agent(), reason="said")
    before = state()
    part(joined(first, second), by=agent())
    assert state() == before


def test_later_words_go_to_whom_they_belong_with_a_matter_of_their_own() -> None:
    now = clock.now()
    first, second = wrote(MAIL, when=now - timedelta(hours=3)), wrote(WORK)
    close(second.contact, topic=topic(), by=agent(), reason="said")
    made = joined(first, second)
    theirs = wrote(WORK, "From the office", when=now + timedelta(seconds=1))
    note(lead_of(first), text="Hm", by=agent())
    assert theirs.contact == first.contact
    part(made, by=agent())
    assert texts(first.conversation) == ["Where is my parcel?", "Hm"]
    assert texts(second.conversation) == ["Where is my parcel?", "From the office"]
    twin = theirs.contact
    assert (twin.conversation_id, twin.customer_id) == (second.conversation.id, customer(second).id)
    assert twin.waiting_since == theirs.entry.placed_at
    assert first.contact.waiting_since == first.entry.placed_at
    assert {first.conversation.status, second.conversation.status} == {"new"}


def test_who_had_been_answered_does_not_wait_for_what_the_other_wrote() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    close(second.contact, topic=topic(), by=agent(), reason="said")
    made = joined(first, second)
    reply(first.contact, text="On its way", by=agent(), seen_position=None)
    theirs = wrote(WORK, "From the office")
    assert lead_of(first).waiting_since == theirs.entry.placed_at
    part(made, by=agent())
    assert (first.contact.waiting_since, first.conversation.status) == (None, "pending")
    assert theirs.contact.waiting_since == theirs.entry.placed_at
    assert theirs.contact.first_reply_at is None


def test_an_answer_after_the_joining_stays_with_whom_it_was_sent_to() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    close(second.contact, topic=topic(), by=agent(), reason="said")
    made = joined(first, second)
    theirs = wrote(WORK, "From the office")
    sent = reply(first.contact, text="Here you are", by=agent(name="mia"), seen_position=None)
    part(made, by=agent())
    sent.refresh_from_db()
    assert sent.contact == theirs.contact
    assert sent.contact.first_reply_at == sent.placed_at
    assert first.contact.first_reply_at is None
    assert first.contact.waiting_since is None, "the answer had settled both"
    assert first.conversation.status == second.conversation.status == "pending"


def test_a_matter_that_the_other_had_opened_again_is_closed_again() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    about, mia = topic(), agent(name="mia")
    for one in (second, first):
        close(one.contact, topic=about, by=mia, reason="said")
    made = joined(first, second)
    # the younger contact is the one that a new message takes up
    newest = max(first.contact, second.contact, key=lambda one: one.opened_at)
    other = MAIL if newest == second.contact else WORK
    again = wrote(other, "It never came")
    assert (again.contact, again.contact.closed_at) == (newest, None)
    part(made, by=agent())
    newest.refresh_from_db()
    assert newest.closed_at is not None
    assert (newest.resolution, newest.topic, newest.closed_by) == ("solved", about, mia)
    assert again.contact != newest
    assert again.contact.waiting_since == again.entry.placed_at


def test_who_works_with_the_person_by_now_keeps_both_when_they_are_parted() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    made = joined(first, second)
    cleo = agent(name="cleo")
    take(lead_of(first), by=cleo)
    part(made, by=cleo)
    assert first.conversation.owner == second.conversation.owner == cleo


def test_each_is_asked_back_where_they_spoke_last() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    made = joined(first, second)
    text = Sender(kind="phone", value="+49301", proof="text")
    prove(customer(second), kind="phone", value="+49301", how="code")
    receive_one(incoming(sender=text, channel="sms"))
    assert lead_of(first).channel == "sms"
    part(made, by=agent())
    assert (first.conversation.channel, second.conversation.channel) == ("email", "sms")


def test_parting_twice_is_parting_once() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    made = joined(first, second)
    part(made, by=agent())
    count = Entry.objects.count()
    part(made, by=agent())
    assert Entry.objects.count() == count


def test_after_parting_each_takes_its_own_messages_again() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    part(joined(first, second), by=agent())
    one, two = wrote(MAIL, "Mine"), wrote(WORK, "Mine too")
    assert (one.conversation, two.conversation) == (first.conversation, second.conversation)
    assert (one.contact, two.contact) == (first.contact, second.contact)
    for came in (one, two):
        positions = Entry.objects.filter(conversation=came.conversation).values_list("position")
        assert len(set(positions)) == len(positions)


def test_numbers_only_grow_so_that_no_screen_misses_anything() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    seen = first.conversation.revision, second.conversation.revision
    made = joined(first, second)
    lead = lead_of(first)
    assert lead.joined_revision > max(seen)
    part(made, by=agent())
    assert first.conversation.joined_revision > lead.revision
    assert second.conversation.joined_revision > lead.revision
