"""What waits to be done, how long the oldest of it has, and what was given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifelong.accounts.policy import Caller
from lifelong.channels.models import DeliveryState
from lifelong.channels.queries import deliveries
from lifelong.lib import clock, jobs

#: what waits longer is late
PATIENCE = timedelta(minutes=2)
#: of what has a schedule, older failures are no news: it ran since
LATELY = timedelta(hours=1)
#: further nobody counts
MOST = 10_000


@dataclass(frozen=True)
class Line:
    """So many wait, the oldest since then."""

    count: int = 0
    since: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.since is not None and self.since < clock.now() - PATIENCE

    @property
    def is_cut(self) -> bool:
        """There may be more than were counted."""
        return self.count >= MOST


@dataclass(frozen=True)
class Backlog:
    #: came in and was not read yet
    unread: Line
    #: of jobs, those that are reactions to what happened
    reactions: Line
    work: Line
    waiting: Sequence[jobs.Waiting]
    failed: Sequence[jobs.Failed]

    @property
    def lost(self) -> int:
        """Given up, and nothing brings it back by itself."""
        now = clock.now()
        return sum(
            one.count
            for one in self.failed
            if not one.periodic or (one.last_at and one.last_at > now - LATELY)
        )

    @property
    def lost_at(self) -> datetime | None:
        return max((one.last_at for one in self.failed if one.last_at), default=None)


def backlog(caller: Caller) -> Backlog:
    waiting = jobs.waiting()
    reactions = [one for one in waiting if one.queue == "reactions"]
    return Backlog(
        unread=waiting_line(DeliveryState.UNPROCESSED, caller),
        reactions=_together(reactions),
        work=_together([one for one in waiting if one.queue != "reactions"]),
        waiting=[one for one in waiting if one.since < clock.now() - PATIENCE / 4],
        failed=jobs.failed(),
    )


def _together(some: Sequence[jobs.Waiting]) -> Line:
    return Line(sum(one.count for one in some), min((one.since for one in some), default=None))


def waiting_line(state: DeliveryState, caller: Caller, *, within: timedelta | None = None) -> Line:
    """By the index, at most `MOST` of it. `within`: only what came so lately."""
    rows = deliveries(visible_to=caller).filter(state=state).order_by("received_at")
    if within is not None:
        rows = rows.filter(received_at__gt=clock.now() - within)
    found = rows.values_list("received_at", flat=True)
    return Line(found[:MOST].count(), found.first())
