"""Keeps what comes in at the same time in one statement, and so in one commit.

For a process that answers in a loop. While the database writes the last ones down, the next gather;
with nobody beside it, one is kept at once.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass

import psycopg
import structlog

from lifelong.channels.actions.delivering import KEEP, as_kept
from lifelong.channels.doorbell import ring
from lifelong.channels.models import Delivery
from lifelong.lib.postgres.base import REST
from lifelong.lib.postgres.lines import address

#: of one statement; they are sealed at a stretch
MOST, MOST_BYTES = 50, 512 * 1024
#: seconds for one statement, its line included where that has to be opened
PATIENCE = 5.0
#: and for the server to say that it has let it be, so that it is not kept twice
TO_CANCEL = 1.0

log = structlog.get_logger()


class NotKept(Exception):
    """The database did not say that it has it. It may have it all the same."""


@dataclass(frozen=True)
class _Put:
    delivery: Delivery
    done: asyncio.Future[None]


class Shelf:
    """One of a process, for one loop."""

    def __init__(self) -> None:
        self._waiting: list[_Put] = []
        self._line: psycopg.AsyncConnection | None = None
        self._used_at = 0.0
        self._writing: asyncio.Task[None] | None = None

    async def put(self, delivery: Delivery) -> None:
        """Commit it, unread. When this returns, it can no longer be lost. Raises `NotKept`."""
        put = _Put(delivery, asyncio.get_running_loop().create_future())
        self._waiting.append(put)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="shelf")
        await put.done

    async def close(self) -> None:
        """When nobody puts any more. Who does all the same opens it anew."""
        if self._writing is not None:
            await self._writing
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _write(self) -> None:
        try:
            while self._waiting:
                await self._write_some()
        finally:
            if self._waiting:
                _refuse(self._all(), "ended")

    async def _write_some(self) -> None:
        some = self._next()
        try:
            await self._keep([one.delivery for one in some])
        except (psycopg.OperationalError, OSError) as error:
            # no database: who came meanwhile would wait for nothing
            _refuse(some + self._all(), type(error).__name__)
        except Exception as error:
            _refuse(some, type(error).__name__)
        else:
            for one in some:
                if not one.done.done():
                    one.done.set_result(None)
            ring()

    async def _keep(self, deliveries: list[Delivery]) -> None:
        writing = asyncio.create_task(self._put_down(deliveries))
        await asyncio.wait({writing}, timeout=PATIENCE)
        if not writing.done():
            # so that it is not kept twice; what is done by now is kept, and that is heard too
            await self._have_it_let_be()
            await asyncio.wait({writing}, timeout=TO_CANCEL)
        if not writing.done():
            # a dead line, on which not even that is heard: nobody waits for it
            writing.cancel()
            self._line = None
            raise TimeoutError
        writing.result()

    async def _put_down(self, deliveries: list[Delivery]) -> None:
        line = await self._open()
        try:
            await line.execute(KEEP, as_kept(deliveries), prepare=True)
            self._used_at = time.monotonic()
        except BaseException:
            if self._line is line:
                self._line = None
            await line.close()
            raise

    async def _have_it_let_be(self) -> None:
        if self._line is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await self._line.cancel_safe(timeout=TO_CANCEL)

    def _all(self) -> list[_Put]:
        some, self._waiting = self._waiting, []
        return some

    def _next(self) -> list[_Put]:
        """Those who have waited longest, as many as go into one statement."""
        taken = size = 0
        for one in self._waiting[:MOST]:
            size += len(one.delivery.body)
            if taken and size > MOST_BYTES:
                break
            taken += 1
        some, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return some

    async def _open(self) -> psycopg.AsyncConnection:
        """The line; another where it was cut, or may have been forgotten on the way."""
        line = self._line
        if line is not None and time.monotonic() - self._used_at > REST:
            self._line = None
            await line.close()
        if self._line is None or self._line.closed:
            self._line = await psycopg.AsyncConnection.connect(address("shelf"), autocommit=True)
        return self._line


def _refuse(some: list[_Put], why: str) -> None:
    log.warning("not kept together", error=why, deliveries=len(some))
    for one in some:
        # who asked may have gone
        if not one.done.done():
            one.done.set_exception(NotKept(why))
