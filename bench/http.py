"""HTTP by hand: one connection that is kept, as a browser keeps it, and next to no work."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

LONGEST_LINE = 2**20


@dataclass(frozen=True)
class Answer:
    status: int
    #: names in lower case; of several with one name the last, but for cookies
    headers: dict[str, str]
    cookies: dict[str, str]
    body: str


class Connection:
    """To one port of this machine. Requests on it wait for each other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._turn = asyncio.Lock()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> Answer:
        """Raises OSError or IncompleteReadError when the connection breaks."""
        async with self._turn:
            kept = self._writer is not None
            try:
                return await self._once(method, path, headers or {}, body)
            except (ConnectionError, asyncio.IncompleteReadError):
                # the server may have closed it meanwhile: then a browser, too, tries a new one
                if not kept:
                    raise
            return await self._once(method, path, headers or {}, body)

    async def _once(self, method: str, path: str, headers: Mapping[str, str], body: str) -> Answer:
        try:
            await self._say(method, path, headers, body.encode())
            return await self._answer()
        except BaseException:
            self.close()
            raise

    async def events(self, path: str) -> AsyncIterator[tuple[str, str]]:
        """The events of a stream, as (event, data), until it ends; first of all ("open", "")."""
        await self._say("GET", path, {"Accept": "text/event-stream"}, b"")
        assert self._reader is not None
        status, _headers, _cookies = await self._head()
        if status != 200:
            raise ConnectionRefusedError(f"{status} for the stream")
        yield "open", ""
        event = ""
        async for line in self._reader:
            # the sizes of chunks stand on lines of their own, which are neither
            name, _, value = line.decode().rstrip().partition(": ")
            if name == "event":
                event = value
            elif name == "data":
                yield event, value

    def close(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(OSError):
                self._writer.close()
        self._reader = self._writer = None

    async def _say(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._port, limit=LONGEST_LINE
            )
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if method not in ("GET", "HEAD"):
            lines.append(f"Content-Length: {len(body)}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self._writer.drain()

    async def _head(self) -> tuple[int, dict[str, str], dict[str, str]]:
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.splitlines()
        headers: dict[str, str] = {}
        cookies: dict[str, str] = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                cookie, _, rest = value.strip().partition("=")
                cookies[cookie] = rest.partition(";")[0]
        return int(first.split()[1]), headers, cookies

    async def _answer(self) -> Answer:
        status, headers, cookies = await self._head()
        body = await self._body(status, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, cookies, body.decode("utf-8", "replace"))

    async def _body(self, status: int, headers: Mapping[str, str]) -> bytes:
        assert self._reader is not None
        if "content-length" in headers:
            return await self._reader.readexactly(int(headers["content-length"]))
        if headers.get("transfer-encoding") != "chunked":
            return b"" if status in (204, 304) else await self._reader.read()
        chunks = []
        while size := int((await self._reader.readline()).split(b";")[0], 16):
            chunks.append((await self._reader.readexactly(size + 2))[:-2])
        await self._reader.readline()
        return b"".join(chunks)
