"""The sending side of SMTP with as little work as possible: it shares the cores it measures."""

import asyncio
import re
from types import TracebackType


class Refused(Exception):
    """The door did not take a message."""


def on_the_wire(message: bytes) -> bytes:
    """A message as DATA carries it: lines end in CRLF, leading dots are doubled, a dot ends it."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    stuffed = re.sub(rb"(?m)^\.", b"..", lines)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


class Door:
    """One connection. `async with Door(port) as door: await door.send(...)`."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> "Door":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        await self._answer(b"220")
        await self._say(b"EHLO bench.example\r\n", b"250")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._writer.close()

    async def send(self, wire: bytes, *, sender: str, recipient: str) -> None:
        """Returns once it was accepted. Raises `Refused`."""
        await self._say(f"MAIL FROM:<{sender}>\r\n".encode(), b"250")
        await self._say(f"RCPT TO:<{recipient}>\r\n".encode(), b"250")
        await self._say(b"DATA\r\n", b"354")
        await self._say(wire, b"250")

    async def _say(self, words: bytes, expected: bytes) -> None:
        self._writer.write(words)
        await self._writer.drain()
        await self._answer(expected)

    async def _answer(self, expected: bytes) -> None:
        while (line := await self._reader.readline())[3:4] == b"-":
            pass
        if not line.startswith(expected):
            raise Refused(line.decode(errors="replace"))
