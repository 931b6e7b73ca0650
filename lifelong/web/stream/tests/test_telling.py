"""When a reader is told, and that nobody is any more once they have gone."""

import asyncio
from collections.abc import Callable, Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lifelong.live.tickets import Ticket
from lifelong.web.stream import hub
from lifelong.web.stream.hub import Client
from lifelong.web.stream.telling import Telling


class Pace:
    lifetime = 10.0
    pause = 0.0

    def __init__(self) -> None:
        self.heartbeat = 0.05


class Reader:
    """Remembers what it was told; `slow`: seconds that each word takes on its way."""

    def __init__(self, slow: float = 0.0) -> None:
        self.slow = slow
        self.heard: list[str] = []
        self.client = Client(Ticket(listener="agent:1", audiences=frozenset(), issued=0.0))
        self.pace = Pace()
        self.telling = Telling(self.client, self._hear, self.pace)

    async def _hear(self, message: MutableMapping[str, Any]) -> None:
        await asyncio.sleep(self.slow)
        self.heard.append(message["body"].decode())


def apart(read: Callable[[], Coroutine[Any, Any, list[str]]]) -> list[str]:
    """In a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(read())).result()


def test_what_comes_while_a_word_is_on_its_way_is_told_after_it() -> None:
    async def read() -> list[str]:
        reader = Reader(slow=0.1)
        reader.telling.begin()
        await asyncio.sleep(0.08)  # the beat is on its way
        reader.pace.heartbeat = 10.0
        reader.client.tell("conversation/1")
        await asyncio.sleep(0.25)
        reader.telling.stop()
        return reader.heard

    heard = apart(read)
    assert "beat" in heard[0] and "conversation/1" in heard[1]


def test_who_has_gone_is_told_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "FOR_COMPANY", 0.05)

    async def read() -> list[str]:
        reader = Reader()
        reader.telling.begin()
        reader.client.tell_in_passing("conversation/1")
        reader.telling.stop()
        await asyncio.sleep(0.3)
        return reader.heard

    assert apart(read) == []


def test_a_stream_beats_while_nothing_is_said_and_says_when_it_ends() -> None:
    async def read() -> list[str]:
        reader = Reader()
        reader.telling.begin()
        await asyncio.sleep(0.18)
        reader.client.close()
        await asyncio.sleep(0.15)
        return reader.heard

    heard = apart(read)
    assert len(heard) >= 3 and all("beat" in one for one in heard[:-1]) and "renew" in heard[-1]
