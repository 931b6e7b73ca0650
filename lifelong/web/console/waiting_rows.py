"""The rows of who waits, drawn once for each revision of their conversations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lifelong.channels.hours import ahead_of
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.standing import Status
from lifelong.conversations.work import NOT_PUT_OFF, Later, put_off
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
        later = put_off([one for one in some if one.status == Status.PENDING])
        for one in some:
            row = waiting_row(one, last.get(one.id), later.get(one.id, NOT_PUT_OFF))
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
    #: what we said we would do, by when: made, due
    promised: tuple[datetime, datetime] | None
    #: set aside until then
    until: datetime | None
    status: str
    owner_name: str | None


def waiting_row(
    conversation: Conversation, last: Entry | None, later: Later = NOT_PUT_OFF
) -> WaitingRow:
    """`last`: the conversation's last message, for its first line."""
    owner = conversation.owner
    return WaitingRow(
        conversation_id=conversation.id,
        customer_name=name_of(conversation, last),
        initials="",
        snippet=" ".join(last.text[:500].split())[:140] if last else "",
        channel=last.channel if last else "email",
        since=conversation.waiting_since or conversation.last_entry_at,
        status=conversation.status,
        owner_name=owner.name if owner else None,
        due_at=conversation.due_at,
        soon_at=_soon(conversation),
        promised=later.promised,
        until=later.until,
    )


def _soon(conversation: Conversation) -> datetime | None:
    if conversation.due_at is None:
        return None
    inbox = conversation.inbox
    return ahead_of(inbox.schedule, conversation.due_at, inbox.target(conversation.channel) / 2)


def name_of(conversation: Conversation, last: Entry | None = None) -> str:
    """What the person is called; where nobody knows, how they wrote."""
    customer = conversation.customer
    if customer.name:
        return customer.name
    if conversation.joined_revision:
        joined = sorted(customer.joined.all(), key=lambda one: one.id)
        if name := next((one.name for one in joined if one.name), ""):
            return name
    if last and last.handle:
        return last.handle.words
    handle = min(customer.handles.all(), key=lambda one: one.id, default=None)
    return handle.words if handle else _("Somebody")
