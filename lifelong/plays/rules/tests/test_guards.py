"""Rules that set off one another stop; one that fails switches itself off; a killed worker doubles
nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.conversations.actions.owning import move
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import endpoint, inbox, receive_one
from lifelong.events import reactor
from lifelong.events.log import MAX_DEPTH
from lifelong.events.models import Event, Reaction
from lifelong.plays.rules.actions import firing, taking_steps
from lifelong.plays.rules.actions.writing import switch_on
from lifelong.plays.rules.models import OffWhy, Rule, RuleRun
from lifelong.plays.rules.queries import failing
from lifelong.plays.rules.steps import Step
from lifelong.plays.rules.tests.building import admin, condition, handle_all, outcomes, rule

pytestmark = pytest.mark.django_db


def test_two_rules_that_set_off_one_another_stop_and_say_so() -> None:
    one, two = inbox(), inbox()
    endpoint(into=one)
    there = rule("moved", {"do": "move", "to": str(two.id)},
                 when=condition("contact.inbox", "one-of", [str(one.id)]))  # fmt: skip
    back = rule("moved", {"do": "move", "to": str(one.id)},
                when=condition("contact.inbox", "one-of", [str(two.id)]))  # fmt: skip
    came = receive_one("Hello")
    move(came.conversation, to=two, by=None)
    handle_all()
    moves = Event.objects.filter(name="ConversationMoved")
    assert moves.count() < 30 and max(moves.values_list("depth", flat=True)) <= MAX_DEPTH
    assert "too-deep" in outcomes(there) + outcomes(back)
    stopped = RuleRun.objects.filter(outcome="too-deep")
    assert all(run.did == [] for run in stopped)


def test_the_depth_survives_a_reaction_that_is_retried_in_a_job_of_its_own() -> None:
    """Its depth stands with the fact, not in the memory of a worker."""
    made = rule("moved")
    came = receive_one("Hello")
    move(came.conversation, to=inbox(), by=None)
    moved = Event.objects.get(name="ConversationMoved")
    Event.objects.filter(pk=moved.pk).update(depth=MAX_DEPTH)
    reactor.run_alone(str(moved.id), "plays.rules.reactions.look_at_rules")
    assert outcomes(made) == ["too-deep"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note that says "break" does, after it was written."""
    take = taking_steps.take

    def breaking(step: Step, **of: Any) -> None:
        take(step, **of)
        if step.text == "break":
            raise ZeroDivisionError("of a rule")

    monkeypatch.setattr(firing, "take", breaking)


BREAKING = {"do": "note", "text": "break"}


def test_a_rule_that_fails_is_undone_alone_and_switches_itself_off_the_third_time(
    broken: None,
) -> None:
    bad = rule("message", {"do": "note", "text": "before"}, BREAKING, name="bad")
    good = rule("message", {"do": "note", "text": "good"}, name="good")
    for _n in range(4):
        receive_one("Hello")
        handle_all()
    assert outcomes(bad) == ["failed"] * 3 and outcomes(good) == ["fired"] * 4
    texts = Entry.objects.filter(kind="note").values_list("text", flat=True)
    assert set(texts) == {"good"}
    row = Rule.objects.get(pk=bad.pk)
    assert (row.is_on, row.off_why, row.switched_by) == (False, OffWhy.FAILING, None)
    assert RuleRun.objects.filter(rule=bad).first().error == "ZeroDivisionError"  # type: ignore[union-attr]
    told = Event.objects.get(name="RuleSwitchedOff")
    assert told.data["why"] == "failing" and failing() == 1
    switch_on(row, by=admin())
    assert failing() == 0 and Rule.objects.get(pk=bad.pk).failures == 0


def test_failures_are_counted_under_the_lock_under_which_admins_change_rules(
    broken: None,
) -> None:
    """First the book, then its rules: in another order an admin and a failing rule would wait
    for each other."""
    well, bad = rule("message", name="well"), rule("message", BREAKING, name="bad")
    Rule.objects.filter(pk__in=[well.pk, bad.pk]).update(failures=2)
    receive_one("Hello")
    with CaptureQueriesContext(connection) as asked:
        handle_all()
    rows = [one["sql"] for one in asked]
    locked = next(n for n, sql in enumerate(rows) if "rules_rulebook" in sql and "FOR UPD" in sql)
    written = next(n for n, sql in enumerate(rows) if sql.startswith('UPDATE "rules_rule"'))
    assert locked < written
    assert Rule.objects.get(pk=well.pk).failures == 0 and not Rule.objects.get(pk=bad.pk).is_on


def test_a_rule_that_went_well_in_between_stays_on(
    broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = rule("message", BREAKING, name="bad")
    receive_one("Hello")
    handle_all()
    receive_one("Hello")
    handle_all()
    assert Rule.objects.get(pk=bad.pk).failures == 2
    monkeypatch.setattr(firing, "take", lambda step, **of: None)
    receive_one("Hello")
    handle_all()
    assert Rule.objects.get(pk=bad.pk).failures == 0


class Killed(BaseException):
    """As a worker that is gone in the middle."""


def test_a_worker_killed_in_the_middle_of_a_run_does_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = rule("message", {"do": "note", "text": "one"}, {"do": "note", "text": "two"})
    second = rule("message", {"do": "note", "text": "three"})
    receive_one("Hello")
    take, taken = taking_steps.take, list[str]()

    def dying(step: Step, **of: Any) -> None:
        take(step, **of)
        taken.append(step.text)
        if len(taken) == 2:
            raise Killed

    monkeypatch.setattr(firing, "take", dying)
    with pytest.raises(Killed):
        handle_all()
    assert taken == ["one", "two"]
    assert not Entry.objects.filter(kind="note").exists(), "all of it is undone"
    handle_all()
    handle_all()
    texts = Entry.objects.filter(kind="note").order_by("position").values_list("text", flat=True)
    assert list(texts) == ["one", "two", "three"]
    assert outcomes(first) == outcomes(second) == ["fired"]
    assert Reaction.objects.filter(name="plays.rules.reactions.look_at_rules").count() == 2
    assert Conversation.objects.get().position == Entry.objects.count()
