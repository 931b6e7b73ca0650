"""From a widget's delivery to an entry, and from an answer to the widget."""

from datetime import timedelta

import pytest

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Delivery, Endpoint
from lifelong.connectors.chat.tests.building import arrived, widget
from lifelong.connectors.chat.visitors import Visitor, conversation_of, heard_by
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.outgoing import send
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import reply, withdraw
from lifelong.conversations.models import Contact, Entry, Sending
from lifelong.conversations.tests.building import arrival, incoming
from lifelong.customers.models import Customer, Handle, HandleClaim
from lifelong.lib import clock, ids

pytestmark = pytest.mark.django_db
ANA, EVE = "a" * 32, "e" * 32


@pytest.fixture
def shop() -> Endpoint:
    return widget()


@pytest.fixture
def hero() -> Agent:
    return agent()


def states() -> list[str]:
    return list(Delivery.objects.order_by("received_at").values_list("state", flat=True))


def reads(visitor: str, *, signed: bool = False) -> list[str]:
    who = Visitor(visitor, signed)
    handle = who.handle()
    conversation = conversation_of(handle) if handle else None
    assert handle and conversation
    return [one.text for one in heard_by(who, handle, conversation, since=None).entries]


def answered(contact: Contact, text: str, by: Agent) -> Entry:
    """Said, and out after the seconds in which it can be taken back."""
    entry = reply(contact, text=text, by=by, seen_position=0)
    with clock.stopped_at(clock.now() + timedelta(seconds=4)):
        send(entry.id)
    return entry


def test_a_visitors_words_arrive_once_under_their_name(shop: Endpoint) -> None:
    said = ids.new_id()
    for _copy in range(3):
        arrived(shop, "Where is my tent?", visitor=ANA, id=said, name="Ana", order="1042")
    settle_batch()
    entry = Entry.objects.get(kind="message_in")
    assert entry.text == "Where is my tent?\nOrder: 1042"
    assert (entry.channel, entry.message.external_id) == ("chat", str(said))
    assert Customer.objects.get().name == "Ana"
    assert sorted(states()) == ["duplicate", "duplicate", "stored"]


def test_nobody_uses_up_the_id_of_anothers_message(shop: Endpoint) -> None:
    said = ids.new_id()
    arrived(shop, "Mine first", visitor=EVE, id=said)
    arrived(shop, "Where is my tent?", visitor=ANA, id=said)
    settle_batch()
    assert states() == ["stored", "stored"]
    assert reads(ANA) == ["Where is my tent?"]


def test_an_answer_is_read_once_it_can_not_be_taken_back(shop: Endpoint, hero: Agent) -> None:
    arrived(shop, "Hello?", visitor=ANA)
    settle_batch()
    contact = Contact.objects.get()
    first = reply(contact, text="Wrong words", by=hero, seen_position=0)
    send(first.id)  # too early
    assert reads(ANA) == ["Hello?"]
    withdraw(first, by=hero)
    entry = answered(contact, "Hello!", hero)
    assert reads(ANA) == ["Hello?", "Hello!"]
    sending = Sending.objects.get(entry=entry)
    assert (sending.state, sending.send_at - sending.queued_at) == (
        "accepted", timedelta(seconds=3),
    )  # fmt: skip


def test_new_words_never_stop_an_answer_in_chat(shop: Endpoint, hero: Agent) -> None:
    arrived(shop, "Hello?", visitor=ANA)
    arrived(shop, "And one more thing", visitor=ANA)
    settle_batch()
    reply(Contact.objects.get(), text="Yes?", by=hero, seen_position=1)


def test_an_answer_in_chat_has_no_subject(shop: Endpoint, hero: Agent) -> None:
    arrived(shop, "Hello?", visitor=ANA)
    settle_batch()
    assert answered(Contact.objects.get(), "Yes?", hero).message.subject == ""


def test_a_visitor_reads_their_chat_and_nothing_else(shop: Endpoint, hero: Agent) -> None:
    arrived(shop, "Ana's", visitor=ANA)
    arrived(shop, "Eve's", visitor=EVE)
    settle_batch()
    contact = Contact.objects.get(entries__text="Ana's")
    note(contact.conversation, text="She is angry", by=hero)
    # the same person by mail, as a hero may have joined them
    mail = receive(incoming("By mail", sender="ana@example.com"), arrival=arrival())
    assert mail.entry_id
    Handle.objects.filter(value="ana@example.com").update(customer=contact.customer)
    Entry.objects.filter(pk=mail.entry_id).update(conversation=contact.conversation, position=50)
    assert reads(ANA) == ["Ana's"]
    assert reads(ANA, signed=True) == ["Ana's"]


def test_a_guest_reads_this_chat_alone_though_a_hero_joined_two(
    shop: Endpoint, hero: Agent
) -> None:
    arrived(shop, "From the phone", visitor=ANA)
    arrived(shop, "From the desk", visitor=EVE)
    settle_batch()
    one, other = Customer.objects.order_by("id")
    join(one, other, by=hero)
    answered(Contact.objects.get(entries__text="From the phone"), "To the phone", hero)
    assert reads(ANA) == ["From the phone", "To the phone"]
    assert reads(EVE) == ["From the desk"]
    assert reads(EVE, signed=True) == ["From the phone", "From the desk", "To the phone"]


def test_a_typed_address_is_only_claimed(shop: Endpoint) -> None:
    receive(incoming("By mail", sender="ana@example.com"), arrival=arrival())
    arrived(shop, "I am Ana", visitor=EVE, email="Ana@example.com")
    settle_batch()
    ana = Handle.objects.get(value="ana@example.com")
    eve = Handle.objects.get(value=EVE)
    assert ana.customer_id != eve.customer_id
    assert eve.customer.person_id != ana.customer.person_id
    assert not ana.is_proved and not eve.is_proved
    claim = HandleClaim.objects.get()
    assert (claim.customer_id, claim.value, claim.proof) == (
        eve.customer_id, "ana@example.com", None,
    )  # fmt: skip


def test_what_cannot_be_read_is_parked(shop: Endpoint) -> None:
    one = arrived(shop, "Hello")
    Delivery.objects.filter(pk=one.pk).update(endpoint=None)
    settle_batch()
    assert states() == ["parked"]
