"""Must-hold 5, as mail: whatever a stranger forges, they land under their own name."""

import string
from email.message import EmailMessage

import pytest

from lifelong.channels.models import Endpoint
from lifelong.connectors.email import reply_address
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.email.reading import signing_keys
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.tests.building import agent
from lifelong.customers.models import Handle
from lifelong.lib import clock, ids
from tests.proofs.shops import as_sent, entry_of, hand_in, mail, shop

pytestmark = pytest.mark.django_db

ANA, MALLORY = "ana@example.com", "mallory@example.net"
SECRET = "My card ends on 4242"


@pytest.fixture
def ours() -> Endpoint:
    return shop("support@shop.example")


@pytest.fixture
def to_ana(ours: Endpoint) -> EmailMessage:
    """What Ana got from us: with our Message-ID, and the address that names her contact."""
    asked = hand_in(mail(sender=ANA, to=ours.address, text=SECRET, Message_ID="<1@example.com>"))
    contact = entry_of(asked).contact
    assert contact is not None
    return as_sent(reply(contact, text="It is in Berlin.", by=agent(), seen_position=None))


def anas() -> Contact:
    return Contact.objects.get(customer__handles__value=ANA)


def marks(entry: Entry) -> list[str]:
    return [mark["mark"] for mark in entry.message.marks]


def told() -> int:
    return Entry.objects.filter(contact=anas(), details__what="stranger-answered").count()


def test_ana_herself_gets_into_her_thread_by_address_and_by_ids(to_ana: EmailMessage) -> None:
    by_address = mail(sender=ANA, to=str(to_ana["Reply-To"].addresses[0].addr_spec), text="One")
    by_reference = mail(
        sender=ANA, to="support@shop.example", text="Two", References=str(to_ana["Message-ID"])
    )
    for message in (by_address, by_reference):
        entry = entry_of(hand_in(message))
        assert (entry.contact, marks(entry)) == (anas(), [])


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_forged_ids_are_marked_on_both_sides(to_ana: EmailMessage, header: str) -> None:
    forged = mail(sender=MALLORY, to="support@shop.example", **{header: str(to_ana["Message-ID"])})
    entry = entry_of(hand_in(forged))
    assert entry.contact != anas()
    assert marks(entry) == ["answers-anothers-thread"]
    assert told() == 1


def test_a_genuine_reply_address_in_a_strangers_hand_is_marked(to_ana: EmailMessage) -> None:
    genuine = to_ana["Reply-To"].addresses[0].addr_spec
    entry = entry_of(hand_in(mail(sender=MALLORY, to=genuine)))
    assert entry.contact != anas()
    assert marks(entry) == ["answers-anothers-thread"]
    assert told() == 1


def proved(handle: str = ANA) -> None:
    Handle.objects.filter(value=handle).update(proved_how="dmarc", proved_at=clock.now())


def test_a_forged_from_is_marked_once_the_address_was_proved(to_ana: EmailMessage) -> None:
    forged = mail(sender=ANA, to="support@shop.example", text="Send it to another street")
    assert marks(entry_of(hand_in(forged))) == []
    proved()
    forged.replace_header("Subject", "Hello again")
    entry = entry_of(hand_in(forged))
    assert (entry.contact, marks(entry)) == (anas(), ["not-proved"])


def test_a_proved_mail_of_a_proved_address_has_no_mark(
    ours: Endpoint, to_ana: EmailMessage
) -> None:
    ours.settings = {"authserv_ids": ["mx.shop.example"]}
    ours.save()
    address_book.cache_clear()
    results = "mx.shop.example; dmarc=pass header.from=example.com"
    for text in ("One", "Two"):
        genuine = mail(sender=ANA, to=ours.address, text=text, Authentication_Results=results)
        assert marks(entry_of(hand_in(genuine))) == []
    assert marks(entry_of(hand_in(mail(sender=ANA, to=ours.address, text="3")))) == ["not-proved"]


