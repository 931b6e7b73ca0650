"""What a list shows: plain values, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import ids_of
from lifelong.conversations.tags import tags_of
from lifelong.lists.filters import Filter
from lifelong.lists.queries import COUNTED, Mark, mark_of, page
from lifelong.web.console.waiting_rows import WaitingRow, waiting_row
from lifelong.web.look.words import number

SHOWN = 50


@dataclass(frozen=True)
class ListRow:
    """One person of a list."""

    row: WaitingRow
    topic: str
    tags: list[str]


@dataclass(frozen=True)
class Page:
    rows: list[ListRow]
    #: where the next page begins; "" on the last
    after: str


def page_of(rows: QuerySet[Conversation], *, asked: Filter, order: str, after: Mark | None) -> Page:
    """Of those who match what is asked."""
    found = page(rows, asked=asked, order=order, after=after, most=SHOWN + 1)
    here = found[:SHOWN]
    more = str(mark_of(here[-1], order=order)) if len(found) > SHOWN else ""
    return Page(_rows(here), more)


def _rows(some: Sequence[Conversation]) -> list[ListRow]:
    last = queries.last_messages(some)
    matters = _matters(some)
    borne = tags_of([one.id for these in matters.values() for one in these])
    rows = []
    for one in some:
        these = matters.get(one.id, [])
        tags = dict.fromkeys(str(tag) for each in these for tag in borne.get(each.id, []))
        topics = dict.fromkeys(str(each.topic) for each in these if each.topic)
        rows.append(ListRow(waiting_row(one, last.get(one.id)), ", ".join(topics), list(tags)))
    return rows


def _matters(some: Sequence[Conversation]) -> dict[UUID, list[Contact]]:
    """What is open of each person; where nothing is, the last matter."""
    leads = {id: one.id for one in some for id in _homes(one)}
    rows = Contact.objects.filter(conversation__in=list(leads)).select_related(
        "topic__parent__parent"
    )
    still: dict[UUID, list[Contact]] = {}
    for one in rows.filter(closed_at=None).order_by("opened_at"):
        still.setdefault(leads[one.conversation_id], []).append(one)
    settled = [id for id, lead in leads.items() if lead not in still]
    last = rows.filter(conversation__in=settled).order_by("conversation", "-opened_at")
    for one in last.distinct("conversation"):
        still.setdefault(leads[one.conversation_id], []).append(one)
    return still


def _homes(one: Conversation) -> list[UUID]:
    return ids_of(one) if one.joined_revision else [one.id]


def counted(count: int) -> str:
    """ "1,000+" for what nobody counts further."""
    return f"{number(COUNTED)}+" if count > COUNTED else number(count)
