"""Mails of many people whom nobody looks at, at a steady rate."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from bench.shop import Shop
from bench.smtp import Door, on_the_wire

RATE = 30
PEOPLE = 200


@contextmanager
def written(shop: Shop, *, seconds: int) -> Iterator[None]:
    """While they are, in a thread of its own; returns when all were accepted."""
    query = "SELECT address FROM channels_endpoint WHERE channel = 'email' ORDER BY id LIMIT 1"
    ((address,),) = shop.ask(query)
    port = shop.instance.smtp_port
    work = threading.Thread(target=lambda: asyncio.run(_write(port, seconds=seconds, to=address)))
    work.start()
    yield
    work.join()


async def _write(port: int, *, seconds: int, to: str) -> None:
    """RATE mails a second to this address."""
    loop = asyncio.get_running_loop()
    async with Door(port) as door:
        begin = loop.time()
        for number in range(RATE * seconds):
            await asyncio.sleep(max(0, begin + number / RATE - loop.time()))
            await door.send(_mail(number, to), sender="bench@bench.example", recipient=to)


def _mail(number: int, to: str) -> bytes:
    person = number % PEOPLE
    mail = EmailMessage()
    mail["From"] = f"Person {person} <elsewhere{person}@bench.example>"
    mail["To"], mail["Subject"], mail["Date"] = to, f"Order {person}", formatdate()
    mail["Message-ID"] = make_msgid(domain="bench.example")
    mail.set_content(f"Message {number}. Where is my parcel? It was to come today.\n")
    return on_the_wire(mail.as_bytes())
