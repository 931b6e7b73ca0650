"""One LISTEN for the whole process, which comes back when the database does."""

import asyncio
import json
from collections.abc import Callable

import psycopg
import structlog

from lifelong.lib.postgres.lines import address
from lifelong.live.publishing import CHANNEL
from lifelong.web.stream.hub import Hub

log = structlog.get_logger()

#: seconds without a word after which the connection is tried
QUIET = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


class Listener:
    """Hands every signal to `hub`. `up` tells whether it hears the database now."""

    def __init__(self, hub: Hub, where: Callable[[], str] = lambda: address("stream")) -> None:
        self._hub = hub
        self._where = where
        self.up = False

    async def run(self) -> None:
        """Listen until cancelled."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, TimeoutError) as error:
                if self.up:
                    pause = FIRST_PAUSE
                log.warning("stream.deaf", error=type(error).__name__, pause=pause)
            self.up = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._where(), autocommit=True
        ) as connection:
            await connection.execute(f"listen {CHANNEL}")
            self.up = True
            # What was said while we were deaf is lost; everybody looks for themselves.
            self._hub.resync()
            while True:
                async for notice in connection.notifies(timeout=QUIET):
                    self._hear(notice.payload)
                await asyncio.wait_for(connection.execute("select 1"), QUIET)

    def _hear(self, payload: str) -> None:
        try:
            said = json.loads(payload)
            subject, audiences, in_passing = said["s"], said["a"], "p" in said
        except (ValueError, KeyError, TypeError):
            log.warning("stream.unreadable")
            return
        self._hub.signal(subject, audiences, in_passing=in_passing)
