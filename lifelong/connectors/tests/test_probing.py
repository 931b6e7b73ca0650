"""A message sent round: known again when it comes in, and nothing is made of it."""

from datetime import timedelta
from email.message import Message
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import keep
from lifelong.channels.actions.probing import NotInUse, begin_probe
from lifelong.channels.models import Delivery, Endpoint, Probe
from lifelong.channels.tests.building import endpoint
from lifelong.connectors import intake
from lifelong.connectors.email import probing
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.email.probing import send_probe
from lifelong.connectors.email.relay import NoRelay
from lifelong.connectors.email.tests.relays import relay
from lifelong.conversations.models import Conversation, Entry
from lifelong.customers.models import Customer
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Endpoint:
    address_book.cache_clear()
    return endpoint("support@shop.example")


def leaves(ours: Endpoint, answer: str = "250 2.0.0 taken") -> Message | None:
    """The mail that a relay takes, or does not."""
    with relay() as server:
        server.answer = answer
        ours.secrets = {"relay": server.url}
        ours.save(update_fields=["secrets"])
        send_probe(ours, by=agent(Role.ADMIN))
        return server.taken[0] if server.taken else None


def comes(mail: Any, *, to: str | None = None) -> Delivery:
    """It comes in by our door. `to`: the envelope's recipient where the headers say another."""
    envelope = {"sender": "support@shop.example", "recipients": [to or mail["To"]]}
    came = keep("email", body=bytes(mail), envelope=envelope)
    intake.settle_batch()
    return Delivery.objects.get(pk=came.pk)


def writes(to: str) -> None:
    """Somebody else does, to an address with a tag of their choice."""
    raw = b"From: Eve <eve@elsewhere.example>\r\nSubject: Hm\r\n\r\nHello\r\n"
    keep("email", body=raw, envelope={"sender": "eve@elsewhere.example", "recipients": [to]})
    intake.settle_batch()


def kept_nothing() -> bool:
    return not (Customer.objects.exists() or Conversation.objects.exists())


def test_it_goes_out_under_a_tag_and_its_return_is_written_down(ours: Endpoint) -> None:
    mail = leaves(ours)
    assert mail is not None and mail["To"].startswith("support+probe.")
    assert mail["Auto-Submitted"] == "auto-replied"
    came = comes(mail)
    probe = Probe.objects.get()
    assert probe.returned_at == came.received_at and probe.refusal == ""
    assert (came.state, came.endpoint) == ("stored", ours) and "nothing of it kept" in came.reason
    assert kept_nothing()


def test_the_token_itself_is_not_kept_nor_what_a_server_says_of_it(ours: Endpoint) -> None:
    mail = leaves(ours)
    assert mail is not None
    token = mail["To"].partition("+probe.")[2].partition("@")[0]
    assert token not in str(Probe.objects.values().get())
    comes(_bounce(mail["Message-ID"], b"no " + mail["To"].encode()), to="support@shop.example")
    probe = Probe.objects.values().get()
    assert probe["refusal"] == "550 5.1.1 no support+probe.…@shop.example"
    assert token not in str(probe)


def test_a_server_that_strips_the_tag_or_shouts_brings_it_back_all_the_same(ours: Endpoint) -> None:
    mail = leaves(ours)
    assert comes(mail, to="support@shop.example").state == "stored"
    assert Probe.objects.get().returned_at
    second = leaves(ours)
    assert second is not None
    assert comes(second, to=second["To"].upper()).state == "stored"
    assert Probe.objects.filter(returned_at=None).count() == 0 and kept_nothing()


def test_a_second_copy_changes_nothing(ours: Endpoint) -> None:
    mail = leaves(ours)
    first = comes(mail)
    assert comes(mail).state == "duplicate"
    assert Probe.objects.get().returned_at == first.received_at and kept_nothing()


def test_two_copies_in_one_batch_are_one_return(ours: Endpoint) -> None:
    mail = leaves(ours)
    assert mail is not None
    for _time in range(2):
        keep("email", body=bytes(mail), envelope={"sender": "", "recipients": [mail["To"]]})
    intake.settle_batch()
    states = list(Delivery.objects.order_by("state").values_list("state", flat=True))
    assert states == ["duplicate", "stored"]


