"""Who listens to what in this process, and what each still has to be told."""

import asyncio
import time
from collections.abc import Iterable, Iterator

from prometheus_client import Gauge

from lifelong.live.tickets import SECONDS_TO_CONNECT, Ticket

STREAMS_EACH = 20

open_streams = Gauge("lifelong_open_streams", "Live streams open in this process")


class Client:
    """One open stream. What is pending is a set, so a slow reader costs no memory."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.pending: set[str] = set()
        self.resync = False
        self.closing = False
        self.woken = asyncio.Event()

    def tell(self, subject: str) -> None:
        self.pending.add(subject)
        self.woken.set()

    def tell_resync(self) -> None:
        """Everything may have changed: the single subjects no longer matter."""
        self.pending.clear()
        self.resync = True
        self.woken.set()

    def close(self) -> None:
        self.closing = True
        self.woken.set()

    def take(self) -> tuple[bool, set[str]]:
        """What there is to say, and forget it: (whether to resync, subjects)."""
        said = (self.resync, self.pending)
        self.resync, self.pending = False, set()
        self.woken.clear()
        return said


class Hub:
    def __init__(self) -> None:
        self._by_audience: dict[str, set[Client]] = {}
        # A listener's rights changed then: older tickets count no more.
        self._revoked: dict[str, float] = {}

    def join(self, ticket: Ticket) -> Client | None:
        """The new client; None where the listener has too many streams already."""
        if len(self._heard_by([ticket.listener])) >= STREAMS_EACH:
            return None
        client = Client(ticket)
        for audience in ticket.audiences:
            self._by_audience.setdefault(audience, set()).add(client)
        open_streams.inc()
        return client

    def leave(self, client: Client) -> None:
        for audience in client.ticket.audiences:
            clients = self._by_audience[audience]
            clients.discard(client)
            if not clients:
                del self._by_audience[audience]
        open_streams.dec()

    def signal(self, subject: str, audiences: Iterable[str]) -> None:
        """Each client once, though it may hear by several audiences."""
        noun, _, rest = subject.partition("/")
        if noun == "agent" and rest.endswith("/rights"):
            self._revoke(f"agent:{rest.removesuffix('/rights')}")
        for client in self._heard_by(audiences):
            client.tell(subject)

    def resync(self) -> None:
        for client in self.clients():
            client.tell_resync()

    def clients(self) -> Iterator[Client]:
        return iter(self._heard_by(list(self._by_audience)))

    def is_revoked(self, ticket: Ticket) -> bool:
        return ticket.issued <= self._revoked.get(ticket.listener, 0)

    def _heard_by(self, audiences: Iterable[str]) -> set[Client]:
        return set().union(*(self._by_audience.get(name, ()) for name in audiences))

    def _revoke(self, listener: str) -> None:
        now = time.time()
        recent = now - SECONDS_TO_CONNECT
        self._revoked = {who: at for who, at in self._revoked.items() if at > recent}
        self._revoked[listener] = now
        for client in self._heard_by([listener]):
            client.close()
