"""Runs what follows from a fact: each subscriber once, lowest floor first."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TypeVar, cast
from uuid import UUID

import structlog
from django.apps import apps
from django.db import connection

from lifelong.events import models
from lifelong.events.log import Fact, Recorded, TooDeep, read
from lifelong.lib import clock
from lifelong.lib.transactions import lasting_in_the_end, transaction

FactT = TypeVar("FactT", bound=Fact)
One = Callable[[FactT], None]
All = Callable[[list[Recorded]], None]


@dataclass(frozen=True)
class Subscriber:
    """What is run for events.

    `together`: for all of one job's that are of its kind, at once. `shares`: in one transaction
    with its neighbours that share too, where the event is one. It locks nothing but the
    conversation of its customer, or says `apart` first.
    """

    run: All
    together: bool = False
    shares: bool = False


class Apart(Exception):
    """These want a transaction each."""


log = structlog.get_logger()

#: by their names, lowest floor first
Reactions = dict[str, Subscriber]

_subscribers: dict[type[Fact], Reactions] = {}


class _Current(threading.local):
    cause: Recorded | None = None
    #: facts recorded by the reaction that is running; handled by the same job
    followed: list[Recorded] | None = None
    #: other reactions are in its transaction
    shared: bool = False


_current = _Current()


def on(kind: type[FactT], *, shares: bool = False) -> Callable[[One[FactT]], One[FactT]]:
    """Subscribe a function to a kind of fact. It must bear being run again after a failure.

    `shares` as in `Subscriber`. If one of those that share a transaction fails, or says that it
    wants one `apart`, each is run alone.
    """

    def subscribe(function: One[FactT]) -> One[FactT]:
        _subscribe(kind, function, for_each(function, shares=shares))
        return function

    return subscribe


def for_each(function: One[FactT], *, shares: bool = False) -> Subscriber:
    """A function of one fact as a subscriber."""

    def each(events: list[Recorded]) -> None:
        for event in events:
            function(cast(FactT, event.fact))

    return Subscriber(each, shares=shares)


def on_all(kind: type[Fact], *, shares: bool = False) -> Callable[[All], All]:
    """The same for a function that takes all such events of a job in one transaction.

    It names the cause of what it records (`record(..., because=event)`). If it fails, or says
    `apart`, it is run for each event alone.
    """

    def subscribe(function: All) -> All:
        _subscribe(kind, function, Subscriber(function, together=True, shares=shares))
        return function

    return subscribe


def apart() -> None:
    """Said before more is locked than one customer's conversation: this wants a transaction of
    its own. What the shared one did is undone, and each reaction is run by itself. Nothing is said
    by it to who is alone, and outside of a reaction.
    """
    if _current.shared:
        raise Apart


def _subscribe(kind: type[Fact], function: Callable[..., None], subscriber: Subscriber) -> None:
    name = f"{function.__module__}.{function.__name__}".removeprefix("lifelong.")
    _subscribers.setdefault(kind, {})[name] = subscriber


def subscribers(kind: type[Fact]) -> Reactions:
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
    again by its cause. Raises `Event.DoesNotExist`.
    """
    rows = models.Event.objects.in_bulk(event_ids)
    if len(rows) < len(set(event_ids)):
        raise models.Event.DoesNotExist("not all of these are in the log")
    wave = [read(rows[key]) for key in sorted(rows)]
    seen: set[UUID] = set()
    with lasting_in_the_end():
        while wave:
            fresh = {event.id: event for event in wave if event.id not in seen}
            seen.update(fresh)
            wave = []
            for kind, events in _by_kind(fresh.values()).items():
                for neighbours in _sharing(subscribers(kind)):
                    wave += _run_all(events, neighbours)


def _by_kind(events: Iterable[Recorded]) -> dict[type[Fact], list[Recorded]]:
    kinds: dict[type[Fact], list[Recorded]] = {}
    for event in events:
        kinds.setdefault(type(event.fact), []).append(event)
    return kinds