def test_a_guessed_token_is_mail_like_any_other(ours: Endpoint) -> None:
    leaves(ours)
    writes(f"support+probe.{'0' * 32}@shop.example")
    assert Probe.objects.get().returned_at is None
    assert Entry.objects.get().text == "Hello"


def test_the_token_of_another_address_of_ours_is_nothing_here(ours: Endpoint) -> None:
    endpoint("hello@shop.example")
    _probe, token = begin_probe(ours, by=None)
    writes(f"hello+probe.{token}@shop.example")
    assert Probe.objects.get().returned_at is None and Entry.objects.count() == 1


def test_one_that_comes_after_an_hour_is_no_news(
    ours: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = leaves(ours)
    late = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    came = comes(mail)
    assert Probe.objects.get().returned_at is None
    # what it then is: mail of ours that a machine wrote
    assert came.state == "quarantined" and kept_nothing()


def test_an_intake_that_is_killed_before_it_commits_notes_it_the_next_time(
    ours: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = leaves(ours)
    assert mail is not None
    keep("email", body=bytes(mail), envelope={"sender": "", "recipients": [mail["To"]]})

    def killed(outcomes: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as here, pytest.raises(KeyboardInterrupt):
        here.setattr("lifelong.connectors.intake.settle_all", killed)
        intake.settle_batch()
    assert Probe.objects.get().returned_at is None
    intake.begin_carefully()
    assert Probe.objects.get().returned_at and Delivery.objects.get().state == "stored"


def test_a_sender_that_is_killed_after_the_relay_took_it_hears_of_it_all_the_same(
    ours: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Any] = []

    def takes_and_dies(mail: Any, **_said: object) -> None:
        taken.append(mail)
        raise KeyboardInterrupt

    monkeypatch.setattr(probing, "hand_over", takes_and_dies)
    ours.secrets = {"relay": "smtp://127.0.0.1:1"}
    with pytest.raises(KeyboardInterrupt):
        send_probe(ours, by=None)
    assert comes(taken[0]).state == "stored"
    assert Probe.objects.get().returned_at


def test_what_the_relay_says_that_does_not_take_it_is_written_down(ours: Endpoint) -> None:
    assert leaves(ours, answer="554 5.7.1 Not with me") is None
    probe = Probe.objects.get()
    assert "Not with me" in probe.refusal and probe.returned_at is None


def test_one_that_is_given_back_says_why_and_is_not_back(ours: Endpoint) -> None:
    mail = leaves(ours)
    assert mail is not None
    came = comes(_bounce(mail["Message-ID"]), to="support@shop.example")
    probe = Probe.objects.get()
    assert probe.refusal == "550 5.1.1 no tags here" and probe.returned_at is None
    assert came.state == "stored" and kept_nothing()
    # and if it comes after all, it is back
    comes(mail)
    assert Probe.objects.get().returned_at


def _bounce(message_id: str, words: bytes = b"no tags here") -> bytes:
    return b"\r\n".join(
        [
            b"From: MAILER-DAEMON@mx.example", b"Subject: Undelivered",
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', b"",
            b"--b", b"Content-Type: text/plain", b"", b"It did not work.",
            b"--b", b"Content-Type: message/delivery-status", b"",
            b"Reporting-MTA: dns; mx.example", b"",
            b"Action: failed", b"Diagnostic-Code: smtp; 550 5.1.1 " + words, b"",
            b"--b", b"Content-Type: text/rfc822-headers", b"",
            b"Message-ID: " + message_id.encode(), b"", b"--b--", b"",
        ]
    )  # fmt: skip


def test_where_nothing_leaves_or_nothing_is_taken_none_is_sent(ours: Endpoint) -> None:
    with pytest.raises(NoRelay):
        send_probe(ours, by=None)
    ours.secrets, ours.is_active = {"relay": "smtp://127.0.0.1:1"}, False
    with pytest.raises(NotInUse):
        send_probe(ours, by=None)
    assert not Probe.objects.exists()
