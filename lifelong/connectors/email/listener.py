"""The SMTP door: a message is committed as it came before its sender hears 250."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import ClassVar, ParamSpec, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection

from lifelong.channels.actions.delivering import keep
from lifelong.connectors.email.endpoints import address_book
from lifelong.lib.rates import Limit, TooMany

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()

MAX_BYTES = 35 * 1024 * 1024
#: real mail has lines far beyond SMTP's 1,000 bytes, and who sends it cannot help that
MAX_LINE = 4 * 1024 * 1024
MAX_RECIPIENTS = 100
#: at once; each may hold a whole message in memory
MAX_CONNECTIONS = 200
#: messages from one address of the network; a relay in front is a trusted one and exempt
PER_CLIENT = Limit(settings.SMTP_RATE, "smtp")


class Door:
    """What aiosmtpd asks of us, command by command."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it by its SMTP name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        try:
            # here, before megabytes have been sent for nothing
            PER_CLIENT.hit(_peer(session))
        except TooMany:
            return "451 4.7.1 Too many messages, try again in a minute"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            if not address_book().is_fresh():
                await _in_thread(address_book().renew)()
            endpoint = address_book().find([address])
        except Exception:
            # a 5xx would have the sender give the message back: never for our own trouble
            log.exception("recipient not looked up")
            return "451 4.3.0 Try again in a minute"
        if endpoint is None:
            return "550 5.1.1 There is no such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        try:
            delivery_id = await _in_thread(_keep)(envelope, _peer(session))
        except Exception:
            # whatever it was, the sender keeps the message and comes again
            log.exception("mail not kept")
            return "451 4.3.0 Try again in a minute"
        return f"250 2.0.0 Kept as {delivery_id}"


def _in_thread(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    def with_a_live_connection(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except DatabaseError:
            # it may be the connection that is dead: the next message gets another
            connection.close()
            raise

    return sync_to_async(with_a_live_connection, thread_sensitive=False)


def _peer(session: Session) -> str:
    """The address of whoever hands the mail over."""
    return str(session.peer[0]) if session.peer else ""


def _keep(envelope: Envelope, peer: str) -> str:
    content = envelope.content or b""
    body = content if isinstance(content, bytes) else content.encode()
    kept = keep(
        "email",
        body=body,
        envelope={
            "sender": envelope.mail_from or "",
            "recipients": list(envelope.rcpt_tos),
            "peer": peer,
        },
    )
    return str(kept.id)


class _Server(SMTP):  # type: ignore[misc]
    """One connection."""

    line_length_limit = MAX_LINE
    _open: "ClassVar[set[_Server]]" = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if len(self._open) >= MAX_CONNECTIONS:
            assert isinstance(transport, asyncio.WriteTransport)
            transport.write(b"421 4.3.2 Too many connections, try again in a minute\r\n")
            transport.close()
            return
        self._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._open:
            self._open.remove(self)
            super().connection_lost(error)


def _server() -> SMTP:
    return _Server(
        Door(),
        data_size_limit=MAX_BYTES,
        enable_SMTPUTF8=True,
        ident="Lifelong",
        hostname="lifelong",
        timeout=120,
    )


async def serve(host: str, port: int) -> None:
    """Listen until SIGTERM or SIGINT, then finish what is being received."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(_server, host, port)
    log.info("mail intake listens", port=port)
    async with server:
        await stop.wait()


def run() -> None:
    asyncio.run(serve(settings.SMTP_HOST, settings.SMTP_PORT))
