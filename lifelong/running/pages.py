"""Django's pages behind the ASGI server, in a few threads of their own.

a2wsgi's own middleware crosses from the thread to the loop and waits there for the head, for each
piece and for the end of an answer, which took a third of the loop's time with a hundred consoles
open. Ours crosses once: an answer of common size is handed over whole.
"""

import asyncio
import contextvars
import io
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import Body, build_environ

from lifelong.lib.asgi import Receive, Scope, Send

#: bytes of an answer that are handed over as one piece; what is longer streams
WHOLE = 256 * 1024
#: bytes of a request that are awaited before a thread takes it, so that no slow sender holds one
AWAITED = 256 * 1024


#: content type and body of a 200 that the loop itself gives; None leaves it to a thread
AtOnce = Callable[[dict[str, Any]], Awaitable[tuple[str, bytes] | None]]


class Pages:
    """A WSGI application as an ASGI one, with `workers` threads.

    `at_once` is asked first, in the loop, with the environment.
    """

    def __init__(self, application: Any, *, workers: int, at_once: AtOnce | None = None) -> None:
        self._application = application
        self._at_once = at_once
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        environ: Any = build_environ(scope, await _body(scope, receive, loop))
        if self._at_once and (said := await self._at_once(environ)):
            content_type, body = said
            for message in _ok(content_type, body):
                await send(message)
            return
        answer = _Answer(environ, send, loop)
        context = contextvars.copy_context()
        last = await loop.run_in_executor(self._threads, context.run, answer.of, self._application)
        for message in last:
            await send(message)


async def _body(scope: Scope, receive: Receive, loop: asyncio.AbstractEventLoop) -> Any:
    """The request's body: read to its end where it is short, else a file that reads on."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    if scope["method"] in ("GET", "HEAD"):
        return io.BytesIO()
    if not length.isdigit() or int(length) > AWAITED:
        return Body(loop, receive)
    said = b""
    more = True
    while more:
        message = await receive()
        said += message.get("body", b"")
        more = message.get("more_body", False)
    return io.BytesIO(said)


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


def _ok(content_type: str, body: bytes) -> list[dict[str, Any]]:
    head = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]
    return [{"type": "http.response.start", "status": 200, "headers": head}, _piece(body)]


def _piece(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}
