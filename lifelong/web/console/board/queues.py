"""Who waits in each inbox and channel, as the board shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lifelong.accounts.policy import Caller
from lifelong.channels.models import Inbox
from lifelong.channels.queries import inboxes_of
from lifelong.conversations.queues import Head, Queue, queues
from lifelong.web.console.board.people import Person, people


@dataclass(frozen=True)
class QueueRow:
    """One channel of an inbox, or of them all together."""

    id: str
    channel: str
    waiting: int
    oldest: Person | None
    soon: int
    next: Person | None
    past: int
    latest: Person | None


@dataclass(frozen=True)
class InboxRows:
    id: UUID
    name: str
    #: "" where there is only one
    brand: str
    rows: list[QueueRow]


@dataclass(frozen=True)
class Shown:
    inboxes: list[InboxRows]
    #: those in which nobody waits
    quiet: list[InboxRows]
    total: QueueRow


def queues_shown(caller: Caller) -> Shown:
    """What the caller sees, in the order of the inboxes' names."""
    found = queues(visible_to=caller)
    named = people({head.conversation_id for one in found for head in one.heads}, visible_to=caller)
    inboxes = list(inboxes_of(caller).select_related("brand").order_by("brand__name", "name", "id"))
    several = len({one.brand_id for one in inboxes}) > 1
    shown = [
        InboxRows(
            inbox.id, inbox.name, inbox.brand.name if several else "", _rows(inbox, found, named)
        )
        for inbox in inboxes
    ]
    return Shown(
        inboxes=[one for one in shown if one.rows],
        quiet=[one for one in shown if not one.rows],
        total=_total(found, named),
    )


def _rows(inbox: Inbox, found: list[Queue], named: dict[UUID, Person]) -> list[QueueRow]:
    mine = sorted((one for one in found if one.inbox_id == inbox.id), key=lambda one: one.channel)
    return [
        QueueRow(
            id=f"queue-{inbox.id}-{one.channel}",
            channel=one.channel,
            waiting=one.waiting,
            oldest=_person(one.oldest, named),
            soon=one.soon,
            next=_person(one.next, named),
            past=one.past,
            latest=_person(one.latest, named),
        )
        for one in mine
    ]


def _total(found: list[Queue], named: dict[UUID, Person]) -> QueueRow:
    return QueueRow(
        id="queue-total",
        channel="",
        waiting=sum(one.waiting for one in found),
        oldest=_first((one.oldest for one in found), named),
        soon=sum(one.soon for one in found),
        next=_first((one.next for one in found), named),
        past=sum(one.past for one in found),
        latest=_first((one.latest for one in found), named),
    )


def _first(heads: Iterable[Head | None], named: dict[UUID, Person]) -> Person | None:
    some = [head for head in heads if head]
    return _person(min(some, key=lambda head: head.at), named) if some else None


def _person(head: Head | None, named: dict[UUID, Person]) -> Person | None:
    """None, too, where they were answered since they were counted."""
    return named.get(head.conversation_id) if head else None
