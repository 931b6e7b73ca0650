"""Django's pages behind the ASGI server, in a few threads of their own.

a2wsgi's own middleware crosses from the thread to the loop and waits there for the head, for each
piece and for the end of an answer, which took a third of the loop's time with a hundred consoles
open. Ours crosses once: an answer of common size is handed over whole.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from a2wsgi.wsgi import build_environ

from lifelong.lib.asgi import Receive, Scope, Send

#: bytes of an answer that are handed over as one piece; what is longer streams
WHOLE = 256 * 1024
#: bytes of a request that are held in memory; the rest of it lies in a file for a while
IN_MEMORY = 256 * 1024
#: bytes of a request; far more than a page takes, which says then what is too much
MOST = 64 * 1024 * 1024

#: seconds in which something more of a request has to come
IDLE = 30.0

#: content type and body of a 200 that the loop itself gives; None leaves it to a thread
Shortcut = Callable[[dict[str, Any]], Awaitable[tuple[str, bytes] | None]]


class Pages:
    """A WSGI application as an ASGI one, with `workers` threads.

    A request is read to its end before a thread takes it, so that no slow sender holds one; of
    long ones as many at a time as there are threads. `shortcut` is asked first, in the loop, with
    the environment.
    """

    def __init__(self, application: Any, *, workers: int, shortcut: Shortcut | None = None) -> None:
        self._application = application
        self._shortcut = shortcut
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pages")
        self._room = asyncio.Semaphore(workers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            async with AsyncExitStack() as answered:
                try:
                    length = await self._read(scope, receive, body, answered)
                except _Gone:
                    return
                except _TooLong:
                    await _say(send, 413, "text/plain", b"This is too large.")
                except TimeoutError:
                    await _say(send, 408, "text/plain", b"The rest of this did not come.")
                else:
                    environ: Any = build_environ(scope, cast(Any, body))
                    environ["CONTENT_LENGTH"] = str(length)
                    await self._answer(environ, send)

    async def _answer(self, environ: Any, send: Send) -> None:
        if self._shortcut and (said := await self._shortcut(environ)):
            await _say(send, 200, *said)
            return
        loop = asyncio.get_running_loop()
        answer = _Answer(environ, send, loop)
        run = contextvars.copy_context().run
        last = await loop.run_in_executor(self._threads, run, answer.of, self._application)
        for message in last:
            await send(message)

    async def _read(
        self, scope: Scope, receive: Receive, body: IO[bytes], answered: AsyncExitStack
    ) -> int:
        """Put the whole request into `body`; its length, which a sender need not have said."""
        said = dict(scope["headers"]).get(b"content-length", b"")
        if said.isdigit() and int(said) > MOST:
            raise _TooLong
        length, is_long = 0, False
        more = scope["method"] not in ("GET", "HEAD")
        while more:
            async with asyncio.timeout(IDLE):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            length += len(piece)
            if length > MOST:
                raise _TooLong
            if length > IN_MEMORY and not is_long:
                is_long = True
                await answered.enter_async_context(self._room)
            if is_long:
                # a disk may keep the loop waiting
                await asyncio.to_thread(body.write, piece)
            else:
                body.write(piece)
        body.seek(0)
        return length


class _Gone(Exception):
    """The caller, in the middle of the request."""


class _TooLong(Exception):
    """The request, for any page."""


class _Answer:
    """One answer, made in a thread."""

    def __init__(self, environ: Any, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self._environ = environ
        self._send = send
        self._loop = loop
        self._start: dict[str, Any] = {}

    def of(self, application: Any) -> list[dict[str, Any]]:
        """What is still to be sent when this returns: all of a short answer."""
        pieces = application(self._environ, self._begin)
        try:
            rest = iter(pieces)
            said = _at_least(WHOLE, rest)
            if len(said) < WHOLE:
                return [self._start, _piece(said)]
            self._stream(self._start)
            self._stream(_piece(said, more=True))
            for piece in rest:
                self._stream(_piece(piece, more=True))
            return [_piece(b"")]
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._start = {
            "type": "http.response.start",
            "status": int(status.partition(" ")[0]),
            "headers": [
                (name.strip().encode("latin1").lower(), value.strip().encode("latin1"))
                for name, value in headers
            ],
        }

    def _stream(self, message: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(_sent(self._send, message), self._loop).result()


async def _sent(send: Send, message: dict[str, Any]) -> None:
    await send(message)


def _at_least(size: int, pieces: Iterator[bytes]) -> bytes:
    """The first pieces together: `size` bytes or more, fewer only where there are no more."""
    said = bytearray()
    for piece in pieces:
        said += piece
        if len(said) >= size:
            break
    return bytes(said)


async def _say(send: Send, status: int, content_type: str, body: bytes) -> None:
    """A short answer, whole."""
    head = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send(_piece(body))


def _piece(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}
