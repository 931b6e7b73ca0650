"""The rows of who waits, drawn once for each revision and kept in this process."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry
from lifelong.web.look.words import duration

#: rows that a process keeps
KEPT = 5000
#: stands in a drawn row where how long they wait is said
WAITED = "\ue000"


@dataclass(frozen=True)
class Standing:
    """One conversation as it is now: the same revision looks the same."""

    id: UUID
    revision: int
    waiting_since: datetime | None
    since: datetime | None


def reader() -> tuple[str | None, str]:
    """All that a row depends on beside its conversation: in which language, in which zone."""
    return get_language(), get_current_timezone_name()


#: (reader, conversation) -> (revision, row). What a row shows depends on no one else.
_kept: OrderedDict[tuple[object, UUID], tuple[int, str]] = OrderedDict()


def drawn_rows(standings: list[Standing]) -> dict[UUID, SafeString]:
    """A drawn row for each; only those that look different since are drawn anew."""
    whose = reader()
    drawn: dict[UUID, str] = {}
    for one in standings:
        revision, row = _kept.get((whose, one.id), (None, ""))
        if revision == one.revision:
            drawn[one.id] = row
    missing = [one.id for one in standings if one.id not in drawn]
    for conversation, row in _draw(missing):
        drawn[conversation.id] = row
        _kept[whose, conversation.id] = (conversation.revision, row)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return {
        # our own template escaped what stands in it
        one.id: mark_safe(drawn[one.id].replace(WAITED, duration(one.since) if one.since else ""))
        for one in standings
        if one.id in drawn
    }


def _draw(ids: list[UUID]) -> Iterable[tuple[Conversation, str]]:
    if not ids:
        return
    last = queries.last_messages(ids)
    for one in Conversation.objects.filter(pk__in=ids).select_related("customer", "owner"):
        row = waiting_row(one, last.get(one.id))
        yield one, render_to_string("console/waiting_row.html", {"row": row, "waited": WAITED})


@dataclass(frozen=True)
class WaitingRow:
    conversation_id: UUID
    customer_name: str
    initials: str
    snippet: str
    channel: str
    since: datetime | None
    status: str
    owner_name: str | None
    urgency: str


def waiting_row(conversation: Conversation, last: Entry | None) -> WaitingRow:
    """`last`: the conversation's last message, for its first line."""
    owner = conversation.owner
    return WaitingRow(
        conversation_id=conversation.id,
        customer_name=_name(conversation, last),
        initials="",
        snippet=" ".join(last.text[:500].split())[:140] if last else "",
        channel=last.channel if last else "email",
        since=conversation.waiting_since or conversation.last_entry_at,
        status=conversation.status,
        owner_name=owner.name if owner else None,
        urgency="",
    )


def _name(conversation: Conversation, last: Entry | None) -> str:
    if conversation.customer.name:
        return conversation.customer.name
    if last and last.handle:
        return last.handle.value
    handle = conversation.customer.handles.first()
    return handle.value if handle else _("Somebody")
