"""Tickets to the stream: signed and short-lived, so that the stream needs no database rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing

from lifelong.lib import clock

SALT = "stream"
SECONDS_TO_CONNECT = 120


class Forged(Exception):
    """Not signed by us."""


class Expired(Exception):
    """Ours, and older than SECONDS_TO_CONNECT."""


@dataclass(frozen=True)
class Ticket:
    """Who listens ("agent:<uuid>", "visitor:<id>"), to which audiences, and when that was decided
    (seconds since the epoch)."""

    listener: str
    audiences: frozenset[str]
    issued: float


def make_token(listener: str, audiences: Iterable[str]) -> str:
    """A ticket for one stream. The listener's own audience is always in it."""
    said = [listener, sorted({listener, *audiences}), clock.now().timestamp()]
    return signing.dumps(said, salt=SALT, compress=True)


def read_token(token: str) -> Ticket:
    """Raises `Forged` or `Expired`."""
    try:
        listener, audiences, issued = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Forged from error
    if clock.now().timestamp() - issued > SECONDS_TO_CONNECT:
        raise Expired
    return Ticket(listener, frozenset(audiences), issued)
