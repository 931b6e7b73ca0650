"""How what was sent fares on its way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import (
    reply,
)
from lifelong.conversations.actions.sending import (
    PAUSES,
    accepted,
    begin_try,
    delivered,
    failed_once,
    retry,
)
from lifelong.conversations.models import Contact, Conversation, Draft, Entry, Sending
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import (
    agent,
    arrival,
    receive_one,
    report,
    topic,
)
from lifelong.events.models import Event
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def an_answer() -> Entry:
    with stopped_at(NOW):
        came = receive_one()
        return reply(came.contact, text="On its way.", by=agent(), seen_position=None)


def state() -> str:
    return Sending.objects.get().state


def test_it_goes_out_when_the_time_to_take_it_back_is_over() -> None:
    answer = an_answer()
    with stopped_at(NOW + 9 * SECOND):
        assert begin_try(answer.id) is None
    with stopped_at(NOW + 10 * SECOND):
        assert begin_try(answer.id) == answer
        assert begin_try(answer.id) is None
        assert state() == "sending"
        accepted(answer.id)
    assert state() == "accepted"


def test_screens_hear_in_passing_that_it_goes_well_and_at_once_that_it_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = an_answer()
    told = []

    def listen(subject: str, *, audience: object, in_passing: bool = False) -> None:
        told.append(in_passing)

    monkeypatch.setattr("lifelong.conversations.actions.changing.publish", listen)
    with stopped_at(NOW + 10 * SECOND):
        begin_try(answer.id)
        accepted(answer.id)
        delivered(answer.id)
        assert told == [True, True, True]
        contact = an_answer().contact
        assert contact is not None
        failing = reply(contact, text="Again.", by=None, seen_position=None)
    told.clear()
    with stopped_at(NOW + 20 * SECOND):
        begin_try(failing.id)
        failed_once(failing.id, words="No such mailbox.", permanent=True)
    assert told == [True, False]


def test_send_later_waits_for_its_moment() -> None:
    with stopped_at(NOW):
        came = receive_one()
        reply(came.contact, text="Hi", by=agent(), seen_position=None, send_at=NOW + DAY)
    assert Sending.objects.get().next_try_at == NOW + DAY


def test_a_try_that_fails_comes_again_later_each_time_until_it_is_given_up() -> None:
    answer, at, tries = an_answer(), NOW + HOUR, 0
    while True:
        with stopped_at(at):
            assert begin_try(answer.id) is not None
            tries += 1
            again = failed_once(answer.id, words="451 busy", permanent=False)
        if again is None:
            break
        assert again > at
        at = again
    assert tries == len(PAUSES) + 1
    assert at - NOW > 2 * DAY
    assert state() == "failed"


def test_giving_up_reopens_the_contact_and_says_why() -> None:
    answer = an_answer()
    contact = Contact.objects.get()
    close(contact, topic=topic(), by=answer.agent)
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        failed_once(answer.id, words="550 no such user", permanent=True)
    contact.refresh_from_db()
    assert (contact.closed_at, contact.resolution) == (None, "")
    assert contact.waiting_since == NOW + HOUR
    assert Conversation.objects.get().status == Status.NEW
    assert Sending.objects.get().words == "550 no such user"
    assert {"ContactReopened", "SendingGaveUp"} <= set(names())
    assert Entry.objects.filter(details__what="sending-failed").exists()


def test_what_was_given_up_can_be_tried_again() -> None:
    answer = an_answer()
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        failed_once(answer.id, words="550", permanent=True)
        retry(answer)
        assert begin_try(answer.id) is not None


def sent() -> Entry:
    answer = an_answer()
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        accepted(answer.id)
    return answer


def test_reports_move_the_state_and_a_bounce_reopens_once() -> None:
    answer = sent()
    assert receive(report(answer, "delivered"), arrival=arrival()).state is DeliveryState.STORED
    assert state() == "delivered"
    for _ in range(2):
        bounce = report(answer, "bounced", words="550 mailbox full")
        assert receive(bounce, arrival=arrival()).state is DeliveryState.STORED
    assert state() == "bounced"
    assert Contact.objects.get().waiting_since is not None
    assert names().count("SendingGaveUp") == 1


def test_a_report_that_comes_late_changes_no_later_state() -> None:
    answer = sent()
    receive(report(answer, "bounced"), arrival=arrival())
    receive(report(answer, "delivered"), arrival=arrival())
    assert state() == "bounced"
    receive(report(answer, "delayed", words="452"), arrival=arrival())
    assert (state(), Sending.objects.get().words) == ("bounced", "452")


def test_a_report_about_no_mail_of_ours_is_parked_and_says_why() -> None:
    came = receive_one()
    settled = receive(report(came.entry, "bounced"), arrival=arrival())
    assert settled.state is DeliveryState.PARKED
    assert settled.reason


def test_a_bounce_that_anybody_could_have_written_moves_nothing() -> None:
    answer = sent()
    forged = replace(report(answer, "bounced"), recipient="somebody@else.example")
    settled = receive(forged, arrival=arrival())
    assert (settled.state, state()) == (DeliveryState.PARKED, "accepted")
    signed = replace(report(answer, "bounced"), recipient=None)
    assert answer.contact is not None
    receive(signed, arrival=arrival(contact_id=answer.contact.id))
    assert state() == "bounced"


def test_of_tries_that_never_report_back_nobody_knows_in_the_end() -> None:
    answer = an_answer()
    moment = NOW + HOUR
    for _ in range(len(PAUSES) + 3):
        with stopped_at(moment):
            begin_try(answer.id)
        moment += HOUR
    assert state() == "unknown"
    assert Conversation.objects.get().waiting_since is not None


def test_what_was_set_for_later_waits_when_the_customer_has_written() -> None:
    with stopped_at(NOW):
        came, hero = receive_one(), agent()
        later = reply(
            came.contact, text="Tomorrow.", by=hero, seen_position=None, send_at=NOW + DAY
        )
    with stopped_at(NOW + HOUR):
        receive_one("Never mind, cancel it.")
    with stopped_at(NOW + DAY):
        assert begin_try(later.id) is None
    assert state() == "withdrawn"
    assert Draft.objects.get().text == "Tomorrow."
    assert Conversation.objects.get().waiting_since is not None
