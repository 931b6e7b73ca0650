"""Facts in the past tense, and how they are written into the log."""

import dataclasses
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, dataclass_transform
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


@dataclass_transform(frozen_default=True, kw_only_default=True)
def fact(kind: FactType) -> FactType:
    """Make a dataclass of `kind` and know it by name."""
    made = dataclasses.dataclass(frozen=True, kw_only=True)(kind)
    if made.__name__ in KINDS:
        raise TypeError(f"two facts are called {made.__name__}")
    KINDS[made.__name__] = made
    return made


@cache
def _codec(kind: "type[Fact]") -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@dataclasses.dataclass(frozen=True)
class Recorded:
    """A fact with its place in the log."""

    id: UUID
    at: datetime
    fact: Fact
    depth: int


def read(row: models.Event) -> Recorded:
    return Recorded(row.id, row.at, _codec(KINDS[row.name]).validate_python(row.data), row.depth)


def record(happened: Fact) -> None:
    """Write `happened` into the log with the running transaction, and queue its reactions.

    Raises `NoTransaction` outside of one.
    """
    transactions.say_before_commit("events", happened, _write)


class TooDeep(Exception):
    """A chain of reactions went on past MAX_DEPTH: something triggers itself."""


def _write(happened: list[Fact]) -> None:
    from lifelong.events import reactor

    cause = reactor.current_cause()
    depth = 0 if cause is None else cause.depth + 1
    if depth > MAX_DEPTH:
        raise TooDeep(f"{type(happened[0]).__name__} after {MAX_DEPTH} steps")
    at = clock.now()
    recorded = [Recorded(ids.new_id(), at, one, depth) for one in happened]
    models.Event.objects.bulk_create(
        models.Event(
            id=one.id,
            name=type(one.fact).__name__,
            at=at,
            data=_codec(type(one.fact)).dump_python(one.fact, mode="json"),
            customer_id=one.fact.customer_id,
            cause_id=None if cause is None else cause.id,
            depth=depth,
        )
        for one in recorded
    )
    reactor.queue(recorded)