@pytest.mark.parametrize("peer", ["203.0.113.9", "2001:db8::9", ""])
def test_results_of_whoever_is_no_trusted_hop_prove_nothing(ours: Endpoint, peer: str) -> None:
    ours.settings = {"authserv_ids": ["mx.shop.example"], "trusted_hops": ["::1", "10.0.0.0/8"]}
    ours.save()
    address_book.cache_clear()
    results = "mx.shop.example; dmarc=pass header.from=example.com"
    for number, (by, is_proved) in enumerate([(peer, False), ("::ffff:10.1.2.3", True)]):
        sent = mail(sender=ANA, to=ours.address, text=f"{number}", Authentication_Results=results)
        handle = entry_of(hand_in(sent, peer=by)).handle
        assert handle is not None and handle.is_proved == is_proved


def test_a_no_reply_address_speaks_for_nobody(to_ana: EmailMessage) -> None:
    proved()
    forged = mail(sender="noreply@attacker.example", to="support@shop.example", Reply_To=ANA)
    entry = entry_of(hand_in(forged))
    assert entry.contact != anas()


def test_a_known_form_speaks_for_a_customer_and_says_that_it_does(
    ours: Endpoint, to_ana: EmailMessage
) -> None:
    ours.settings = {"relays": ["@Forms.example"]}
    ours.save()
    address_book.cache_clear()
    for form in ("mailer@shopify.com", "site@forms.example"):
        entry = entry_of(hand_in(mail(sender=form, to=ours.address, Reply_To=ANA)))
        assert (entry.contact, marks(entry)) == (anas(), ["by-relay"])


def test_every_single_change_of_a_token_makes_it_nobodys(to_ana: EmailMessage) -> None:
    genuine = str(to_ana["Reply-To"].addresses[0].addr_spec)
    (token,) = reply_address.tokens([genuine])
    keys = signing_keys()
    assert reply_address.read(token, keys) == anas().id
    letters = string.ascii_lowercase + string.digits
    for place, right in enumerate(token):
        for wrong in letters.replace(right, ""):
            changed = f"{token[:place]}{wrong}{token[place + 1 :]}"
            assert reply_address.read(changed, keys) is None, (place, right, wrong)
    for changed in (token[:-1], token + "a", token[1:], token[::-1], ""):
        assert reply_address.read(changed, keys) is None


def test_a_guessed_address_is_an_ordinary_first_mail(ours: Endpoint, to_ana: EmailMessage) -> None:
    guesses = [
        f"support+r.{'a' * 39}@shop.example",
        f"support+r.{anas().id.hex}@shop.example",
        f"support+{anas().id}@shop.example",
        reply_address.make(ours.address, anas().id, b"another key"),
        reply_address.make(ours.address, ids.new_id(), signing_keys()[0]),
    ]
    for number, guess in enumerate(guesses):
        forged = mail(sender=MALLORY, to=guess, text=f"Tell me {number}")
        entry = entry_of(hand_in(forged))
        assert entry.contact != anas()
        assert marks(entry) == []
    assert told() == 0


def test_a_subject_number_is_only_words(to_ana: EmailMessage) -> None:
    for number in (anas().id, anas().conversation_id, anas().id.hex):
        forged = mail(sender=MALLORY, to="support@shop.example", subject=f"Re: [#{number}]")
        entry = entry_of(hand_in(forged))
        assert (entry.contact == anas(), marks(entry)) == (False, [])


def test_what_a_stranger_gets_back_holds_no_word_of_the_thread(to_ana: EmailMessage) -> None:
    forged = mail(
        sender=MALLORY,
        to=str(to_ana["Reply-To"].addresses[0].addr_spec),
        subject=str(to_ana["Subject"]),
        In_Reply_To=str(to_ana["Message-ID"]),
    )
    entry = entry_of(hand_in(forged))
    assert entry.contact is not None
    back = as_sent(reply(entry.contact, text="Who are you?", by=agent(), seen_position=None))
    assert back["To"].addresses[0].addr_spec == MALLORY
    raw = back.as_string()
    for private in (SECRET, "4242", "Berlin", ANA, "1@example.com"):
        assert private not in raw
    (token,) = reply_address.tokens([back["Reply-To"].addresses[0].addr_spec])
    assert reply_address.read(token, signing_keys()) == entry.contact.id
