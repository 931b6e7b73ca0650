"""Who waits in each inbox on each channel: counted, with those at the head of each count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.queries import inbox_ids_of
from lifelong.lib import clock

#: who is due within this is about to be late
SOON = timedelta(minutes=15)


@dataclass(frozen=True)
class Head:
    """Who stands first, by conversation, and by which moment."""

    conversation_id: UUID
    at: datetime


@dataclass(frozen=True)
class Queue:
    """Somebody waits in an inbox on a channel."""

    inbox_id: UUID
    channel: str
    waiting: int
    #: who waits longest, since when
    oldest: Head
    #: how many are due within `SOON`, and who is due next, also where it is later than that
    soon: int
    next: Head | None
    #: how many should have had their answer, and who the longest ago
    past: int
    latest: Head | None

    @property
    def heads(self) -> Iterator[Head]:
        return (one for one in (self.oldest, self.next, self.latest) if one)


_QUEUES = """
SELECT inbox_id, channel, count(*),
    (array_agg(id ORDER BY waiting_since, id))[1], min(waiting_since),
    count(*) FILTER (WHERE due_at > %(now)s AND due_at <= %(soon)s),
    (array_agg(id ORDER BY due_at, id) FILTER (WHERE due_at > %(now)s))[1],
    min(due_at) FILTER (WHERE due_at > %(now)s),
    count(*) FILTER (WHERE due_at <= %(now)s),
    (array_agg(id ORDER BY due_at, id) FILTER (WHERE due_at <= %(now)s))[1],
    min(due_at) FILTER (WHERE due_at <= %(now)s)
FROM conversations_conversation
WHERE inbox_id = ANY(%(inbox_ids)s) AND status IN ('new', 'open')
GROUP BY inbox_id, channel
"""


def queues(*, visible_to: Caller) -> list[Queue]:
    """One for each inbox of the caller's and channel on which somebody waits, in no order."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    now = clock.now()
    inbox_ids = list(inbox_ids_of(visible_to))
    asked: dict[str, Any] = {"inbox_ids": inbox_ids, "now": now, "soon": now + SOON}
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, asked)
        return [_queue(*row) for row in cursor.fetchall()]


def _queue(inbox_id: UUID, channel: str, waiting: int, *facts: Any) -> Queue:
    oldest_id, since, soon, next_id, next_due, past, latest_id, latest_due = facts
    return Queue(
        inbox_id=inbox_id,
        channel=channel,
        waiting=waiting,
        oldest=Head(oldest_id, since),
        soon=soon,
        next=Head(next_id, next_due) if next_id else None,
        past=past,
        latest=Head(latest_id, latest_due) if latest_id else None,
    )
