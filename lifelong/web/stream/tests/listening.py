"""A real server on a real port, and readers of its stream."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Any

import httptools
import uvicorn

from lifelong.lib.asgi import Receive, Scope, Send
from lifelong.live.tickets import make_token
from lifelong.web.stream.app import Stream

App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Server:
    """One stream behind uvicorn, in a thread of its own; other paths go to `elsewhere`."""

    def __init__(self, stream: Stream, elsewhere: App | None = None) -> None:
        self.stream = stream
        self.elsewhere = elsewhere or stream
        self.readers: list[Reader] = []
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            port=0,
            log_level="error",
            timeout_graceful_shutdown=1,
            lifespan="on",
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    async def _serve(self) -> None:
        await self._uvicorn.serve()
        # a stream has no end of its own: uvicorn gives up waiting and leaves its socket open
        for connection in list(self._uvicorn.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0.05)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.stream.lifespan(receive, send)
        elif scope["path"] == "/stream":
            await self.stream(scope, receive, send)
        else:
            await self.elsewhere(scope, receive, send)

    def start(self) -> None:
        self._thread.start()
        wait_until(lambda: self._uvicorn.started)
        self.port: int = self._uvicorn.servers[0].sockets[0].getsockname()[1]

    def read(self, token: str) -> "Reader":
        reader = Reader(self.port, token)
        self.readers.append(reader)
        return reader

    def stop(self) -> None:
        for reader in self.readers:
            reader.close()
        self._uvicorn.should_exit = True
        self._thread.join(10)


class Reader:
    """One open stream; `next()` is what it says next, as (event, data)."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._socket.sendall(f"GET /stream?token={token} HTTP/1.1\r\nhost: test\r\n\r\n".encode())
        self._said: Queue[tuple[str, str]] = Queue()
        self._text = b""
        self._parser = httptools.HttpResponseParser(self)
        self.ended = threading.Event()
        self._known = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self._known.wait(10)
        self.status = self._parser.get_status_code()

    def on_headers_complete(self) -> None:
        self._known.set()

    def on_body(self, body: bytes) -> None:
        self._text += body
        while b"\n\n" in self._text:
            block, self._text = self._text.split(b"\n\n", 1)
            fields = dict(line.split(": ", 1) for line in block.decode().splitlines())
            if "event" in fields:
                self._said.put((fields["event"], fields["data"]))

    def on_message_complete(self) -> None:
        self.ended.set()

    def _read(self) -> None:
        try:
            while data := self._socket.recv(65536):
                self._parser.feed_data(data)
        except (OSError, httptools.HttpParserError):
            pass
        self.ended.set()

    def next(self, seconds: float = 10) -> tuple[str, str]:
        return self._said.get(timeout=seconds)

    def rest(self, seconds: float = 0.3) -> list[tuple[str, str]]:
        """All that is said until it is quiet for `seconds`."""
        said = []
        try:
            while True:
                said.append(self.next(seconds))
        except Empty:
            return said

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._socket.close()


def wait_until(true: Callable[[], Any], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


@contextmanager
def serving(stream: Stream, elsewhere: App | None = None) -> Iterator[Server]:
    server = Server(stream, elsewhere)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def listen(server: Server, agent: str, *audiences: str) -> Reader:
    return server.read(make_token(f"agent:{agent}", audiences))
