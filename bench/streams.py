"""Many open streams in one web process, Django and all: what they weigh, and whether all hear."""

import asyncio
import json
import time
from collections.abc import Callable

from bench.dials import dial
from bench.http import Connection
from bench.processes import resident_mb
from bench.result import Result, spread
from bench.saying import say
from bench.shop import Shop, shop

TARGET_MB = 150
STREAMS = 2000
AT_ONCE = 50
IDLE, PATIENCE = 10, 30
TOKENS = """
import json
from lifelong.lib import ids
from lifelong.live.tickets import make_token
print(json.dumps([make_token(f"agent:{{ids.new_id()}}", ["inbox:bench"]) for _ in range({count})]))
"""


class Crowd:
    """Readers of the stream, each another agent's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._tasks: list[asyncio.Task[None]] = []
        self._room = asyncio.Semaphore(AT_ONCE)
        self.opened = 0
        #: by subject, when each reader heard of it
        self.heard: dict[str, list[float]] = {}
        self.ended: list[str] = []

    async def come(self, tokens: list[str]) -> None:
        self._tasks = [asyncio.create_task(self._read(token)) for token in tokens]
        await self._until(lambda: self.opened + len(self.ended) == len(tokens))

    async def hear(self, subject: str) -> list[float]:
        """When each heard of `subject`."""
        await self._until(lambda: len(self.heard.get(subject, [])) == self.opened)
        return self.heard.get(subject, [])

    async def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds() and time.monotonic() < end:
            await asyncio.sleep(0.05)

    async def _read(self, token: str) -> None:
        await self._room.acquire()
        try:
            async for event, data in Connection(self._port).events(f"/stream?token={token}"):
                if event == "open":
                    self.opened += 1
                    self._room.release()
                elif event == "changed":
                    self.heard.setdefault(data, []).append(time.monotonic())
            self.ended.append("ended")
        except (OSError, EOFError) as error:
            self._room.release()
            self.ended.append(f"{type(error).__name__}: {error}")


def measure() -> Result:
    count = dial("streams", STREAMS)
    with shop("web") as measured:
        measured.until_it_serves()
        return asyncio.run(_measure(measured, count))


async def _measure(measured: Shop, count: int) -> Result:
    web = measured.instance.pids["web"]
    await _warm_up(measured.instance.port)
    before = resident_mb(web)
    # they count for two minutes
    tokens = measured.within(TOKENS.format(count=count))
    crowd = Crowd(measured.instance.port)
    await crowd.come(tokens)
    say(f"{crowd.opened} streams are open")
    await asyncio.sleep(IDLE)
    idle = resident_mb(web)
    said = time.monotonic()
    measured.do("SELECT pg_notify('live', %s)", (_signal("conversation/bench"),))
    heard = [(at - said) * 1000 for at in await crowd.hear("conversation/bench")]
    weight = max(idle, resident_mb(web))
    return Result(
        value=weight,
        unit="MB",
        target=TARGET_MB,
        baseline=before,
        met=weight < TARGET_MB and len(heard) == count and not crowd.ended,
        extra={
            "streams": crowd.opened,
            "per_stream_kb": round((idle - before) * 1024 / max(crowd.opened, 1), 1),
            "signal_ms": spread(heard) if heard else "nobody heard it",
            "ended": crowd.ended[:3],
        },
    )


def _signal(subject: str) -> str:
    """As lifelong.live.publish says it."""
    return json.dumps({"s": subject, "a": ["inbox:bench"]})


async def _warm_up(port: int) -> None:
    """A page from every thread, so that what it costs once does not count as the streams'."""
    pages = [Connection(port) for _one in range(16)]
    for _round in range(3):
        await asyncio.gather(*[page.ask("GET", "/sign-in/") for page in pages])
    for page in pages:
        page.close()
