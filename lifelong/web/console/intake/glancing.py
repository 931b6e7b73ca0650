"""A glance at a raw mail that may be broken in any way: plain words, and never a failure."""

from dataclasses import dataclass
from email.utils import parseaddr

from lifelong.connectors.email.charsets import decode
from lifelong.connectors.email.headers import AnyMessage, Headers, words
from lifelong.connectors.email.mime import content, parts, tree

#: so much of a text or a header block is shown
ENOUGH = 20_000
_HEAD = 64_000


@dataclass(frozen=True)
class Glance:
    """`sender` is an address or a name, "" when nothing says."""

    sender: str
    subject: str
    headers: list[tuple[str, str]]
    text: str


def glance(raw: bytes) -> Glance:
    """What can be seen of it without trusting it."""
    try:
        message = tree(raw)
        known = Headers(message)
        return Glance(
            sender=_sender(known),
            subject=known.text("subject"),
            headers=[(name, words(value)) for name, value in _named(message)],
            text=_text(message)[:ENOUGH] or decode(raw[:ENOUGH], None),
        )
    except Exception:  # it was parked because it is broken: whatever goes wrong here is shown raw
        return Glance("", "", [], decode(raw[:ENOUGH], None))


def head(raw: bytes) -> Glance:
    """The same from its first part alone: enough for a list."""
    return glance(raw[:_HEAD])


def _sender(known: Headers) -> str:
    name, address = parseaddr(known.text("from"))
    return address or name


def _named(message: AnyMessage) -> list[tuple[str, str]]:
    known = Headers(message)
    names = dict.fromkeys(str(name) for name in message.keys())  # noqa: SIM118
    return [(name, value[:2000]) for name in names for value in known.all(name.lower())]


def _text(message: AnyMessage) -> str:
    for part, _depth in parts(message):
        if part.get_content_type() == "text/plain":
            return decode(content(part), part.get_content_charset())
    return ""
