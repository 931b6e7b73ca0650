"""Facts in the past tense, and how they are written into the log."""

import dataclasses
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast, dataclass_transform
from uuid import UUID

from pydantic import TypeAdapter

from lifelong.events import models
from lifelong.lib import clock, ids, transactions

MAX_DEPTH = 5

FactType = TypeVar("FactType", bound="type[Fact]")

#: every kind of fact by its name, filled by the `fact` decorator
KINDS: dict[str, "type[Fact]"] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of all facts. Subclasses are frozen dataclasses marked with `@fact`."""

    customer_id: UUID | None = None


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(kind: FactType) -> FactType:
    """Make a dataclass of `kind` and know it by name."""
    made = dataclasses.dataclass(frozen=True, kw_only=True)(kind)
    if made.__name__ in KINDS:
        raise TypeError(f"two facts are called {made.__name__}")
    KINDS[made.__name__] = made
    return cast(FactType, made)


def _codec(kind: "type[Fact]") -> TypeAdapter[Any]:
    return _codec_named(kind.__name__)


@cache
def _codec_named(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[name])


@dataclasses.dataclass(frozen=True)
class Recorded:
    """A fact with its place in the log."""

    id: UUID
    at: datetime
    fact: Fact
    depth: int


def read(row: models.Event) -> Recorded:
    return Recorded(row.id, row.at, _codec(KINDS[row.name]).validate_python(row.data), row.depth)


def record(happened: Fact, *, because: Recorded | None = None) -> None:
    """Write `happened` into the log with the running transaction, and queue its reactions.

    `because`: the event that it follows from, where the running reaction deals with several.
    Raises `NoTransaction` outside of one.
    """
    from lifelong.events import reactor

    cause = because or reactor.current_cause()
    transactions.say_before_commit("events", (happened, cause), _write)


class TooDeep(Exception):
    """A chain of reactions went on past MAX_DEPTH: something triggers itself."""


def _write(happened: list[tuple[Fact, Recorded | None]]) -> None:
    from lifelong.events import reactor

    at = clock.now()
    recorded = [Recorded(ids.new_id(), at, one, _depth(one, cause)) for one, cause in happened]
    models.Event.objects.bulk_create(
        models.Event(
            id=one.id,
            name=type(one.fact).__name__,
            at=at,
            data=_codec(type(one.fact)).dump_python(one.fact, mode="json"),
            customer_id=one.fact.customer_id,
            cause_id=None if cause is None else cause.id,
            depth=one.depth,
        )
        for one, (_fact, cause) in zip(recorded, happened, strict=True)
    )
    reactor.queue(recorded)


def _depth(happened: Fact, cause: Recorded | None) -> int:
    depth = 0 if cause is None else cause.depth + 1
    if depth > MAX_DEPTH:
        raise TooDeep(f"{type(happened).__name__} after {MAX_DEPTH} steps")
    return depth
