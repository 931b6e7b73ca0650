"""Answers by text: what Twilio says of them, and must-hold 6."""

import time

import pytest

from lifelong.connectors.outgoing import look_again, send
from lifelong.conversations.actions.doubting import ask, let_be
from lifelong.conversations.actions.replying import TooMuch
from lifelong.conversations.actions.sending import retry
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Contact, Conversation, Entry, Message, Sending
from lifelong.conversations.tests.building import agent
from lifelong.customers.models import Consent
from lifelong.lib import clock
from tests.vendors.phones import ANA, OURS, Phones, answered, react, state, try_now
from tests.vendors.server import (
    ACCEPTS_AND_DIES,
    ACCEPTS_AND_STUMBLES,
    DIES,
    Fault,
    Says,
    busy,
)


@pytest.fixture
def asked(phones: Phones) -> Contact:
    entry = phones.text("Where is my parcel?")
    assert entry is not None and entry.contact is not None
    return entry.contact


def sending(entry: Entry) -> Sending:
    return Sending.objects.get(pk=entry.pk)


def test_an_answer_goes_out_as_a_text_and_its_news_come_back(
    phones: Phones, asked: Contact
) -> None:
    entry = answered(asked, "It left today. 🚚")
    assert send(entry.id) is None
    (made,) = phones.twilio.made
    assert (made.get("To"), made.get("From"), made.get("Body")) == (ANA, OURS, "It left today. 🚚")
    assert state(entry) == "accepted"
    assert Message.objects.get(pk=entry.pk).external_id == made.sid
    assert Message.objects.get(pk=entry.pk).subject == ""
    phones.report(made, "sent")
    assert state(entry) == "accepted"
    phones.report(made, "delivered")
    assert state(entry) == "delivered"


def test_a_link_behind_words_is_spelt_out_on_a_phone(phones: Phones, asked: Contact) -> None:
    entry = answered(asked, "**See** [this](https://a.example).")
    send(entry.id)
    (made,) = phones.twilio.made
    assert made.get("Body") == "**See** this <https://a.example>."


def test_news_that_come_twice_and_out_of_order_change_nothing_for_the_worse(
    phones: Phones, asked: Contact
) -> None:
    entry = answered(asked)
    send(entry.id)
    (made,) = phones.twilio.made
    for status in ("delivered", "sent", "delivered", "queued", "sent"):
        phones.report(made, status)
    assert state(entry) == "delivered"


def test_a_text_that_did_not_arrive_reopens_the_matter_and_says_why(
    phones: Phones, asked: Contact
) -> None:
    entry = answered(asked)
    send(entry.id)
    (made,) = phones.twilio.made
    phones.report(made, "undelivered", error=30003)
    assert state(entry) == "failed"
    assert "out of reach" in sending(entry).words
    assert Conversation.objects.get().waiting_since is not None


