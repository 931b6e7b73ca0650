"""Doing things at the same moment, each worker on its own connection to the database."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import OperationalError, connection

Got = TypeVar("Got")


def at_once(calls: Sequence[Callable[[], Got]], *, workers: int) -> list[Got]:
    """Run the calls by so many workers, which all start at the same moment."""
    gate = threading.Barrier(workers)
    left = list(enumerate(calls))
    got: dict[int, Got] = {}

    def work() -> None:
        try:
            gate.wait(10)
            while True:
                try:
                    place, call = left.pop()
                except IndexError:
                    return
                got[place] = bearing_deadlocks(call)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        for running in [pool.submit(work) for _ in range(workers)]:
            running.result()
    return [got[place] for place in range(len(calls))]


def bearing_deadlocks(call: Callable[[], Got]) -> Got:
    """As the intake does: the database ends one side of a deadlock, and that one comes again."""
    for attempt in range(5):
        try:
            return call()
        except OperationalError:
            time.sleep(0.05 * (attempt + 1))
    return call()
