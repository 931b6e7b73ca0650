"""Who matches, page by page, in one of the two orders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import QuerySet

from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import WAITING as WAITS
from lifelong.conversations.standing import Status
from lifelong.lib.pairs import stands_after, stands_before
from lifelong.lists.filters import WAITING, Filter, Order


@dataclass(frozen=True)
class Mark:
    """The last row of a page: the next one begins after it."""

    #: it waits; else it stands among the others, by activity
    waits: bool
    at: datetime
    id: UUID

    @classmethod
    def read(cls, said: str) -> Self | None:
        """None for what is no mark."""
        kind, _gap, rest = said.partition("~")
        at, _gap, id = rest.partition("~")
        try:
            moment = datetime.fromisoformat(at)
            return cls(kind == "w", moment, UUID(id)) if moment.tzinfo else None
        except ValueError:
            return None

    def stands_after(self, other: Self) -> bool:
        """In a list that has both."""
        if self.waits != other.waits:
            return other.waits
        mine, theirs = (self.at, self.id), (other.at, other.id)
        return mine > theirs if self.waits else mine < theirs

    def __str__(self) -> str:
        return f"{'w' if self.waits else 'a'}~{self.at.isoformat()}~{self.id}"


def page(
    rows: QuerySet[Conversation], *, asked: Filter, order: str, after: Mark | None, most: int
) -> list[Conversation]:
    """The next `most` of those who match. By waiting: who waits, the longest first, then the
    others; else, and among those, the latest activity first."""
    if order != Order.WAITING:
        return _by_activity(rows, after, most)
    nobody_waits = asked.status in (Status.PENDING, Status.CLOSED) or (after and not after.waits)
    waiting = [] if nobody_waits else _by_wait(rows, after, most)
    # of those who all wait nobody is left: to find that out would be to look at everybody
    all_wait = asked.status in (WAITING, *WAITS) or asked.hours is not None
    if len(waiting) == most or all_wait:
        return waiting
    rest = _by_activity(
        rows.filter(waiting_since=None), None if waiting or (after and after.waits) else after,
        most - len(waiting),
    )  # fmt: skip
    return waiting + rest


def _by_wait(rows: QuerySet[Conversation], after: Mark | None, most: int) -> list[Conversation]:
    rows = rows.filter(waiting_since__isnull=False).order_by("waiting_since", "id")
    if after is not None:
        rows = rows.filter(stands_after({"waiting_since": after.at, "id": after.id}))
    return _first(rows, most)


def _by_activity(rows: QuerySet[Conversation], after: Mark | None, most: int) -> list[Conversation]:
    rows = rows.order_by("-last_entry_at", "-id")
    if after is not None:
        rows = rows.filter(stands_before({"last_entry_at": after.at, "id": after.id}))
    return _first(rows, most)


def _first(rows: QuerySet[Conversation], most: int) -> list[Conversation]:
    """Found by themselves, and only then with whom they belong to: where thousands have to be
    sorted, their people would be looked up first."""
    found = rows.select_related(None).values("id")[:most]
    shown = Conversation.objects.select_related("customer", "owner", "inbox__brand")
    return list(shown.filter(pk__in=found).order_by(*rows.query.order_by))


def mark_of(one: Conversation, *, order: str) -> Mark:
    if order == Order.WAITING and one.waiting_since is not None:
        return Mark(True, one.waiting_since, one.id)
    assert one.last_entry_at is not None
    return Mark(False, one.last_entry_at, one.id)