def test_news_before_the_answer_to_us_are_believed(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(ACCEPTS_AND_DIES)
    assert send(entry.id) is not None
    assert state(entry) == "queued"
    (made,) = phones.twilio.made
    phones.report(made, "delivered")
    assert state(entry) == "delivered"
    assert Message.objects.get(pk=entry.pk).external_id == made.sid
    try_now(entry)
    assert len(phones.twilio.made) == 1


@pytest.mark.parametrize("fault", [ACCEPTS_AND_DIES, ACCEPTS_AND_STUMBLES])
def test_what_twilio_took_without_our_hearing_it_is_looked_up_and_not_sent_twice(
    phones: Phones, asked: Contact, fault: Fault
) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(fault)
    assert send(entry.id) is not None
    try_now(entry)
    assert state(entry) == "accepted"
    (made,) = phones.twilio.made
    assert Message.objects.get(pk=entry.pk).external_id == made.sid


def test_what_twilio_never_got_goes_out_at_the_next_try(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(DIES)
    assert send(entry.id) is not None
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_while_it_cannot_be_looked_up_nothing_more_is_sent(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(ACCEPTS_AND_DIES)
    send(entry.id)
    phones.twilio.fail_next(DIES, method="GET")
    try_now(entry)
    assert state(entry) == "queued" and len(phones.twilio.made) == 1
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_of_two_answers_with_the_same_words_each_finds_its_own(
    phones: Phones, asked: Contact
) -> None:
    first, second = answered(asked, "Yes"), answered(asked, "Yes")
    phones.twilio.fail_next(ACCEPTS_AND_DIES, ACCEPTS_AND_DIES)
    send(first.id)
    send(second.id)
    try_now(first)
    try_now(second)
    ids = set(Message.objects.filter(pk__in=[first.pk, second.pk]).values_list("external_id"))
    assert len(ids) == 2 and len(phones.twilio.made) == 2


def test_an_earlier_text_with_the_same_words_is_not_taken_for_it(
    phones: Phones, asked: Contact
) -> None:
    first = answered(asked, "Yes")
    send(first.id)
    second = answered(asked, "Yes")
    phones.twilio.fail_next(DIES)
    send(second.id)
    try_now(second)
    assert state(second) == "accepted" and len(phones.twilio.made) == 2


def test_a_crash_between_its_yes_and_our_commit_sends_no_second_one(
    phones: Phones, asked: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = answered(asked)

    def killed(*_args: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as crash:
        crash.setattr("lifelong.connectors.outgoing.accepted", killed)
        with pytest.raises(SystemExit):
            send(entry.id)
    assert state(entry) == "sending" and len(phones.twilio.made) == 1
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_a_busy_twilio_is_left_alone_as_long_as_it_asks(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(busy(900))
    again = send(entry.id)
    assert again is not None and (again - clock.now()).total_seconds() > 890
    assert "no more" in sending(entry).words or "Too Many" in sending(entry).words
    try_now(entry)
    assert state(entry) == "accepted"


def test_a_stalled_twilio_is_given_up_for_this_try(
    phones: Phones, asked: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifelong.connectors.twilio.interface.PATIENCE", 0.2)
    entry = answered(asked)
    phones.twilio.fail_next(Fault(slow=0.6))
    assert send(entry.id) is not None
    monkeypatch.undo()
    for _ in range(300):
        if phones.twilio.made:
            break
        time.sleep(0.1)
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_when_nobody_can_be_asked_to_the_end_the_hero_sees_that_nobody_knows(
    phones: Phones, asked: Contact
) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(ACCEPTS_AND_DIES)
    again = send(entry.id) is not None
    while again:
        phones.twilio.fail_next(DIES, method="GET")
        Sending.objects.update(next_try_at=clock.now())
        again = send(entry.id) is not None
    assert state(entry) == "unknown"
    assert Conversation.objects.get().waiting_since is not None
    ask(entry)
    react()
    look_again(entry.id)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1
    assert Conversation.objects.get().waiting_since is None


def unknown(phones: Phones, asked: Contact) -> Entry:
    entry = answered(asked)
    phones.twilio.fail_next(DIES)
    send(entry.id)
    Sending.objects.filter(pk=entry.pk).update(tries=99, next_try_at=clock.now())
    send(entry.id)
    assert state(entry) == "unknown"
    return entry


def test_what_is_unknown_may_be_sent_anyway(phones: Phones, asked: Contact) -> None:
    entry = unknown(phones, asked)
    look_again(entry.id)
    assert state(entry) == "unknown" and "does not have it" in sending(entry).words
    retry(entry)
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_what_is_unknown_may_be_let_be(phones: Phones, asked: Contact) -> None:
    entry = unknown(phones, asked)
    let_be(entry, by=agent())
    assert state(entry) == "unknown"
    assert Conversation.objects.get().waiting_since is None
    assert Entry.objects.filter(details__what="sending-let-be").exists()


def test_a_number_that_is_none_is_given_up_at_once(phones: Phones, asked: Contact) -> None:
    phones.twilio.unknown.add(ANA)
    entry = answered(asked)
    assert send(entry.id) is None
    assert state(entry) == "failed" and "(21211)" in sending(entry).words


def test_that_they_have_stopped_at_twilio_is_kept_as_consent(
    phones: Phones, asked: Contact
) -> None:
    phones.twilio.stopped.add(ANA)
    entry = answered(asked)
    send(entry.id)
    assert state(entry) == "failed"
    consent = Consent.objects.get()
    assert (consent.given, consent.how) == (False, "vendor")


def test_a_wrong_token_is_ours_to_mend_and_loses_nothing(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.token = "changed at Twilio"
    assert send(entry.id) is not None
    assert state(entry) == "queued" and "token" in sending(entry).words


def test_nonsense_for_an_answer_counts_as_not_heard(phones: Phones, asked: Contact) -> None:
    entry = answered(asked)
    phones.twilio.fail_next(Fault(after=Says(200, b"<html>hello</html>")))
    assert send(entry.id) is not None
    try_now(entry)
    assert state(entry) == "accepted" and len(phones.twilio.made) == 1


def test_a_text_of_more_than_1600_letters_is_refused_before_it_is_queued(asked: Contact) -> None:
    with pytest.raises(TooMuch, match="1600"):
        answered(asked, "x" * 1601)


def test_files_go_along_under_an_address_that_opens_without_a_session(
    phones: Phones, asked: Contact
) -> None:
    from urllib.parse import urlsplit

    from django.test import Client

    label = IncomingFile(name="label.pdf", content_type="application/pdf", content=b"%PDF label")
    entry = answered(asked, "Your label", files=[label])
    send(entry.id)
    (made,) = phones.twilio.made
    (url,) = made.media
    found = Client().get(urlsplit(url).path)
    assert (found.status_code, found.content) == (200, b"%PDF label")
    assert found["Content-Disposition"].startswith("attachment")
    assert Client().get(urlsplit(url).path[:-3] + "abc").status_code == 404


def test_an_answer_goes_where_the_customer_wrote_last_or_where_one_chooses(
    phones: Phones, asked: Contact
) -> None:
    from lifelong.channels.models import Brand
    from lifelong.conversations.actions.replying import reply
    from lifelong.conversations.tests.building import endpoint

    mail = endpoint()
    mail.brand = Brand.objects.get(pk=phones.endpoint.brand_id)
    mail.save()
    asked.customer.handles.create(
        kind="email", value="ana@example.com", claimed_how="checkout", claimed_at=clock.now()
    )
    by_mail = reply(asked, text="See the mail", by=agent(), seen_position=None, channel="email")
    assert (by_mail.channel, by_mail.sending.recipient) == ("email", "ana@example.com")
    by_text = reply(asked, text="Soon", by=agent(), seen_position=None)
    assert (by_text.channel, by_text.sending.recipient) == ("sms", ANA)
