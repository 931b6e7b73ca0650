"""The stream as a raw ASGI application: Server-Sent Events, no request handling, no rows.

It says `changed` with a subject, `resync` when signals may have been lost, and `renew` just
before it ends so that the browser fetches a new token. A reader asks for what it missed by
revision, so no event needs an id.
"""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from lifelong.lib.asgi import Receive, Scope, Send
from lifelong.live.tickets import Expired, Forged, read_token
from lifelong.web.stream.hub import Client, Hub
from lifelong.web.stream.listener import Listener
from lifelong.web.stream.telling import Telling, write

HEARTBEAT = 15.0
#: so often a second this process speaks to its readers, all together: each time takes a tenth of a
#: millisecond, and the pages that they ask for then want the processor too
TELLS = 300
#: seconds between two words to one reader, of few and of many: what changes meanwhile is told
#: together. Whoever was left in peace for as long hears at once, and everybody of what lies before
#: their eyes
SHORTEST_PAUSE, LONGEST_PAUSE = 0.04, 1.0
#: seconds after which a stream ends itself, so that rights are read anew
LIFETIME = 600.0

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    def __init__(self, *, lifetime: float = LIFETIME, heartbeat: float = HEARTBEAT) -> None:
        self.hub = Hub()
        self.listener = Listener(self.hub)
        self.lifetime = lifetime
        self.heartbeat = heartbeat
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; the database may still be on its way."""
        self._listening = asyncio.create_task(self.listener.run(), name="listen")

    async def stop(self) -> None:
        for client in self.hub.clients():
            client.close()
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def lifespan(
        self, receive: Receive, send: Send, *, last: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """The server's life: start with it, stop with it, and do what is to be done `last`."""
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        if last:
            await last()
        await send({"type": "lifespan.shutdown.complete"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = self._admit(_token(scope))
        if isinstance(client, Client):
            await self._serve(client, scope, receive, send)
        else:
            await _refuse(send, client)

    def _admit(self, token: str) -> Client | int:
        """A client, or the HTTP status that refuses it."""
        try:
            ticket = read_token(token)
        except Forged:
            return 403
        except Expired:
            return 401
        if self.hub.is_revoked(ticket):
            return 401
        return self.hub.join(ticket) or 429

    async def _serve(self, client: Client, scope: Scope, receive: Receive, send: Send) -> None:
        telling = Telling(client, send, self)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            _forget(scope)
            await write(send, ": open\n\n")
            telling.begin()
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            telling.stop()
            self.hub.leave(client)

    @property
    def pause(self) -> float:
        """Seconds between two words to one reader."""
        return min(max(self.hub.count / TELLS, SHORTEST_PAUSE), LONGEST_PAUSE)


def _token(scope: Scope) -> str:
    query = parse_qs(str(scope["query_string"], "latin-1"))
    return query.get("token", [""])[0]


def _forget(scope: Scope) -> None:
    """What the browser said of itself has no business in memory for as long as it listens. The
    server asks for the method with each word."""
    method = scope["method"]
    scope["headers"].clear()
    scope.clear()
    scope["method"] = method


async def _refuse(send: Send, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
    )
    await write(send, "", more=False)