def _sharing(found: Reactions) -> Iterator[Reactions]:
    """In their order, with neighbours that share in one."""
    for shares, some in groupby(found.items(), key=lambda one: one[1].shares):
        if shares:
            yield dict(some)
        else:
            yield from ({name: subscriber} for name, subscriber in some)


def _run_all(events: list[Recorded], reactions: Reactions) -> list[Recorded]:
    """In one transaction if they may be, else in as many as it takes."""
    if len(events) == len(reactions) == 1:
        return _run_or_retry_alone(events[0], *reactions)
    (first, *_others) = reactions.values()
    if len(events) == 1 or (len(reactions) == 1 and first.together):
        try:
            return run(events, reactions)
        except Apart:
            pass
        except Exception as error:
            names, kind = list(reactions), type(error).__name__
            log.warning("reactions taken apart", reactions=names, error=kind)
    if len(reactions) > 1:
        parts = [(events, {name: one}) for name, one in reactions.items()]
    else:
        parts = [([event], reactions) for event in events]
    return [followed for part in parts for followed in _run_all(*part)]


def _run_or_retry_alone(event: Recorded, name: str) -> list[Recorded]:
    try:
        return run([event], {name: subscribers(type(event.fact))[name]})
    except TooDeep:
        # it would be as deep at every other try
        log.error("reactions trigger each other", reaction=name, event_id=str(event.id))
        return []
    except Exception:
        from lifelong.events.jobs import react_alone

        log.exception("reaction failed", reaction=name, event_id=str(event.id))
        react_alone.later(event_id=str(event.id), reaction=name)
        return []


def run(events: list[Recorded], reactions: Reactions) -> list[Recorded]:
    """These in one transaction. Returns what they recorded, also if they ran earlier."""
    _current.followed = []
    try:
        # waits for the disk with all else that the job does
        with transaction(lasting=False):
            first = _write_rows(events, reactions)
            for name, subscriber in reactions.items():
                fresh = [event for event in events if (event.id, name) in first]
                if fresh:
                    _run_for(fresh, name, subscriber, neighbours=len(reactions) > 1)
        followed = _current.followed
    finally:
        _current.cause = _current.followed = None
        _current.shared = False
    skipped = {event.id for event in events for name in reactions if (event.id, name) not in first}
    if not skipped:
        return followed
    # by whichever reaction: what is handled twice is skipped
    children = models.Event.objects.filter(cause_id__in=skipped).order_by("id")
    known = {child.id for child in followed}
    return followed + [read(child) for child in children if child.id not in known]


def _run_for(
    events: list[Recorded], name: str, subscriber: Subscriber, *, neighbours: bool
) -> None:
    only = events[0] if len(events) == 1 else None
    _current.cause, _current.shared = only, neighbours or only is None
    event_id = str(only.id) if only else ""
    with structlog.contextvars.bound_contextvars(event_id=event_id, reaction=name):
        subscriber.run(events)


def _write_rows(events: list[Recorded], names: Iterable[str]) -> set[tuple[UUID, str]]:
    """By event and name: the reactions that have not dealt with them before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_reaction (event_id, name, done_at)"
            " SELECT id, name, %s FROM unnest(%s::uuid[]) AS an(id), unnest(%s::text[]) AS a(name)"
            " ORDER BY id, name"
            " ON CONFLICT DO NOTHING RETURNING event_id, name",
            [clock.now(), [event.id for event in events], list(names)],
        )
        return set(cursor.fetchall())


def run_alone(event_id: str, name: str) -> None:
    """Try one failed reaction again; then go on with what it recorded."""
    event = read(models.Event.objects.get(pk=event_id))
    with lasting_in_the_end():
        followed = run([event], {name: subscribers(type(event.fact))[name]})
    if followed:
        handle([str(one.id) for one in followed])
