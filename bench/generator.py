"""The load generator of mail-intake, a process of its own.

    python -m bench.generator PORT CONNECTIONS

Reads from stdin, a line each, how many messages it may have sent in all, and answers each line
with how many have been accepted; sends the corpus pass after pass. Ends with stdin.
"""

import asyncio
import itertools
import sys

from bench.letters import corpus
from bench.smtp import Door
from tests.instance import ADDRESS


class Allowance:
    """How many may be sent; `take` waits until one more may."""

    def __init__(self) -> None:
        self._allowed = self._taken = 0
        self._raised = asyncio.Condition()

    async def raise_to(self, allowed: int) -> None:
        async with self._raised:
            self._allowed = max(self._allowed, allowed)
            self._raised.notify_all()

    async def take(self) -> None:
        if self._taken >= self._allowed:
            async with self._raised:
                await self._raised.wait_for(lambda: self._taken < self._allowed)
        self._taken += 1


class Generator:
    def __init__(self, port: int) -> None:
        self._port = port
        self._allowance = Allowance()
        self._letters = itertools.cycle(corpus()[1])
        self._accepted = 0

    async def run(self, connections: int) -> None:
        """Until stdin ends. What goes wrong is raised: a silent sender would spoil the figures."""
        tasks = [asyncio.create_task(self._send()) for _one in range(connections)]
        tasks.append(asyncio.create_task(self._obey()))
        done, _rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def _send(self) -> None:
        async with Door(self._port) as door:
            while True:
                await self._allowance.take()
                wire = next(self._letters).anew()
                await door.send(wire, sender="person@bench.example", recipient=ADDRESS)
                self._accepted += 1

    async def _obey(self) -> None:
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            await self._allowance.raise_to(int(line))
            print(self._accepted, flush=True)


if __name__ == "__main__":
    asyncio.run(Generator(int(sys.argv[1])).run(int(sys.argv[2])))
