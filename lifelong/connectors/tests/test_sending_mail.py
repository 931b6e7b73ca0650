"""Mail out: what a relay says, and what becomes of the answer."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from lifelong.channels.models import Endpoint
from lifelong.connectors.email import reply_address
from lifelong.connectors.email.reading import signing_keys
from lifelong.connectors.email.relay import hand_over
from lifelong.connectors.email.tests.relays import Relay, relay
from lifelong.connectors.outgoing import send
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Conversation, Entry, Sending
from lifelong.conversations.tests.building import agent, endpoint, incoming, receive_one
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_side() -> Iterator[Relay]:
    with relay() as started:
        yield started


def an_answer(url: str) -> Entry:
    """An answer whose time to be taken back is over."""
    ours = endpoint()
    Endpoint.objects.filter(pk=ours.pk).update(secrets={"relay": url})
    came = receive_one(incoming(external_id="asked@example.com", subject="My order"), at=ours)
    entry = reply(came.contact, text="It left today.", by=agent(), seen_position=None)
    Sending.objects.update(send_at=clock.now(), next_try_at=clock.now())
    return entry


def sending(entry: Entry) -> Sending:
    return Sending.objects.get(pk=entry.pk)


def due_again(entry: Entry) -> None:
    Sending.objects.filter(pk=entry.pk).update(next_try_at=clock.now())


def test_a_taken_mail_is_accepted_and_threads_at_the_other_side(other_side: Relay) -> None:
    entry = an_answer(other_side.url)
    assert send(entry.id) is None
    assert sending(entry).state == "accepted"
    (mail,) = other_side.taken
    assert mail["In-Reply-To"] == "<asked@example.com>"
    assert mail["Message-ID"] == f"<{entry.message.external_id}>"
    assert mail["Auto-Submitted"] is None
    token = str(mail["Reply-To"]).partition("+r.")[2].partition("@")[0]
    assert reply_address.read(token, signing_keys()) == entry.contact_id


def test_it_is_not_sent_again_once_it_was_taken(other_side: Relay) -> None:
    entry = an_answer(other_side.url)
    send(entry.id)
    assert send(entry.id) is None
    assert len(other_side.taken) == 1


def test_it_is_not_sent_before_its_time(other_side: Relay) -> None:
    entry = an_answer(other_side.url)
    Sending.objects.update(next_try_at=clock.now() + timedelta(minutes=1))
    assert send(entry.id) is None
    assert other_side.taken == []
    assert sending(entry).state == "queued"


@pytest.mark.parametrize("answer", ["450 4.2.1 try later", "421 4.3.2 closing"])
def test_what_may_pass_is_tried_again_later(other_side: Relay, answer: str) -> None:
    entry = an_answer(other_side.url)
    other_side.answer = answer
    again = send(entry.id)
    assert again is not None and again > clock.now()
    assert sending(entry).state == "queued"
    assert answer[:3] in sending(entry).words
    other_side.answer = "250 OK"
    due_again(entry)
    assert send(entry.id) is None
    assert sending(entry).state == "accepted"


def test_a_permanent_no_reopens_the_contact_and_says_why(other_side: Relay) -> None:
    entry = an_answer(other_side.url)
    other_side.answer = "550 5.1.1 no such person"
    assert send(entry.id) is None
    assert sending(entry).state == "failed"
    assert "no such person" in sending(entry).words
    assert Conversation.objects.get().waiting_since is not None


def test_after_a_yes_that_was_never_heard_the_same_message_goes_again(other_side: Relay) -> None:
    entry = an_answer(other_side.url)
    other_side.answer = "hang up"
    assert send(entry.id) is not None
    other_side.answer = "250 OK"
    due_again(entry)
    send(entry.id)
    ids = {mail["Message-ID"] for mail in other_side.taken}
    assert len(other_side.taken) == 2 and len(ids) == 1
    assert sending(entry).state == "accepted"


def test_a_stalled_relay_is_given_up_for_this_try_and_gets_the_same_message_again(
    other_side: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = an_answer(other_side.url)
    other_side.answer = "stall"
    monkeypatch.setattr(hand_over, "__kwdefaults__", {"patience": 0.3})
    assert send(entry.id) is not None
    assert sending(entry).state == "queued"
    other_side.answer = "250 OK"
    due_again(entry)
    assert send(entry.id) is None
    assert len({mail["Message-ID"] for mail in other_side.taken}) == 1
    assert sending(entry).state == "accepted"


def test_after_a_crash_between_its_yes_and_our_commit_the_same_message_goes_again(
    other_side: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = an_answer(other_side.url)

    def killed(*_args: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as crash:
        crash.setattr("lifelong.connectors.outgoing.accepted", killed)
        with pytest.raises(SystemExit):
            send(entry.id)
    assert sending(entry).state == "sending" and len(other_side.taken) == 1
    due_again(entry)
    assert send(entry.id) is None
    assert sending(entry).state == "accepted"
    assert len({mail["Message-ID"] for mail in other_side.taken}) == 1


def test_no_relay_at_all_is_a_reason_to_try_again() -> None:
    entry = an_answer("smtp://127.0.0.1:1")
    assert send(entry.id) is not None
    assert sending(entry).state == "queued"


def test_a_relay_address_that_is_none_is_said_and_nothing_is_lost() -> None:
    entry = an_answer("carrier-pigeon://coop")
    assert send(entry.id) is not None
    assert "smtp://" in sending(entry).words


def test_an_outbox_keeps_the_mail_here(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    entry = an_answer("outbox:")
    send(entry.id)
    kept = list((settings.HOME / "outbox").iterdir())
    assert len(kept) == 1 and b"It left today." in kept[0].read_bytes()


def test_an_answer_that_is_gone_is_nobodys_trouble() -> None:
    with pytest.raises(Entry.DoesNotExist):
        send(UUID(int=1))


def test_what_cannot_be_made_ready_is_given_up_in_the_end_and_says_why(
    other_side: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = an_answer(other_side.url)

    def broken(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("lifelong.connectors.email.sending.written", broken)
    while send(entry.id) is not None:
        due_again(entry)
    assert sending(entry).state == "failed"
    assert "FileNotFoundError" in sending(entry).words
    assert Conversation.objects.get().waiting_since is not None
