"""One transaction per action, with a last word before it commits.

Events are written and signals sent once per transaction, so both need a moment when
everything has been said and nothing has been committed. Django offers only the one after.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db import transaction as django_transaction


class _Work:
    def __init__(self, *, lasting: bool) -> None:
        self.lasting = lasting
        self.said: dict[Hashable, list[Any]] = {}
        self.finish: dict[Hashable, Callable[[list[Any]], None]] = {}


class _Current(threading.local):
    work: _Work | None = None


_current = _Current()


class NoTransaction(RuntimeError):
    """Something that belongs to an action was said outside `transaction()`."""


class Undone(RuntimeError):
    """An error in an inner transaction was swallowed, so nothing of the outer could stand."""


@contextmanager
def transaction(*, lasting: bool = True) -> Iterator[None]:
    """All or nothing. An inner one joins the outer; an error in it undoes the whole.

    Its commit waits for the disk, unless the outermost is not `lasting`: for what is done again
    should the server lose it as it dies, which takes a second at most. What commits later and waits
    makes all before it last. See docs/decisions/waiting-for-the-disk.md.
    """
    if _current.work is not None:
        with django_transaction.atomic(savepoint=False):
            yield
        return
    with django_transaction.atomic():
        _current.work = work = _Work(lasting=lasting)
        try:
            yield
            while work.said and not django_transaction.get_rollback():
                topic = next(iter(work.said))
                work.finish[topic](work.said.pop(topic))
            if django_transaction.get_rollback():
                raise Undone("an error in an inner transaction was swallowed")
            if not work.lasting:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL synchronous_commit TO off")
        finally:
            _current.work = None


def must_last() -> None:
    """Have the running transaction wait for the disk, whoever began it."""
    if _current.work is not None:
        _current.work.lasting = True


@contextmanager
def attempt() -> Iterator[None]:
    """Within a transaction: what fails in here is undone alone, with what it has said, and the
    error may be caught outside. Raises `NoTransaction` outside of one."""
    work = _current.work
    if work is None:
        raise NoTransaction("an attempt outside of a transaction")
    said = {topic: list(things) for topic, things in work.said.items()}
    try:
        with django_transaction.atomic():
            yield
    except BaseException:
        work.said = said
        raise


def say_before_commit(topic: Hashable, thing: Any, finish: Callable[[list[Any]], None]) -> None:
    """Collect `thing`; `finish` gets all of a topic's things once, just before the commit."""
    if _current.work is None:
        raise NoTransaction(f"{topic} outside of a transaction")
    _current.work.said.setdefault(topic, []).append(thing)
    _current.work.finish[topic] = finish


def in_transaction() -> bool:
    return _current.work is not None


class Lost(RuntimeError):
    """The server went away, and perhaps with it what was not on its disk yet."""


@contextmanager
def lasting_in_the_end() -> Iterator[None]:
    """Waits, when all went well, until what was committed in here is on the disk. Raises `Lost`
    where the connection is another by then."""
    connection.ensure_connection()
    line = connection.connection
    yield
    if connection.connection is not line:
        raise Lost
    with connection.cursor() as cursor:
        # the shortest that is written into the server's log; who wrote nothing waits for nothing
        cursor.execute("SELECT pg_logical_emit_message(true, 'lifelong', '')")
