"""Texts from customers, on Twilio's wire format."""

import pytest
from django.test import Client

from lifelong.channels.models import Delivery
from lifelong.connectors.fetching import fetch_file
from lifelong.connectors.twilio.sending import webhook
from lifelong.conversations.actions.awaiting import try_again
from lifelong.conversations.models import AwaitedFile, Conversation, Entry
from lifelong.conversations.ways import Stopped
from lifelong.customers.models import Consent, Handle
from lifelong.lib import clock
from tests.vendors.phones import ANA, Phones, answered, state, try_now
from tests.vendors.server import DIES
from tests.vendors.twilio import new_sid

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def last_delivery() -> Delivery:
    return Delivery.objects.latest("id")


def test_a_text_stands_in_its_senders_conversation_and_proves_the_phone(phones: Phones) -> None:
    entry = phones.text("Where is my parcel? 📦")
    assert entry is not None
    assert (entry.text, entry.channel) == ("Where is my parcel? 📦", "sms")
    handle = Handle.objects.get()
    assert (handle.kind, handle.value, handle.proved_how) == ("phone", ANA, "text")
    assert Conversation.objects.get().waiting_since is not None
    assert entry.contact is not None and entry.contact.endpoint == phones.endpoint


def test_the_same_text_twice_is_one(phones: Phones) -> None:
    sid = new_sid()
    phones.text("Hello", sid=sid)
    phones.text("Hello", sid=sid)
    assert last_delivery().state == "duplicate"
    assert Entry.objects.filter(kind="message_in").count() == 1
    phones.text("Hello")
    assert Entry.objects.filter(kind="message_in").count() == 2


def test_twilio_hears_an_empty_answer_so_that_it_texts_nothing_back(phones: Phones) -> None:
    fields = phones.twilio.text_fields(ANA, phones.endpoint.address, "Hi")
    from urllib.parse import urlencode, urlsplit

    from tests.vendors.twilio import sign

    url = webhook(phones.endpoint)
    answer = Client().post(
        urlsplit(url).path,
        data=urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": sign(url, fields, phones.twilio.token)},
    )
    assert (answer["Content-Type"], answer.content) == ("text/xml", b"<Response/>")


def test_a_forged_text_is_refused_and_counted(phones: Phones) -> None:
    fields = phones.twilio.text_fields(ANA, phones.endpoint.address, "Hi")
    assert phones.knock(webhook(phones.endpoint), fields, signature="forged") == 403
    phones.endpoint.refresh_from_db()
    assert phones.endpoint.refused == 1 and "signature" in phones.endpoint.refused_why
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"AccountSid": "AC" + "0" * 32}, "another Twilio account"),
        ({"To": "+15005550006"}, "another number"),
        ({"MessageSid": "", "SmsSid": ""}, "which message"),
        ({"From": "whatsapp:+447700900123"}, "another messenger"),
        ({"From": ""}, "from which number"),
        ({"Body": "  "}, "neither words nor"),
    ],
)
def test_what_cannot_be_attributed_is_parked_with_a_sentence(
    phones: Phones, more: dict[str, str], why: str
) -> None:
    assert phones.text("Hi", **more) is None
    kept = last_delivery()
    assert kept.state == "parked" and why in kept.reason


@pytest.mark.parametrize("sender", ["72404", "DHL Paket"])
def test_machines_wait_in_quarantine(phones: Phones, sender: str) -> None:
    assert phones.text("Your parcel arrives today", sender=sender) is None
    assert last_delivery().state == "quarantined"


def test_letters_that_no_phone_sends_do_no_harm(phones: Phones) -> None:
    entry = phones.text("a\x00b\x07c\ud83d".encode("utf-8", "replace").decode() + "\r\nd")
    assert entry is not None and entry.text == "abc?\nd"


