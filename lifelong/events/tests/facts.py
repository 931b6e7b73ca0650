"""Facts that only tests know: named and subscribed to for one test, then forgotten."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from lifelong.events import log, reactor
from lifelong.events.log import Fact, fact, record
from lifelong.events.models import Event
from lifelong.lib.transactions import transaction


@fact
class BellRang(Fact):
    times: int = 1


@fact
class DoorOpened(Fact):
    times: int = 1


@contextmanager
def subscribed(kind: type[Fact], **functions: Callable[[Any], None]) -> Iterator[None]:
    """For the length of the block, `kind` has these subscribers by name, and no others."""
    before = reactor._subscribers.get(kind)
    reactor._subscribers[kind] = {
        name: reactor.for_each(function) for name, function in functions.items()
    }
    try:
        yield
    finally:
        if before is None:
            del reactor._subscribers[kind]
        else:
            reactor._subscribers[kind] = before


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


def forget() -> None:
    """No table of facts shall show them."""
    for kind in (BellRang, DoorOpened):
        log.KINDS.pop(kind.__name__, None)


def remember() -> None:
    for kind in (BellRang, DoorOpened):
        log.KINDS[kind.__name__] = kind


forget()
