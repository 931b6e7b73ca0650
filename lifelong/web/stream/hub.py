"""Who listens to what in this process, and what each still has to be told."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import Gauge

from lifelong.live.tickets import SECONDS_TO_CONNECT, Ticket

STREAMS_EACH = 20
#: seconds that what is told in passing waits for company
FOR_COMPANY = 1.0

open_streams = Gauge("lifelong_open_streams", "Live streams open in this process")


class Client:
    """One open stream. What is pending is a set, so a slow reader costs no memory; and there are
    thousands of them, most of the time with nothing to hear, so an idle one holds little."""

    __slots__ = (
        "aside", "closing", "near", "on_news", "pending", "resting", "resync", "ticket"
    )  # fmt: skip

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.pending: set[str] | None = None
        #: what is told along with the next that lies before their eyes, or when it has waited
        self.aside: set[str] | None = None
        #: whether what is pending lies before their eyes
        self.near = False
        self.resync = False
        self.closing = False
        #: whether only news of what lies before their eyes may be said now
        self.resting = False
        #: called when there is something to say
        self.on_news: Callable[[], None] = silence

    def tell(self, subject: str, *, near: bool = False) -> None:
        if self.pending is None:
            self.pending = set()
        self.pending.add(subject)
        if self.aside:
            self.aside.discard(subject)
        self.near = self.near or near
        if near or not self.resting:
            self.on_news()

    def tell_in_passing(self, subject: str) -> None:
        if self.aside is None:
            self.aside = set()
            asyncio.get_running_loop().call_later(FOR_COMPANY, self._tell_what_waited)
        self.aside.add(subject)

    def _tell_what_waited(self) -> None:
        waited, self.aside = self.aside or (), None
        for subject in waited:
            self.tell(subject)

    def tell_resync(self) -> None:
        """Everything may have changed: the single subjects no longer matter."""
        self.pending, self.aside, self.near = None, None, False
        self.resync = True
        if not self.resting:
            self.on_news()

    def close(self) -> None:
        self.closing = True
        self.on_news()

    @property
    def has_news(self) -> bool:
        return bool(self.pending) or self.resync or self.closing

    def take(self) -> tuple[bool, set[str]]:
        """What there is to say, and forget it: (whether to resync, subjects)."""
        pending = self.pending or set()
        if self.near and self.aside:
            pending |= self.aside
            self.aside = None
        said = (self.resync, pending)
        self.resync, self.pending, self.near = False, None, False
        return said


def silence() -> None:
    """Nobody tells them anything, yet or any more."""


class Hub:
    def __init__(self) -> None:
        self._by_audience: dict[str, set[Client]] = {}
        # A listener's rights changed then: older tickets count no more.
        self._revoked: dict[str, float] = {}
        #: by listener, the subjects on their screens, the latest last
        self._near: dict[str, dict[str, None]] = {}
        #: open streams
        self.count = 0

    def join(self, ticket: Ticket) -> Client | None:
        """The new client; None where the listener has too many streams already."""
        if len(self._heard_by([ticket.listener])) >= STREAMS_EACH:
            return None
        client = Client(ticket)
        for audience in ticket.audiences:
            self._by_audience.setdefault(audience, set()).add(client)
        self.count += 1
        open_streams.set(self.count)
        return client

    def leave(self, client: Client) -> None:
        for audience in client.ticket.audiences:
            clients = self._by_audience[audience]
            clients.discard(client)
            if not clients:
                del self._by_audience[audience]
        self.count -= 1
        open_streams.set(self.count)

    def signal(self, subject: str, audiences: Iterable[str], *, in_passing: bool = False) -> None:
        """Each client once, though it may hear by several audiences."""
        noun, _, rest = subject.partition("/")
        if noun == "agent":
            who, _, what = rest.partition("/")
            if what == "rights":
                self._revoke(f"agent:{who}")
            elif what.startswith(("near/", "far/")):
                self._bring(f"agent:{who}", *what.split("/", 1))
                return
        for client in self._heard_by(audiences):
            if in_passing:
                client.tell_in_passing(subject)
                continue
            client.tell(subject, near=self._is_near(subject, client.ticket.listener))

    def resync(self) -> None:
        for client in self.clients():
            client.tell_resync()

    def clients(self) -> Iterator[Client]:
        return iter(self._heard_by(list(self._by_audience)))

    def is_revoked(self, ticket: Ticket) -> bool:
        return ticket.issued <= self._revoked.get(ticket.listener, 0)

    def _heard_by(self, audiences: Iterable[str]) -> set[Client]:
        return set().union(*(self._by_audience.get(name, ()) for name in audiences))

    def _is_near(self, subject: str, listener: str) -> bool:
        """Whether they have it on the screen. A visitor hears of nothing but their own."""
        return subject in self._near.get(listener, ()) or not listener.startswith("agent:")

    def _bring(self, listener: str, where: str, subject: str) -> None:
        theirs = self._near.setdefault(listener, {})
        theirs.pop(subject, None)
        if where == "near":
            theirs[subject] = None
        if len(theirs) > STREAMS_EACH:
            del theirs[next(iter(theirs))]
        if not theirs:
            del self._near[listener]

    def _revoke(self, listener: str) -> None:
        now = time.time()
        recent = now - SECONDS_TO_CONNECT
        self._revoked = {who: at for who, at in self._revoked.items() if at > recent}
        self._revoked[listener] = now
        for client in self._heard_by([listener]):
            client.close()
