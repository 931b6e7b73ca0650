"""Joined people are one: one standing, one timeline, one matter, in whatever order joined."""

from datetime import timedelta

import pytest

from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations import queries
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.parting import part
from lifelong.conversations.actions.replying import Unseen, reply
from lifelong.conversations.incoming import GivenHandle, Sender
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one, topic
from lifelong.conversations.tests.people import (
    MAIL,
    THIRD,
    WORK,
    customer,
    joined,
    lead_of,
    texts,
    wrote,
)
from lifelong.customers.models import Customer, Handle, HandleClaim, Joining
from lifelong.customers.suggestions import person_of, suggestions
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


# -- one person


def test_joined_people_are_one_conversation_in_order_with_one_standing() -> None:
    now = clock.now()
    first = wrote(MAIL, "First", when=now - timedelta(hours=3))
    second = wrote(WORK, "Second", when=now - timedelta(hours=2))
    third = wrote(MAIL, "Third", when=now - timedelta(hours=1))
    joined(second, first)
    lead = lead_of(second)
    assert lead == first.conversation, "the older one leads"
    assert texts(lead) == ["First", "Second", "Third"]
    assert (lead.status, lead.waiting_since) == ("new", first.entry.placed_at)
    assert second.conversation.status == ""
    assert [row[0] for row in queries.waiting_standings([lead.inbox_id], most=9)] == [lead.id]
    assert third.entry.position == 2


def test_all_their_handles_lead_to_the_one_person_and_the_open_matter() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    close(second.contact, topic=topic(), by=agent(), reason="twice")
    again = wrote(WORK, "And?")
    assert again.contact == first.contact
    assert again.entry.customer_id == second.contact.customer_id
    assert texts(lead_of(first))[-1] == "And?"
    positions = [again.entry.position, *Entry.objects.values_list("position", flat=True)]
    assert again.entry.position == max(positions)


@pytest.mark.parametrize("writer", [MAIL, WORK])
def test_a_joined_persons_answer_in_anothers_thread_is_no_strangers(writer: str) -> None:
    came = {MAIL: wrote(MAIL), WORK: wrote(WORK)}
    joined(*came.values())
    others = came[WORK if writer == MAIL else MAIL]
    sent = reply(others.contact, text="On its way", by=agent(), seen_position=None)
    close(came[writer].contact, topic=topic(), by=agent(), reason="twice")
    answers = (sent.message.external_id,)
    again = receive_one(incoming("Thank you, but where?", sender=writer, answers=answers))
    assert again.contact == others.contact
    assert again.entry.message.marks == []


def test_an_answer_goes_to_who_wrote_last_in_the_matter() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    close(second.contact, topic=topic(), by=agent(), reason="twice")
    wrote(WORK, "Please write here")
    sent = reply(first.contact, text="We do", by=agent(), seen_position=None)
    assert sent.sending.recipient == WORK
    assert sent.conversation_id == second.conversation.id


def test_an_answer_can_leave_by_a_channel_of_whoever_was_joined() -> None:
    wrote(MAIL)
    brand = Inbox.objects.get().brand
    texts_us = receive_one(
        incoming(sender=Sender(kind="phone", value="+49301", proof="text"), channel="sms"),
        at=Endpoint.objects.create(
            brand=brand, inbox=Inbox.objects.get(), channel="sms", address="+4930", name="Texts"
        ),
    )
    mails = wrote(MAIL, "Text me")
    joined(mails, texts_us)
    sent = reply(mails.contact, text="By text", by=agent(), seen_position=None, channel="sms")
    assert (sent.sending.recipient, sent.channel) == ("+49301", "sms")
    assert sent.conversation_id == texts_us.conversation.id


def test_words_of_any_of_their_handles_stop_a_send_that_has_not_seen_them() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    seen = lead_of(first).position
    wrote(WORK, "Wait!")
    with pytest.raises(Unseen):
        reply(first.contact, text="On its way", by=agent(), seen_position=seen)


