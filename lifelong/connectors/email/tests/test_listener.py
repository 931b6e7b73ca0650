"""The SMTP door, spoken to over a socket and by its commands."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from lifelong.channels.models import Delivery
from lifelong.connectors.email import listener
from lifelong.lib.rates import Limit


@pytest.mark.django_db
def test_a_delivery_tells_who_handed_it_over() -> None:
    envelope = Envelope()
    envelope.content, envelope.mail_from = b"From: ana@example.com\r\n\r\nHi", "ana@example.com"
    envelope.rcpt_tos = ["support@shop.example"]
    listener._keep(envelope, "192.0.2.7")
    assert Delivery.objects.get().envelope == {
        "sender": "ana@example.com",
        "recipients": ["support@shop.example"],
        "peer": "192.0.2.7",
    }


def _run(heard: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """In a thread: a browser that was tested before leaves its loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, heard).result()


async def _heard(*, connections: int, say: list[bytes]) -> list[bytes]:
    """What the last of so many connections hears: the greeting, then an answer to each line."""
    server = await asyncio.get_running_loop().create_server(listener._server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened = []
    async with server:
        for _ in range(connections):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.append(writer)
            heard = [await reader.readline()]
        for line in say:
            writer.write(line + b"\r\n")
            heard.append(await reader.readline())
        for writer in opened:
            writer.close()
        while listener._Server._open:
            await asyncio.sleep(0.01)
    return [line[:3] for line in heard]


def test_one_connection_too_many_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MAX_CONNECTIONS", 2)
    assert _run(_heard(connections=2, say=[])) == [b"220"]
    assert _run(_heard(connections=3, say=[])) == [b"421"]
    assert _run(_heard(connections=1, say=[])) == [b"220"]


def test_who_sends_too_much_hears_it_before_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "PER_CLIENT", Limit("1/minute", "smtp-test"))
    say = [b"HELO x", b"MAIL FROM:<a@b.example>", b"RSET", b"MAIL FROM:<a@b.example>"]
    heard = _run(_heard(connections=1, say=say))
    assert heard == [b"220", b"250", b"250", b"250", b"451"]
