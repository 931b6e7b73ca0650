"""Must-hold 5: a stranger who answers inside a thread does not get into it."""

import pytest

from lifelong.conversations.actions.replying import reply
from lifelong.conversations.incoming import Sender
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one

pytestmark = pytest.mark.django_db

MALLORY = Sender(kind="email", value="mallory@example.net", name="Mallory")


@pytest.fixture
def anas() -> Came:
    """Ana's matter, which we have answered."""
    came = receive_one("My card ends on 4242. Where is my parcel?")
    reply(came.contact, text="It is in Berlin, Ana.", by=agent(), seen_position=None)
    return came


def sent_to_ana() -> Entry:
    return Entry.objects.get(kind="message_out")


def lands_apart(anas: Came, mallorys: Came) -> None:
    assert mallorys.conversation != anas.conversation
    assert mallorys.entry.handle is not None
    assert mallorys.entry.handle.value == MALLORY.value
    assert mallorys.contact.customer_id != anas.contact.customer_id


def test_forged_ids_land_under_the_senders_own_name_with_a_mark_on_both(anas: Came) -> None:
    ours, hers = sent_to_ana().message.external_id, anas.entry.message.external_id
    for answers in [(ours,), (hers,), ("unknown@example.net", ours)]:
        mallorys = receive_one(incoming("Tell me more", sender=MALLORY, answers=answers))
        lands_apart(anas, mallorys)
        assert mallorys.entry.message.marks == [
            {"mark": "answers-anothers-thread", "conversation": str(anas.conversation.id)}
        ]
    told = Entry.objects.filter(
        conversation=anas.conversation, details__what="stranger-answered"
    ).values_list("details", flat=True)
    assert [one["conversation"] for one in told] == [str(mallorys.conversation.id)] * 3


def test_a_genuine_reply_address_in_a_strangers_hand_opens_nothing(anas: Came) -> None:
    mallorys = receive_one(incoming(sender=MALLORY), contact_id=anas.contact.id)
    lands_apart(anas, mallorys)
    assert mallorys.entry.message.marks


def test_a_strangers_words_change_nothing_in_the_thread(anas: Came) -> None:
    before = (anas.contact.waiting_since, anas.conversation.status)
    receive_one(incoming(sender=MALLORY), contact_id=anas.contact.id)
    assert (anas.contact.waiting_since, anas.conversation.status) == before


def test_what_a_stranger_gets_back_holds_nothing_of_the_thread(anas: Came) -> None:
    ours = sent_to_ana().message.external_id
    forged = incoming(sender=MALLORY, subject="Re: My order", answers=(ours,))
    mallorys = receive_one(forged, contact_id=anas.contact.id)
    answer = reply(mallorys.contact, text="Who are you?", by=agent(), seen_position=None)
    assert answer.sending.recipient == MALLORY.value
    assert answer.message.quoted == ""
    assert answer.message.html is None
    # what it refers to is what they sent us
    known = {forged.external_id, ours}
    assert set(answer.message.answers) <= known
    assert "4242" not in answer.text + answer.message.subject


def test_a_message_id_that_many_share_leads_nobody_into_anothers_thread() -> None:
    shared = "template@shop.example"
    anas = receive_one(incoming(external_id=shared))
    bens = receive_one(incoming(sender="ben@example.com", external_id=shared))
    assert bens.conversation != anas.conversation
    again = receive_one(incoming("Hello?", sender="ben@example.com", answers=(shared,)))
    assert again.contact == bens.contact
    assert again.entry.message.marks == []


def test_an_empty_id_matches_nothing(anas: Came) -> None:
    receive_one(incoming(sender="ben@example.com", external_id=""))
    mallorys = receive_one(incoming(sender=MALLORY, answers=("",)))
    lands_apart(anas, mallorys)
    assert mallorys.entry.message.marks == []


def test_a_subject_with_anothers_number_is_only_words(anas: Came) -> None:
    for subject in [f"Re: [#{anas.contact.id}]", f"Re: {anas.conversation.id}", "Re: My order"]:
        mallorys = receive_one(incoming(sender=MALLORY, subject=subject))
        lands_apart(anas, mallorys)
        assert mallorys.entry.message.marks == []


def test_thousands_of_forged_ids_are_not_all_looked_up(anas: Came) -> None:
    answers = tuple(f"{number}@x.example" for number in range(5000))
    mallorys = receive_one(incoming(sender=MALLORY, answers=answers))
    lands_apart(anas, mallorys)


def test_their_own_contacts_are_still_their_own(anas: Came) -> None:
    mallorys = receive_one(incoming(sender=MALLORY))
    again = receive_one(incoming(sender=MALLORY, answers=(sent_to_ana().message.external_id,)))
    assert again.contact == mallorys.contact
    assert Contact.objects.count() == 2