def test_the_hero_who_joins_keeps_the_person_else_who_has_the_more_urgent_one() -> None:
    mia, ben = agent(name="mia"), agent(name="ben")
    first, second = wrote(MAIL), wrote(WORK)
    take(first.conversation, by=mia)
    take(second.conversation, by=ben)
    made = joined(first, second, by=ben)
    assert lead_of(first).owner == ben
    part(made, by=ben)
    assert (first.conversation.owner, second.conversation.owner) == (mia, ben)
    joined(first, second, by=agent(name="cleo"))
    assert lead_of(first).owner == mia


def test_who_is_joined_by_a_hero_who_has_neither_stays_with_their_owner() -> None:
    mia = agent(name="mia")
    first, second = wrote(MAIL), wrote(WORK)
    take(second.conversation, by=mia)
    joined(first, second)
    assert lead_of(first).owner == mia
    assert lead_of(first).status == "open"


def test_joining_the_same_two_again_does_nothing() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    assert join(customer(second), customer(first), by=agent()) is None
    assert Joining.objects.count() == 1


def test_who_never_wrote_can_be_joined_and_has_a_conversation_then() -> None:
    bought = Customer.objects.create(name="Ana", made_at=clock.now())
    first = wrote(MAIL)
    join(customer(first), bought, by=agent())
    own = Conversation.objects.get(customer=bought)
    assert (own.lead, own.inbox_id) == (first.conversation, first.conversation.inbox_id)


def test_the_customers_point_to_who_leads() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    assert customer(second).lead == customer(first)
    assert customer(second).person_id == customer(first).person_id == customer(first).id


# -- chains


def test_three_are_one_in_whatever_order_they_were_joined() -> None:
    a, b, c = wrote(MAIL), wrote(WORK), wrote(THIRD)
    joined(b, c)
    joined(c, a)
    assert lead_of(a) == lead_of(b) == lead_of(c) == a.conversation
    assert {customer(one).person_id for one in (a, b, c)} == {customer(a).id}
    assert len(texts(a.conversation)) == 3


def test_of_three_one_is_parted_and_two_stay_together() -> None:
    a, b, c = wrote(MAIL), wrote(WORK), wrote(THIRD)
    ab, bc = joined(a, b), joined(b, c)
    part(bc, by=agent())
    assert (lead_of(b), lead_of(c)) == (a.conversation, c.conversation)
    joined(b, c)
    part(ab, by=agent())
    assert (lead_of(a), lead_of(b), lead_of(c)) == (a.conversation, b.conversation, b.conversation)
    assert customer(c).lead == customer(b)
    assert customer(b).lead is None


# -- what speaks for it


def in_signature(sender: str, phone: str) -> Came:
    given = (GivenHandle(kind="phone", value=phone, how="signature"),)
    return receive_one(incoming(sender=sender, given=given))


def suggested_to(came: Came) -> set[Customer]:
    found = suggestions(person_of(customer(came), is_joined=False))
    return {one.customer for one in found}


def test_a_phone_in_a_signature_suggests_who_texts_from_it() -> None:
    mails = in_signature(MAIL, "+49301")
    texts_us = receive_one(
        incoming(sender=Sender(kind="phone", value="+49301", proof="text"), channel="sms")
    )
    assert suggested_to(mails) == {customer(texts_us)}
    assert suggested_to(texts_us) == {customer(mails)}
    assert texts_us.conversation != mails.conversation


def test_a_switchboard_in_everybodys_signature_says_nothing() -> None:
    colleagues = [in_signature(f"{name}@work.example", "+49300") for name in "abcde"]
    assert suggested_to(colleagues[0]) == set()


def test_a_forged_mail_claims_nothing_for_who_has_proved_their_address() -> None:
    wrote(MAIL)
    Handle.objects.update(proved_how="dmarc", proved_at=clock.now())
    in_signature(MAIL, "+49666")
    assert not HandleClaim.objects.exists()
