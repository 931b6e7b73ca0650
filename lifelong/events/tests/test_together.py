"""Several events, or several reactions, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.events import reactor
from lifelong.events.log import Fact, Recorded, read, record
from lifelong.events.models import Event, Reaction
from lifelong.events.tests.facts import (
    BellRang,
    DoorOpened,
    happen,
    jobs,
    noting,
    subscribed,
)

pytestmark = pytest.mark.django_db


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
