"""The rows of who waits, drawn once for each revision of their conversations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lifelong.channels.hours import ahead_of
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry
from lifelong.web.console.drawing import Drawings, reader


@dataclass(frozen=True)
class Standing:
    """One conversation as it is now: the same revision looks the same."""

    id: UUID
    revision: int
    status: str
    waiting: bool
    owner_id: UUID | None


_drawings = Drawings("console/waiting_row.html", most=5000)


def drawn_rows(standings: list[Standing]) -> dict[UUID, SafeString]:
    """A row for each; those that look different since are drawn anew."""
    to = reader()
    kept = {one.id: _drawings.kept(one.id, one.revision, to=to) for one in standings}
    rows = {id: row for id, row in kept.items() if row is not None}
    if missing := [id for id in kept if id not in rows]:
        some = Conversation.objects.filter(pk__in=missing).select_related(
            "customer", "owner", "inbox__brand"
        )
        last = queries.last_messages(some)
        for one in some:
            row = waiting_row(one, last.get(one.id))
            rows[one.id] = _drawings.draw(one.id, one.revision, to=to, row=row)
    return rows


@dataclass(frozen=True)
class WaitingRow:
    conversation_id: UUID
    customer_name: str
    initials: str
    snippet: str
    channel: str
    since: datetime | None
    #: until when they shall have an answer, and when half of that time is used up
    due_at: datetime | None
    soon_at: datetime | None
    status: str
    owner_name: str | None


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
        due_at=conversation.due_at,
        soon_at=_soon(conversation),
    )


def _soon(conversation: Conversation) -> datetime | None:
    if conversation.due_at is None:
        return None
    inbox = conversation.inbox
    return ahead_of(inbox.schedule, conversation.due_at, inbox.target(conversation.channel) / 2)


def _name(conversation: Conversation, last: Entry | None) -> str:
    if conversation.customer.name:
        return conversation.customer.name
    if conversation.joined_revision:
        names = conversation.customer.joined.exclude(name="").order_by("id")
        if name := names.values_list("name", flat=True).first():
            return name
    if last and last.handle:
        return last.handle.words
    handle = conversation.customer.handles.first()
    return handle.words if handle else _("Somebody")
