"""What a list shows: plain values, ready to print."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.db.models import QuerySet

from lifelong.accounts.policy import Caller
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import ids_of_each
from lifelong.conversations.tags import tags_of
from lifelong.lists.filters import Filter
from lifelong.lists.paging import Mark, mark_of, page
from lifelong.lists.queries import COUNTED, matching
from lifelong.web.console.drawing import reader
from lifelong.web.console.waiting_rows import WaitingRow, name_of, waiting_row
from lifelong.web.look.words import number

SHOWN = 50


@dataclass(frozen=True)
class ListRow:
    """One person of a list."""

    row: WaitingRow
    topic: str
    tags: list[str]
    #: what was asked when it came on screen still means them
    fits: bool
    #: with whom they are one person since, who leads now; "" where they are not
    joined_with: str


@dataclass(frozen=True)
class Page:
    #: of who stood first on it, "" where nobody did
    id: str
    rows: list[ListRow]
    #: where the next page begins; "" on the last
    after: str
    #: the same while it would look the same
    tag: str


def page_of(rows: QuerySet[Conversation], *, asked: Filter, order: str, after: Mark | None) -> Page:
    """Of those who match what is asked."""
    found = page(rows, asked=asked, order=order, after=after, most=SHOWN + 1)
    here = found[:SHOWN]
    more = str(mark_of(here[-1], order=order)) if len(found) > SHOWN else ""
    return page_with(here, after=more)


def page_again(
    shown: Sequence[UUID], *, asked: Filter, visible_to: Caller, known: str
) -> Page | None:
    """A page that is on screen, with those of `shown` (one at least) whom the caller still sees, or
    with whom they were joined, each where they stood: nobody moves under a hand that is about to
    choose them. None: it looks as it did when its tag was `known`."""
    seen = queries.conversations(visible_to=visible_to)
    still = list(seen.filter(pk__in=shown).select_related("inbox__brand"))
    if gone := set(shown) - {one.id for one in still}:
        joined = Conversation.objects.filter(pk__in=gone, lead__in=seen.values("id"))
        still += joined.select_related("customer", "owner", "inbox__brand", "lead__customer")
    here = sorted(still, key=lambda one: shown.index(one.id))
    fitting = matching(asked, visible_to=visible_to).filter(pk__in=shown)
    ids = set(fitting.values_list("id", flat=True))
    tag = _tag(here, ids)
    return None if tag == known else Page(str(shown[0]), _rows(here, fitting=ids), "", tag)


def came_to(
    shown: Collection[UUID], *, asked: Filter, order: str, through: Mark | None, visible_to: Caller
) -> list[Conversation]:
    """Those beside `shown` who would stand among them by now, `SHOWN` + 1 of them at most.
    `through`: the last row on screen, where there are more to show."""
    rows = matching(asked, visible_to=visible_to).exclude(pk__in=shown)
    found = page(rows, asked=asked, order=order, after=None, most=SHOWN + 1)
    if through is None:
        return found
    return [one for one in found if not mark_of(one, order=order).stands_after(through)]


def page_with(here: Sequence[Conversation], *, after: str = "") -> Page:
    ids = [one.id for one in here]
    return Page(str(ids[0]) if ids else "", _rows(here, fitting=ids), after, _tag(here, ids))


def _tag(some: Sequence[Conversation], fitting: Collection[UUID]) -> str:
    said = [(one.id.hex, one.revision, one.id in fitting, one.lead_id) for one in some]
    return blake2b(repr((said, reader())).encode(), digest_size=12).hexdigest()


def _rows(some: Sequence[Conversation], *, fitting: Collection[UUID]) -> list[ListRow]:
    last = queries.last_messages(some)
    matters = _matters(some)
    borne = tags_of([one.id for these in matters.values() for one in these])
    rows = []
    for one in some:
        these = matters.get(one.id, [])
        tags = dict.fromkeys(str(tag) for each in these for tag in borne.get(each.id, []))
        topics = dict.fromkeys(str(each.topic) for each in these if each.topic)
        row = waiting_row(one, last.get(one.id))
        joined_with = name_of(one.lead) if one.lead else ""
        rows.append(ListRow(row, ", ".join(topics), list(tags), one.id in fitting, joined_with))
    return rows


def _matters(some: Sequence[Conversation]) -> dict[UUID, list[Contact]]:
    """What is open of each person; where nothing is, the last matter."""
    leads = {id: lead for lead, ids in ids_of_each(some).items() for id in ids}
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


def counted(count: int) -> str:
    """ "1,000+" for what nobody counts further."""
    return f"{number(COUNTED)}+" if count > COUNTED else number(count)
