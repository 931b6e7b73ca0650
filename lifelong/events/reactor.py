"""Runs what follows from a fact: each subscriber once, lowest floor first."""

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.apps import apps

from lifelong.events import models
from lifelong.events.log import Fact, Recorded, TooDeep, read
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

FactT = TypeVar("FactT", bound=Fact)
Subscriber = Callable[[Any], None]

log = structlog.get_logger()

_subscribers: dict[type[Fact], dict[str, Subscriber]] = {}


class _Current(threading.local):
    cause: Recorded | None = None
    #: facts recorded by the reaction that is running; handled by the same job
    followed: list[Recorded] | None = None


_current = _Current()


def on(kind: type[FactT]) -> Callable[[Callable[[FactT], None]], Callable[[FactT], None]]:
    """Subscribe a function to a kind of fact. It must bear being run again after a failure."""

    def subscribe(function: Callable[[FactT], None]) -> Callable[[FactT], None]:
        name = f"{function.__module__}.{function.__name__}".removeprefix("lifelong.")
        _subscribers.setdefault(kind, {})[name] = function
        return function

    return subscribe


def subscribers(kind: type[Fact]) -> dict[str, Subscriber]:
    """Names and functions for a kind of fact, lowest floor first."""
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
    todo = [read(rows[key]) for key in sorted(rows)]
    seen: set[UUID] = set()
    while todo:
        event = todo.pop(0)
        if event.id in seen:
            continue
        seen.add(event.id)
        for name, subscriber in subscribers(type(event.fact)).items():
            todo.extend(_run_or_retry_alone(event, name, subscriber))


def _run_or_retry_alone(event: Recorded, name: str, subscriber: Subscriber) -> list[Recorded]:
    try:
        return run(event, name, subscriber)
    except TooDeep:
        # it would be as deep at every other try
        log.error("reactions trigger each other", reaction=name, event_id=str(event.id))
        return []
    except Exception:
        from lifelong.events.jobs import react_alone

        log.exception("reaction failed", reaction=name, event_id=str(event.id))
        react_alone.later(event_id=str(event.id), reaction=name)
        return []


def run(event: Recorded, name: str, subscriber: Subscriber) -> list[Recorded]:
    """One reaction in one transaction. Returns what it recorded, also if it ran earlier."""
    with structlog.contextvars.bound_contextvars(event_id=str(event.id), reaction=name):
        _current.cause, _current.followed = event, []
        try:
            with transaction():
                row = models.Reaction(event_id=event.id, name=name, done_at=clock.now())
                first = _insert(row)
                if first:
                    subscriber(event.fact)
            if first:
                return _current.followed
        finally:
            _current.cause = _current.followed = None
    children = models.Event.objects.filter(cause_id=event.id).order_by("id")
    return [read(child) for child in children]


def _insert(row: models.Reaction) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_reaction (event_id, name, done_at) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [row.event_id, row.name, row.done_at],
        )
        return bool(cursor.rowcount)


def run_alone(event_id: str, name: str) -> None:
    """Try one failed reaction again; then go on with what it recorded."""
    event = read(models.Event.objects.get(pk=event_id))
    followed = run(event, name, subscribers(type(event.fact))[name])
    if followed:
        handle([str(one.id) for one in followed])
