"""What is said to one reader, and when.

Between two words there is neither a task nor anything else that waits, only a timer: of thousands
of open streams most have nothing to hear.
"""

import asyncio
import random
from collections.abc import Iterable
from typing import Protocol

from lifelong.lib.asgi import Send
from lifelong.web.stream.hub import Client, silence

#: seconds over which streams renew that may have missed a change of rights
SPREAD = 30.0


class Pace(Protocol):
    """Seconds: until a silent stream beats, until it ends itself, between two words."""

    heartbeat: float
    lifetime: float

    @property
    def pause(self) -> float: ...


class Telling:
    __slots__ = ("_client", "_end", "_pace", "_resting", "_send", "_task", "_timer")

    def __init__(self, client: Client, send: Send, pace: Pace) -> None:
        self._client = client
        self._send = send
        self._pace = pace
        self._end = _now() + pace.lifetime
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._resting: asyncio.Future[None] | None = None

    def begin(self) -> None:
        self._client.on_news = self._speak
        if self._client.has_news:
            self._speak()
        else:
            self._be_silent()

    def stop(self) -> None:
        """The reader has gone."""
        self._client.on_news = silence
        self._client.closing = True
        for waits in (self._timer, self._task):
            if waits:
                waits.cancel()

    def _be_silent(self) -> None:
        seconds = min(self._pace.heartbeat, self._end - _now())
        self._timer = asyncio.get_running_loop().call_later(max(seconds, 0), self._speak)

    def _speak(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._say())
        elif self._resting and not self._resting.done():
            self._resting.set_result(None)

    async def _say(self) -> None:
        client = self._client
        try:
            if not (client.has_news or self._is_over):
                await write(self._send, _event("beat", ["-"]))
            while client.has_news or self._is_over:
                if self._is_over:
                    self._client.on_news = silence
                    return await write(self._send, _event("renew", ["-"]), more=False)
                await self._say_news()
        except OSError:
            self._client.closing = True  # the reader went away in mid-sentence
        finally:
            self._task = None
            # nothing was awaited since the last look
            if not self._is_over:
                self._be_silent()

    @property
    def _is_over(self) -> bool:
        return self._client.closing or _now() >= self._end

    async def _say_news(self) -> None:
        resync, subjects = self._client.take()
        if resync:
            self._end = min(self._end, _now() + SPREAD * random.random())
            await write(self._send, _event("resync", ["-"]))
        if subjects and not self._client.closing:
            await write(self._send, _event("changed", subjects))
            await self._rest(self._pace.pause)

    async def _rest(self, seconds: float) -> None:
        """Say nothing for so long, but of what lies before their eyes."""
        client = self._client
        if client.near or client.closing:
            return
        loop = asyncio.get_running_loop()
        self._resting = loop.create_future()
        # a timer of our own: wait_for makes a task of each wait, which cost more than to tell
        timer = loop.call_later(seconds, self._speak)
        client.resting = True
        try:
            await self._resting
        finally:
            timer.cancel()
            client.resting = False
            self._resting = None


def _now() -> float:
    return asyncio.get_running_loop().time()


def _event(name: str, data: Iterable[str]) -> str:
    return "".join(f"event: {name}\ndata: {one}\n\n" for one in data)


async def write(send: Send, text: str, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": more})