def test_a_picture_follows_its_text(phones: Phones) -> None:
    entry = phones.text("", media=[("image/png", PNG), ("text/x-vcard", b"BEGIN:VCARD")])
    assert entry is not None and entry.text == ""
    assert Conversation.objects.get().waiting_since is not None
    for awaited in AwaitedFile.objects.order_by("place"):
        assert fetch_file(awaited.id) is None
    files = [one.file for one in entry.attachments.order_by("place")]
    assert [one.content_type for one in files] == ["image/png", "text/x-vcard"]
    assert files[0].size == len(PNG) and not AwaitedFile.objects.exists()


def test_a_picture_that_is_not_there_yet_is_fetched_later_and_in_the_end_said_to_be_lost(
    phones: Phones,
) -> None:
    entry = phones.text("Look", media=[("image/png", PNG)])
    awaited = AwaitedFile.objects.get()
    phones.twilio.fail_next(DIES, method="GET")
    assert fetch_file(awaited.id) is not None
    revision = Entry.objects.values_list("revision", flat=True)
    before = revision.get(pk=entry.pk)  # type: ignore[union-attr]
    again = True
    while again:
        phones.twilio.fail_next(DIES, method="GET")
        AwaitedFile.objects.update(next_try_at=clock.now())
        again = fetch_file(awaited.id) is not None
    awaited.refresh_from_db()
    assert awaited.next_try_at is None and awaited.words
    assert revision.get(pk=entry.pk) > before  # type: ignore[union-attr]
    try_again(entry)  # type: ignore[arg-type]
    fetch_file(awaited.id)
    assert entry is not None and entry.attachments.count() == 1


def test_our_sign_in_is_told_to_nobody_but_twilio(phones: Phones) -> None:
    phones.text("Look", media=[("image/png", PNG)])
    AwaitedFile.objects.update(url="http://127.0.0.1:1/elsewhere.png")
    fetch_file(AwaitedFile.objects.get().id)
    lost = AwaitedFile.objects.get()
    assert lost.next_try_at is None and "web" in lost.words


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop. ", "UNSUBSCRIBE", "STOPP", "quit"])
def test_stop_is_kept_as_consent_and_makes_nobody_wait(phones: Phones, word: str) -> None:
    phones.text("Where is my parcel?")
    entry = answered(Entry.objects.filter(kind="message_in").get().contact)
    try_now(entry)
    phones.text(word)
    consent = Consent.objects.get()
    assert (consent.channel, consent.given, consent.how) == ("sms", False, "keyword")
    assert Conversation.objects.get().waiting_since is None
    assert Entry.objects.filter(details__what="said-stop").count() == 1


def test_who_said_stop_is_not_texted_until_they_say_start(phones: Phones) -> None:
    first = phones.text("Where is my parcel?")
    phones.text("STOP")
    with pytest.raises(Stopped, match="START"):
        answered(first.contact if first else None)
    phones.text("START")
    assert Consent.objects.get().given
    entry = answered(first.contact if first else None)
    try_now(entry)
    assert state(entry) == "accepted"


def test_yes_is_an_answer_of_who_has_not_stopped(phones: Phones) -> None:
    phones.text("Yes")
    assert Conversation.objects.get().waiting_since is not None
    assert not Consent.objects.exists()
    phones.text("STOP")
    phones.text("YES")
    assert Consent.objects.get().given


def test_stop_inside_a_sentence_and_help_are_words_to_us(phones: Phones) -> None:
    phones.text("Please stop sending me the wrong size")
    phones.text("HELP")
    assert not Consent.objects.exists()
    assert Conversation.objects.get().waiting_since is not None


def test_a_first_stop_of_a_stranger_begins_no_matter(phones: Phones) -> None:
    phones.text("STOP")
    assert not Consent.objects.get().given
    assert Conversation.objects.get().status == "closed"


def test_stop_that_comes_while_an_answer_waits_keeps_it_here(phones: Phones) -> None:
    first = phones.text("Where is my parcel?")
    entry = answered(first.contact if first else None)
    phones.text("STOP")
    try_now(entry)
    assert state(entry) == "failed" and not phones.twilio.made
