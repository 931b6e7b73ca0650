"""Facts that only tests know: named and subscribed to for one test, then forgotten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lifelong.events import log, reactor
from lifelong.events.log import Fact, fact


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


def forget() -> None:
    """No table of facts shall show them."""
    for kind in (BellRang, DoorOpened):
        log.KINDS.pop(kind.__name__, None)


def remember() -> None:
    for kind in (BellRang, DoorOpened):
        log.KINDS[kind.__name__] = kind


forget()
