"""A relay as they are: it takes mail, refuses it, stalls, or hangs up after taking it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Relay:
    """`answer` is what it says to DATA; "hang up" takes the mail and closes without a word,
    "stall" takes it and says so too late."""

    def __init__(self) -> None:
        self.answer = "250 2.0.0 taken"
        self.taken: list[Message] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if self.answer.startswith("250") or self.answer in ("hang up", "stall"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        if self.answer == "hang up":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        if self.answer == "stall":
            await asyncio.sleep(1)
            return "250 2.0.0 taken"
        return self.answer


@contextmanager
def relay() -> Iterator[Relay]:
    handler = Relay()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
