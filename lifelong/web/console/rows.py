"""What the templates show of entries and people: plain values, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lifelong.conversations.models import Conversation, Entry, EntryKind, Sending, SendingState
from lifelong.lib import clock


@dataclass(frozen=True)
class FileRow:
    id: UUID
    name: str
    size: int
    content_type: str
    inline: bool


@dataclass(frozen=True)
class SendingRow:
    state: str
    #: what the other side said last
    words: str
    #: while it can be taken back
    undo_until: datetime | None
    #: set for later, beyond the seconds of undoing
    send_at: datetime | None
    can_retry: bool


@dataclass(frozen=True)
class EntryRow:
    id: UUID
    kind: str
    placed_at: datetime
    position: int
    revision: int
    speaker_name: str
    mine: bool
    channel: str
    text: str
    quoted: str
    has_html: bool
    subject: str
    automatic: str
    contact_id: UUID | None
    withdrawn: bool
    redacted: bool
    details: dict[str, str]
    sending: SendingRow | None = None
    files: list[FileRow] = field(default_factory=list)
    marks: list[dict[str, str]] = field(default_factory=list)


def entry_row(entry: Entry, *, names: dict[str, str]) -> EntryRow:
    """`names`: what the ids in an event's details are called."""
    message = getattr(entry, "message", None)
    silent = bool(entry.redacted_at or entry.withdrawn_at)
    return EntryRow(
        id=entry.id,
        kind=entry.kind,
        placed_at=entry.placed_at,
        position=entry.position,
        revision=entry.revision,
        speaker_name=_speaker(entry),
        mine=entry.kind == EntryKind.MESSAGE_OUT,
        channel=entry.channel,
        text="" if silent else entry.text,
        quoted="" if silent or message is None else message.quoted,
        has_html=bool(not silent and message and message.html),
        subject="" if message is None else message.subject,
        automatic="" if message is None else message.automatic,
        contact_id=entry.contact_id,
        withdrawn=entry.withdrawn_at is not None,
        redacted=entry.redacted_at is not None,
        details={key: names.get(value, value) for key, value in entry.details.items()},
        sending=_sending(entry),
        files=[] if silent else _files(entry),
        marks=[] if message is None else message.marks,
    )


def _speaker(entry: Entry) -> str:
    if entry.agent is not None:
        return entry.agent.name
    if entry.kind == EntryKind.MESSAGE_IN and entry.handle is not None:
        return entry.handle.customer.name or entry.handle.value
    return ""


def _sending(entry: Entry) -> SendingRow | None:
    sending = getattr(entry, "sending", None)
    if sending is None:
        return None
    queued = sending.state == SendingState.QUEUED and not sending.tries
    waits = sending.send_at > clock.now()
    return SendingRow(
        state=sending.state,
        words=sending.words,
        undo_until=sending.send_at if queued and waits else None,
        send_at=sending.send_at if queued and waits and _is_later(sending) else None,
        can_retry=sending.state in (SendingState.FAILED, SendingState.UNKNOWN),
    )


def _is_later(sending: Sending) -> bool:
    return sending.send_at - sending.queued_at > timedelta(minutes=1)


def _files(entry: Entry) -> list[FileRow]:
    return [
        FileRow(
            id=one.id,
            name=one.file.name,
            size=one.file.size,
            content_type=one.file.content_type,
            inline=one.inline,
        )
        for one in sorted(entry.attachments.all(), key=lambda one: one.place)
    ]


@dataclass(frozen=True)
class WaitingRow:
    conversation_id: UUID
    customer_name: str
    initials: str
    snippet: str
    channel: str
    waiting_since: datetime | None
    last_entry_at: datetime | None
    status: str
    owner_name: str | None


def waiting_rows(
    conversations: Iterable[Conversation], last: dict[UUID, Entry]
) -> list[WaitingRow]:
    """`last`: the last message of each conversation, for its first line."""
    return [
        WaitingRow(
            conversation_id=one.id,
            customer_name=person_name(one, last.get(one.id)),
            initials="",
            snippet=_first_line(last.get(one.id)),
            channel=last[one.id].channel if one.id in last else "email",
            waiting_since=one.waiting_since,
            last_entry_at=one.last_entry_at,
            status=one.status,
            owner_name=one.owner.name if one.owner else None,
        )
        for one in conversations
    ]


def person_name(conversation: Conversation, last: Entry | None) -> str:
    if conversation.customer.name:
        return conversation.customer.name
    return last.handle.value if last and last.handle else ""


def _first_line(entry: Entry | None) -> str:
    return " ".join(entry.text.split())[:140] if entry else ""
