"""What the templates show of entries and people: plain values, ready to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.conversations.models import Conversation, Entry, EntryKind, Sending, SendingState
from lifelong.lib import clock
from lifelong.web.console.happenings import happening
from lifelong.web.look.words import exact


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
    words: str
    #: while it can be taken back
    undo_until: datetime | None


@dataclass(frozen=True)
class MarkRow:
    words: str
    glyph: str
    warning: bool = False


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
    contact_id: UUID | None
    withdrawn: bool
    redacted: bool
    sending: SendingRow | None = None
    files: list[FileRow] = field(default_factory=list)
    marks: list[MarkRow] = field(default_factory=list)


def entry_rows(entries: Iterable[Entry], names: Mapping[str, str]) -> list[EntryRow]:
    """`entries` in the timeline's order; `names`: what the ids in their details are called."""
    rows, subject = [], ""
    for entry in entries:
        row = _entry_row(entry, names, subject)
        rows.append(row)
        message = getattr(entry, "message", None)
        subject = _bare(message.subject) if message else subject
    return rows


def _entry_row(entry: Entry, names: Mapping[str, str], last_subject: str) -> EntryRow:
    message = getattr(entry, "message", None)
    silent = bool(entry.redacted_at or entry.withdrawn_at)
    text = happening(entry, names) if entry.kind == EntryKind.EVENT else entry.text
    return EntryRow(
        id=entry.id,
        kind=entry.kind,
        placed_at=entry.placed_at,
        position=entry.position,
        revision=entry.revision,
        speaker_name=_speaker(entry),
        mine=entry.kind == EntryKind.MESSAGE_OUT,
        channel=entry.channel,
        text="" if silent else text,
        quoted="" if silent or message is None else message.quoted,
        has_html=bool(not silent and message and message.html),
        subject=message.subject if message and _bare(message.subject) != last_subject else "",
        contact_id=entry.contact_id,
        withdrawn=entry.withdrawn_at is not None,
        redacted=entry.redacted_at is not None,
        sending=_sending(entry),
        files=[] if silent else _files(entry),
        marks=_marks(entry),
    )


def _bare(subject: str) -> str:
    """A subject without its answer marks, to tell whether it is still the same."""
    bare = subject.strip()
    while bare[:3].lower() in ("re:", "aw:", "wg:", "fw:") or bare[:4].lower() == "fwd:":
        bare = bare.partition(":")[2].strip()
    return bare.lower()


def _speaker(entry: Entry) -> str:
    if entry.agent is not None:
        return entry.agent.name
    if entry.kind == EntryKind.MESSAGE_IN and entry.handle is not None:
        return entry.handle.customer.name or entry.handle.value
    return _("Automatic") if entry.kind == EntryKind.MESSAGE_OUT else ""


def _sending(entry: Entry) -> SendingRow | None:
    sending: Sending | None = getattr(entry, "sending", None)
    if sending is None:
        return None
    untried = sending.state == SendingState.QUEUED and not sending.tries
    waits = untried and sending.send_at > clock.now()
    return SendingRow(sending.state, _fate(sending), sending.send_at if waits else None)


def _fate(sending: Sending) -> str:
    """How far it has come, in words; with what the other side said where that matters."""
    state = SendingState(sending.state)
    later = sending.next_try_at
    if state == SendingState.QUEUED and sending.tries and later is not None:
        return _("Not taken yet (%(words)s). Next try %(when)s.") % {
            "words": sending.words,
            "when": exact(later),
        }
    if state in (SendingState.FAILED, SendingState.BOUNCED):
        label = _("Came back") if state == SendingState.BOUNCED else _("Not sent")
        return f"{label}: {sending.words}" if sending.words else label
    if state == SendingState.UNKNOWN:
        return _("Perhaps sent: the other side never said so. Ask before sending again.")
    return str(state.label).capitalize()


def _files(entry: Entry) -> list[FileRow]:
    rows = sorted(entry.attachments.all(), key=lambda one: one.place)
    return [
        FileRow(one.id, one.file.name, one.file.size, one.file.content_type, one.inline)
        for one in rows
    ]


def _marks(entry: Entry) -> list[MarkRow]:
    message = getattr(entry, "message", None)
    if message is None:
        return []
    marks = []
    if any(mark.get("mark") == "answers-anothers-thread" for mark in message.marks):
        words = _("Answered in somebody else's thread and was kept out of it.")
        marks.append(MarkRow(words, "warning", warning=True))
    if message.automatic:
        marks.append(MarkRow(_("Automatic mail"), "clock"))
    return marks


@dataclass(frozen=True)
class WaitingRow:
    conversation_id: UUID
    customer_name: str
    initials: str
    snippet: str
    channel: str
    waiting_since: datetime
    status: str
    owner_name: str | None
    urgency: str
    unseen: bool


def waiting_row(conversation: Conversation, last: Entry | None, *, for_agent: UUID) -> WaitingRow:
    """`last`: the conversation's last message, for its first line."""
    owner = conversation.owner
    return WaitingRow(
        conversation_id=conversation.id,
        customer_name=person_name(conversation, last),
        initials="",
        snippet=" ".join(last.text.split())[:140] if last else "",
        channel=last.channel if last else "email",
        waiting_since=conversation.waiting_since or conversation.last_entry_at or clock.now(),
        status=conversation.status,
        owner_name=owner.name if owner and owner.id != for_agent else None,
        urgency="",
        unseen=bool(last and last.kind == EntryKind.MESSAGE_IN and conversation.waiting_since),
    )


def person_name(conversation: Conversation, last: Entry | None = None) -> str:
    if conversation.customer.name:
        return conversation.customer.name
    if last and last.handle:
        return last.handle.value
    handle = conversation.customer.handles.first()
    return handle.value if handle else _("Somebody")
