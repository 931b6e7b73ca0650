"""What is sent by mail: the shared corpus, each time anew; else mails of our own."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from bench.smtp import on_the_wire
from tests.instance import ADDRESS
from tests.real_world.corpus import messages

_NAMED = re.compile(rb"(?im)^(?:message-id|date):.*\r?\n(?:[ \t].*\r?\n)*")
_WORDS = "Hello, my parcel was to come on Monday and has not. Could you look where it is?\n"


@dataclass(frozen=True)
class Letter:
    """A mail ready for the wire but for its Message-ID and Date."""

    unix_from: bytes
    rest: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Letter":
        wire = on_the_wire(raw)
        unix_from, rest = wire[:0], wire
        if wire.startswith(b"From "):
            end = wire.index(b"\r\n") + 2
            unix_from, rest = wire[:end], wire[end:]
        head, blank, body = rest.partition(b"\r\n\r\n")
        return cls(unix_from, _NAMED.sub(b"", head + b"\r\n")[:-2] + blank + body)

    def anew(self) -> bytes:
        """With a Message-ID that nobody has seen and the time of now."""
        fresh = f"Message-ID: <{uuid.uuid4().hex}@bench.example>\r\nDate: {formatdate()}\r\n"
        return self.unix_from + fresh.encode() + self.rest


def corpus() -> tuple[str, list[Letter]]:
    """What it is, in a word, and its letters."""
    if shared := messages():
        return f"shared corpus, {len(shared)} messages", [Letter.of(raw) for _name, raw in shared]
    return "made-up mails: the shared corpus is not here", [Letter.of(one) for one in _made_up()]


def _made_up() -> Iterator[bytes]:
    for number in range(200):
        mail = EmailMessage()
        mail["From"] = f"Person {number} <person{number}@example.com>"
        mail["To"], mail["Subject"] = ADDRESS, f"Order {number}"
        mail.set_content(_WORDS * (1 + number % 7))
        mail.add_alternative(f"<p>{_WORDS * (1 + number % 7)}</p>", subtype="html")
        if number % 20 == 0:
            mail.add_attachment(b"x" * 40_000, "image", "png", filename="photo.png")
        yield mail.as_bytes()
