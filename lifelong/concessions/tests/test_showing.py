"""What is given stands on the timeline: one line, which follows how it fares."""

from datetime import timedelta

import pytest

from lifelong.concessions.actions.approving import ask, decide, lapse_overdue
from lifelong.concessions.actions.carrying_out import begin_try, carried_out, failed_once
from lifelong.concessions.actions.showing import show
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import bought, given, holder, level, wish
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.test_showing_orders import react, writes
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def line() -> Entry:
    return Entry.objects.get(details__what="concession")


def test_it_is_one_line_that_follows_the_state_and_is_fetched_again() -> None:
    order = bought()
    conversation = writes().conversation
    made = given(wish(order, 1250), by=holder(level(1, 2000)))
    react()
    before = line()
    assert (before.id, before.agent, before.customer) == (made.id, made.agent, made.customer)
    assert before.details == {
        "what": "concession", "concession": str(made.id), "kind": "refund", "state": "granted",
        "amount": 1250, "currency": "EUR", "reason": "goodwill", "due": False,
        "order": str(order.id),
    }  # fmt: skip
    begin_try(made.id)
    carried_out(made.id, ref="7")
    react()
    after = line()
    assert after.details["state"] == "done"
    assert (after.position, after.placed_at) == (before.position, before.placed_at)
    assert after.revision > before.revision
    conversation.refresh_from_db()
    assert conversation.revision >= after.revision


@pytest.mark.parametrize(("unsure", "state"), [(False, "failed"), (True, "unknown")])
def test_what_did_not_work_is_shown_too(unsure: bool, state: str) -> None:
    order = bought()
    writes()
    made = given(wish(order, 1250), by=holder(level(1, 2000)))
    begin_try(made.id)
    failed_once(made.id, words="No.", permanent=True, unsure=unsure, pause=timedelta(0))
    react()
    assert line().details["state"] == state
    assert "No." not in str(line().details), "words are drawn when it is shown"


def test_a_question_and_its_answer_are_the_same_line() -> None:
    order = bought()
    writes()
    low, high = level(1, 1000), level(2, 4000)
    approval = ask(wish(order, 3000), by=holder(low), key="asked")
    lead = holder(high)
    react()
    assert line().details["state"] == "asked"
    decide(approval, granted=True, by=lead)
    react()
    assert (line().details["state"], line().details["decided_by"]) == ("granted", str(lead.id))


def test_a_question_that_nobody_answered_says_so() -> None:
    order = bought()
    writes()
    low = level(1, 1000)
    level(2, 4000)
    approval = ask(wish(order, 3000), by=holder(low), key="asked")
    with clock.stopped_at(approval.until):
        lapse_overdue()
        react()
    assert line().details["state"] == "lapsed"


def test_who_has_never_written_finds_it_when_they_do() -> None:
    made = given(wish(bought(), 1250), by=holder(level(1, 2000)))
    react()
    assert not Conversation.objects.exists(), "a gift begins no conversation"
    writes()
    assert line().id == made.id


def test_a_late_reaction_undoes_nothing_newer() -> None:
    order = bought()
    writes()
    made = given(wish(order, 1250), by=holder(level(1, 2000)))
    carried_out(made.id, ref="7")
    react()
    newest = line().revision
    show(Concession.objects.get().id)
    assert (line().details["state"], line().revision) == ("done", newest)
