"""Runs what follows from a fact: each subscriber once, lowest floor first."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast
from uuid import UUID

import structlog
from django.apps import apps
from django.db import connection

from lifelong.events import models
from lifelong.events.log import Fact, Recorded, TooDeep, read
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

FactT = TypeVar("FactT", bound=Fact)
One = Callable[[FactT], None]
All = Callable[[list[Recorded]], None]


@dataclass(frozen=True)
class Subscriber:
    """What is run for events. `together`: for all of one job's that are of its kind, at once."""

    run: All
    together: bool = False


class Singly(Exception):
    """Raised by a reaction that takes events together: these want a transaction each."""


log = structlog.get_logger()

_subscribers: dict[type[Fact], dict[str, Subscriber]] = {}


class _Current(threading.local):
    cause: Recorded | None = None
    #: facts recorded by the reaction that is running; handled by the same job
    followed: list[Recorded] | None = None


_current = _Current()


def on(kind: type[FactT]) -> Callable[[One[FactT]], One[FactT]]:
    """Subscribe a function to a kind of fact. It must bear being run again after a failure."""

    def subscribe(function: One[FactT]) -> One[FactT]:
        _subscribe(kind, function, for_each(function))
        return function

    return subscribe


def for_each(function: One[FactT]) -> Subscriber:
    """A function of one fact as a subscriber."""

    def each(events: list[Recorded]) -> None:
        for event in events:
            function(cast(FactT, event.fact))

    return Subscriber(each)


def on_all(kind: type[Fact]) -> Callable[[All], All]:
    """The same for a function that takes all such events of a job in one transaction.

    It names the cause of what it records (`record(..., because=event)`). If it fails, or raises
    `Singly`, it is run for each event alone.
    """

    def subscribe(function: All) -> All:
        _subscribe(kind, function, Subscriber(function, together=True))
        return function

    return subscribe


def _subscribe(kind: type[Fact], function: Callable[..., None], subscriber: Subscriber) -> None:
    name = f"{function.__module__}.{function.__name__}".removeprefix("lifelong.")
    _subscribers.setdefault(kind, {})[name] = subscriber


def subscribers(kind: type[Fact]) -> dict[str, Subscriber]:
    """Subscribers to a kind of fact by their names, lowest floor first."""
    found = _subscribers.get(kind, {})
    return {name: found[name] for name in sorted(found, key=_floor)}


@cache
def _floor(reaction: str) -> int:
    """The place of a reaction's package among the floors, counted from below."""
    floors = {config.name: place for place, config in enumerate(apps.get_app_configs())}
    module = f"lifelong.{reaction}"
    while module and module not in floors:
        module = module.rpartition(".")[0]
    return floors.get(module, len(floors))


def table() -> Iterable[tuple[str, list[str]]]:
    """Every kind of fact with the names of its reactions."""
    from lifelong.events.log import KINDS

    return [(name, list(subscribers(kind))) for name, kind in sorted(KINDS.items())]


def current_cause() -> Recorded | None:
    return _current.cause


def queue(recorded: list[Recorded]) -> None:
    """Have the reactions of `recorded` run: by the job that is running, else by one new job."""
    if _current.followed is not None:
        _current.followed.extend(recorded)
        return
    wanted = [str(one.id) for one in recorded if subscribers(type(one.fact))]
    if wanted:
        from lifelong.events.jobs import react

        react.later(event_ids=wanted)


def handle(event_ids: list[str]) -> None:
    """Run the reactions of these events and of all that follows from them.

    Safe to repeat: what is done is skipped, and what a done reaction recorded is found
    again by its cause.
    """
    rows = models.Event.objects.in_bulk(event_ids)
    wave = [read(rows[key]) for key in sorted(rows)]
    seen: set[UUID] = set()
    while wave:
        fresh = {event.id: event for event in wave if event.id not in seen}
        seen.update(fresh)
        wave = []
        for kind, events in _by_kind(fresh.values()).items():
            for name, subscriber in subscribers(kind).items():
                wave += _run_all(events, name, subscriber)


def _by_kind(events: Iterable[Recorded]) -> dict[type[Fact], list[Recorded]]:
    kinds: dict[type[Fact], list[Recorded]] = {}
    for event in events:
        kinds.setdefault(type(event.fact), []).append(event)
    return kinds


def _run_all(events: list[Recorded], name: str, subscriber: Subscriber) -> list[Recorded]:
    """One reaction to these events: in one transaction if it takes them together, else in many."""
    if subscriber.together and len(events) > 1:
        try:
            return run(events, name, subscriber)
        except Singly:
            pass
        except Exception as error:
            log.warning("reaction taken apart", reaction=name, error=type(error).__name__)
    return [
        followed for event in events for followed in _run_or_retry_alone(event, name, subscriber)
    ]


def _run_or_retry_alone(event: Recorded, name: str, subscriber: Subscriber) -> list[Recorded]:
    try:
        return run([event], name, subscriber)
    except TooDeep:
        # it would be as deep at every other try
        log.error("reactions trigger each other", reaction=name, event_id=str(event.id))
        return []
    except Exception:
        from lifelong.events.jobs import react_alone

        log.exception("reaction failed", reaction=name, event_id=str(event.id))
        react_alone.later(event_id=str(event.id), reaction=name)
        return []


def run(events: list[Recorded], name: str, subscriber: Subscriber) -> list[Recorded]:
    """One reaction in one transaction. Returns what it recorded, also if it ran earlier."""
    only = events[0] if len(events) == 1 else None
    with structlog.contextvars.bound_contextvars(
        event_id=str(only.id) if only else "", reaction=name
    ):
        _current.cause, _current.followed = only, []
        try:
            with transaction():
                first = _write_rows(events, name)
                if first:
                    subscriber.run([event for event in events if event.id in first])
            followed = _current.followed
        finally:
            _current.cause = _current.followed = None
    skipped = [event.id for event in events if event.id not in first]
    if not skipped:
        return followed
    children = models.Event.objects.filter(cause_id__in=skipped).order_by("id")
    return followed + [read(child) for child in children]


def _write_rows(events: list[Recorded], name: str) -> set[UUID]:
    """The events that this reaction has not dealt with before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_reaction (event_id, name, done_at)"
            " SELECT id, %s, %s FROM unnest(%s::uuid[]) AS new(id)"
            " ON CONFLICT DO NOTHING RETURNING event_id",
            [name, clock.now(), sorted(event.id for event in events)],
        )
        return {row[0] for row in cursor.fetchall()}


def run_alone(event_id: str, name: str) -> None:
    """Try one failed reaction again; then go on with what it recorded."""
    event = read(models.Event.objects.get(pk=event_id))
    followed = run([event], name, subscribers(type(event.fact))[name])
    if followed:
        handle([str(one.id) for one in followed])
