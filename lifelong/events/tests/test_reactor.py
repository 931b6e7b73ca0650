import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.events import reactor
from lifelong.events.log import MAX_DEPTH, Fact, Recorded, read, record
from lifelong.events.models import Event, Reaction
from lifelong.events.tests import facts
from lifelong.events.tests.facts import BellRang, DoorOpened, subscribed
from lifelong.lib.transactions import NoTransaction, transaction

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def test_facts() -> Iterator[None]:
    facts.remember()
    yield
    facts.forget()


def happen(*happened: Fact) -> list[str]:
    """Record them in one transaction; their ids in the log."""
    with transaction():
        for one in happened:
            record(one)
    return [str(one) for one in Event.objects.order_by("id").values_list("id", flat=True)]


def jobs(task: str) -> list[dict[str, Any]]:
    """Arguments of the queued jobs of one kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            [f"lifelong.events.jobs.{task}"],
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def noting(heard: list[str], words: str) -> Callable[[Fact], None]:
    return lambda fact: heard.append(words)


def test_a_fact_is_recorded_in_a_transaction_or_not_at_all() -> None:
    with pytest.raises(NoTransaction):
        record(BellRang())


def test_a_transaction_that_fails_leaves_no_fact_and_no_job() -> None:
    with subscribed(BellRang, hear=noting([], "")), pytest.raises(ValueError), transaction():
        record(BellRang())
        raise ValueError
    assert not Event.objects.exists()
    assert jobs("react") == []


def test_all_facts_of_a_transaction_are_one_job() -> None:
    with subscribed(BellRang, hear=noting([], "")):
        recorded = happen(BellRang(), BellRang())
    assert [set(job["event_ids"]) for job in jobs("react")] == [set(recorded)]


def test_a_fact_that_nobody_waits_for_queues_no_job() -> None:
    with subscribed(BellRang):
        happen(BellRang())
    assert jobs("react") == []


def test_reactions_run_lowest_floor_first() -> None:
    heard: list[str] = []
    names = ["routing.reactions.b", "conversations.reactions.c", "triage.reactions.a"]
    with subscribed(BellRang, **{name: noting(heard, name) for name in names}):
        reactor.handle(happen(BellRang()))
    assert heard == ["conversations.reactions.c", "triage.reactions.a", "routing.reactions.b"]


def test_what_a_reaction_records_is_handled_by_the_same_job() -> None:
    heard: list[str] = []
    with (
        subscribed(BellRang, go=lambda fact: record(DoorOpened())),
        subscribed(DoorOpened, see=noting(heard, "open")),
    ):
        reactor.handle(happen(BellRang()))
    assert heard == ["open"]
    assert len(jobs("react")) == 1
    opened = Event.objects.get(name="DoorOpened")
    assert opened.cause is not None
    assert (opened.cause.name, opened.depth) == ("BellRang", 1)


def test_a_failed_reaction_is_undone_and_retried_alone_and_blocks_nobody() -> None:
    heard: list[str] = []

    def fail(fact: Fact) -> None:
        record(DoorOpened())
        raise ValueError("the door sticks")

    with subscribed(BellRang, fail=fail, hear=noting(heard, "heard")):
        (event_id,) = happen(BellRang())
        reactor.handle([event_id])
        assert heard == ["heard"]
        assert jobs("react_alone") == [{"event_id": event_id, "reaction": "fail"}]
        assert [row.name for row in Reaction.objects.all()] == ["hear"]
        assert not Event.objects.filter(name="DoorOpened").exists()


def test_the_retry_goes_on_with_what_it_recorded() -> None:
    heard: list[str] = []
    with (
        subscribed(BellRang, go=lambda fact: record(DoorOpened())),
        subscribed(DoorOpened, see=noting(heard, "open")),
    ):
        (event_id,) = happen(BellRang())
        reactor.run_alone(event_id, "go")
    assert heard == ["open"]


def test_the_retry_fails_loudly_so_that_its_job_comes_again() -> None:
    def fail(fact: Fact) -> None:
        raise ValueError("the door sticks")

    with subscribed(BellRang, fail=fail):
        (event_id,) = happen(BellRang())
        with pytest.raises(ValueError, match="sticks"):
            reactor.run_alone(event_id, "fail")


def test_a_repeat_skips_what_is_done() -> None:
    heard: list[str] = []
    with subscribed(BellRang, hear=noting(heard, "heard")):
        recorded = happen(BellRang())
        reactor.handle(recorded)
        reactor.handle(recorded)
    assert heard == ["heard"]


def test_a_repeat_after_a_crash_handles_what_done_reactions_recorded() -> None:
    heard: list[str] = []
    with (
        subscribed(BellRang, go=lambda fact: record(DoorOpened())),
        subscribed(DoorOpened, see=noting(heard, "open")),
    ):
        (event_id,) = happen(BellRang())
        event = read(Event.objects.get(pk=event_id))
        # the worker is killed after the reaction's commit, before its child was handled
        reactor.run([event], reactor.subscribers(BellRang))
        assert heard == []
        reactor.handle([event_id])
        reactor.handle([event_id])
    assert heard == ["open"]


def test_reactions_that_trigger_each_other_end_and_leave_no_job() -> None:
    rung: list[str] = []

    def ring(fact: Fact) -> None:
        rung.append("ring")
        record(BellRang())

    def open_door(fact: Fact) -> None:
        record(DoorOpened())

    with subscribed(BellRang, open_door=open_door), subscribed(DoorOpened, ring=ring):
        reactor.handle(happen(BellRang()))
    assert Event.objects.count() == MAX_DEPTH + 1
    assert len(rung) <= MAX_DEPTH
    assert jobs("react_alone") == []


def test_a_swallowed_refusal_is_no_silent_success() -> None:
    """What an inner action undid cannot be kept by the outer: the reaction has failed."""

    def swallow(fact: Fact) -> None:
        try:
            with transaction():
                raise ValueError("refused")
        except ValueError:
            pass

    with subscribed(BellRang, swallow=swallow):
        reactor.handle(happen(BellRang()))
    assert not Reaction.objects.exists()
    assert len(jobs("react_alone")) == 1


def test_what_is_taken_together_costs_one_transaction_and_names_each_cause() -> None:
    seen: list[int] = []

    def ring_on(events: list[Recorded]) -> None:
        seen.append(len(events))
        for event in events:
            record(DoorOpened(), because=event)

    with subscribed(BellRang), subscribed(DoorOpened):
        reactor._subscribers[BellRang] = {"all": reactor.Subscriber(ring_on, together=True)}
        event_ids = happen(BellRang(), BellRang(), BellRang())
        reactor.handle(event_ids)
        reactor.handle(event_ids)
    assert seen == [3]
    causes = Event.objects.filter(name="DoorOpened").values_list("cause_id", flat=True)
    assert {str(one) for one in causes} == set(event_ids)


@pytest.mark.parametrize("error", [None, ValueError])
def test_what_cannot_be_taken_together_is_taken_singly(error: type[Exception] | None) -> None:
    taken: list[int] = []

    def shy(events: list[Recorded]) -> None:
        if error and len(events) > 1:
            raise error
        reactor.apart()
        taken.append(len(events))

    with subscribed(BellRang):
        reactor._subscribers[BellRang] = {"all": reactor.Subscriber(shy, together=True)}
        reactor.handle(happen(BellRang(), BellRang()))
    assert taken == [1, 1]


@contextmanager
def sharing(**functions: Callable[[Any], None]) -> Iterator[None]:
    """Subscribers to a bell; those share a transaction whose names say so."""
    with subscribed(BellRang):
        reactor._subscribers[BellRang] = {
            name: reactor.for_each(function, shares="shares" in name)
            for name, function in functions.items()
        }
        yield


def test_neighbours_that_share_cost_one_transaction() -> None:
    heard: list[str] = []
    names = ["a", "b_shares", "c_shares", "d_shares", "e", "f_shares"]
    with sharing(**{name: noting(heard, name) for name in names}):
        (event_id,) = happen(BellRang())
        with CaptureQueriesContext(connection) as asked:
            reactor.handle([event_id])
        rows = [one for one in asked if "INSERT INTO events_reaction" in one["sql"]]
        reactor.handle([event_id])
    assert heard == names
    assert len(rows) == 4
    assert sorted(row.name for row in Reaction.objects.all()) == names


def test_of_those_that_share_one_that_fails_blocks_nobody() -> None:
    heard: list[str] = []

    def fail(fact: Fact) -> None:
        record(DoorOpened())
        raise ValueError("the door sticks")

    def open_door(fact: Fact) -> None:
        record(DoorOpened(times=2))

    with (
        sharing(a_shares=open_door, b_shares=fail, c_shares=noting(heard, "heard")),
        subscribed(DoorOpened, see=noting(heard, "open")),
    ):
        (event_id,) = happen(BellRang())
        reactor.handle([event_id])
        assert heard == ["heard", "open"]
        assert jobs("react_alone") == [{"event_id": event_id, "reaction": "b_shares"}]
        assert {row.name for row in Reaction.objects.all()} == {"a_shares", "c_shares", "see"}
        assert [row.data["times"] for row in Event.objects.filter(name="DoorOpened")] == [2]


def test_who_wants_to_be_apart_runs_in_a_transaction_without_neighbours() -> None:
    heard: list[str] = []

    def lock(fact: Fact) -> None:
        heard.append("asked")
        reactor.apart()
        heard.append("locked")

    with sharing(a_shares=noting(heard, "a"), b_shares=lock, c_shares=noting(heard, "c")):
        reactor.handle(happen(BellRang()))
    assert heard == ["a", "asked", "a", "asked", "locked", "c"]
    assert jobs("react_alone") == []
    assert Reaction.objects.count() == 3


def test_a_repeat_goes_on_with_the_neighbours_that_were_not_done() -> None:
    heard: list[str] = []
    with (
        sharing(a_shares=lambda fact: record(DoorOpened()), b_shares=noting(heard, "b")),
        subscribed(DoorOpened, see=noting(heard, "open")),
    ):
        (event_id,) = happen(BellRang())
        event = read(Event.objects.get(pk=event_id))
        # taken apart, and the worker killed after the first
        reactor.run([event], {"a_shares": reactor.subscribers(BellRang)["a_shares"]})
        reactor.handle([event_id])
        reactor.handle([event_id])
    assert heard == ["b", "open"]
    assert Event.objects.filter(name="DoorOpened").count() == 1
