"""The intake over what it may meet."""

from collections.abc import Sequence
from types import SimpleNamespace
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from lifelong.channels.actions.delivering import block, keep, let_in, replay, unblock
from lifelong.channels.doorbell import ARRIVALS
from lifelong.channels.models import Delivery
from lifelong.connectors import intake
from lifelong.connectors.email.endpoints import address_book
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import endpoint
from lifelong.lib.postgres.lines import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ours() -> str:
    address_book.cache_clear()
    return endpoint().address


def arrives(ours: str, *lines: str, sender: str = "ana@example.com") -> Delivery:
    raw = "\r\n".join([f"From: <{sender}>", *lines]).encode()
    return keep("email", body=raw, envelope={"sender": sender, "recipients": [ours]})


def state(delivery: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk)


def test_a_batch_holds_messages_copies_and_what_cannot_be_read(ours: str) -> None:
    first = arrives(ours, "Message-ID: <1@x>", "", "Where is it?")
    copy = arrives(ours, "Message-ID: <1@x>", "", "Where is it?")
    empty = arrives(ours, "", "")
    assert intake.settle_batch() == 3
    assert [state(one) for one in (first, copy, empty)] == ["stored", "duplicate", "parked"]
    assert Delivery.objects.get(pk=empty.pk).reason
    assert intake.settle_batch() == 0


def test_a_batch_ends_before_its_bodies_are_too_much(
    ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH_BYTES", 5_000)
    for number, size in enumerate([9_000, 2_000, 2_000, 2_000]):
        arrives(ours, f"Message-ID: <{number}@x>", "", "x" * size)
    assert [intake.settle_batch() for _ in range(4)] == [1, 2, 1, 0]


def test_an_answer_and_what_it_answers_may_come_in_one_batch(ours: str) -> None:
    arrives(ours, "Message-ID: <1@x>", "", "Where is it?")
    arrives(
        ours, "Message-ID: <2@y>", "In-Reply-To: <1@x>", "", "Mine too!", sender="eve@y.example"
    )
    intake.settle_batch()
    assert Conversation.objects.count() == 2
    marked = Entry.objects.get(text="Mine too!").message.marks
    assert marked[0]["mark"] == "answers-anothers-thread"


def test_one_that_cannot_be_stored_is_parked_alone(
    ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lifelong.conversations.actions import placing

    plain = placing._carried

    def fails(entry, message, *rest):  # type: ignore[no-untyped-def]
        if "poison" in message.text:
            raise ValueError("poison")
        return plain(entry, message, *rest)

    monkeypatch.setattr(placing, "_carried", fails)
    good = [arrives(ours, f"Message-ID: <{n}@x>", "", f"Order {n}") for n in range(3)]
    bad = arrives(ours, "Message-ID: <9@x>", "", "poison")
    intake.settle_batch()
    assert [state(one) for one in good] == ["stored"] * 3
    assert state(bad) == "parked"
    assert Entry.objects.count() == 3
    monkeypatch.undo()
    replay(bad)
    intake.settle_batch()
    assert state(bad) == "stored"


def test_what_fails_once_is_stored(ours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = arrives(ours, "Message-ID: <1@x>", "", "Where is it?")
    plain, failures = intake._settle, iter([RuntimeError("batch"), RuntimeError("alone")])

    def fails(claimed: Sequence[UUID]) -> None:
        if failure := next(failures, None):
            raise failure
        plain(claimed)

    monkeypatch.setattr(intake, "_settle", fails)
    intake.settle_batch()
    assert state(one) == "stored"


def test_what_ends_the_intake_again_and_again_is_parked(
    ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = arrives(ours, "Message-ID: <1@x>", "", "deadly")

    def dies(claimed: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, "_settle", dies)
    for _ in range(intake.ROUNDS):
        with pytest.raises(KeyboardInterrupt):
            intake.begin_carefully()
    intake.begin_carefully()
    assert state(deadly) == "parked"


def test_quarantine_is_let_in_or_blocked_in_one_step(ours: str) -> None:
    auto = "Auto-Submitted: auto-generated"
    newsletter = arrives(ours, "Message-ID: <1@x>", auto, "", "Sale!", sender="shop@spam.example")
    invoice = arrives(ours, "Message-ID: <2@x>", auto, "", "Invoice", sender="bill@v.example")
    intake.settle_batch()
    assert [state(newsletter), state(invoice)] == ["quarantined"] * 2
    assert not Conversation.objects.exists()

    let_in(invoice)
    block(newsletter, handles=["shop@spam.example"], by=None)
    intake.settle_batch()
    assert state(invoice) == "stored"
    again = arrives(ours, "Message-ID: <3@x>", "", "Sale again!", sender="shop@spam.example")
    intake.settle_batch()
    assert [state(newsletter), state(again)] == ["blocked", "blocked"]
    again.refresh_from_db()
    assert again.summary and again.summary["sender"] == "shop@spam.example"
    assert unblock(again) == 2
    assert [state(newsletter), state(again)] == ["quarantined"] * 2
    later = arrives(ours, "Message-ID: <4@x>", "", "A question", sender="shop@spam.example")
    intake.settle_batch()
    assert state(later) == "stored"


@pytest.mark.django_db(transaction=True)
def test_it_lingers_once_however_often_it_was_rung_while_it_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lingered: list[float] = []
    monkeypatch.setattr(intake, "IDLE", 0.1)
    monkeypatch.setattr(intake, "time", SimpleNamespace(sleep=lingered.append))
    try:
        intake._wait_for_arrival()
        while lingered:  # what the test before has rung
            lingered.clear()
            intake._wait_for_arrival()
        with psycopg.connect(address("test"), autocommit=True) as door:
            for _one in range(30):
                door.execute("SELECT pg_notify(%s, '')", [ARRIVALS])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # at work: what was rung comes along with the answer
        intake._wait_for_arrival()
        assert lingered == [intake.LINGER]
        intake._wait_for_arrival()
        assert lingered == [intake.LINGER], "what was heard once wakes nobody again"
    finally:
        connection.close()
