import pytest

from lifelong.events import reactor
from lifelong.events.log import MAX_DEPTH, Fact, read, record
from lifelong.events.models import Event, Reaction
from lifelong.events.tests.facts import BellRang, DoorOpened, happen, jobs, noting, subscribed
from lifelong.lib.ids import new_id
from lifelong.lib.transactions import NoTransaction, transaction

pytestmark = pytest.mark.django_db


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


def test_what_is_not_in_the_log_is_no_silent_success() -> None:
    with pytest.raises(Event.DoesNotExist):
        reactor.handle([str(new_id())])
