"""What the templates show of entries and people: plain values, ready to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.conversations.models import Entry, EntryKind, Sending, SendingState
from lifelong.lib import clock
from lifelong.lib.http import SHOWN_PICTURES

#: a message that leaves after longer than this was set for later, not held back for undoing
LATER = timedelta(minutes=1)


@dataclass(frozen=True)
class FileRow:
    id: UUID
    name: str
    size: int
    content_type: str
    inline: bool

    @property
    def shown(self) -> bool:
        """A picture that a browser may show."""
        return self.content_type in SHOWN_PICTURES


@dataclass(frozen=True)
class SendingRow:
    state: str
    #: what the other side said last
    words: str
    #: while it can be taken back within seconds
    undo_until: datetime | None
    #: set for later
    send_at: datetime | None
    can_retry: bool

    @property
    def leaves_later(self) -> bool:
        """It has not left, and its writer may take it back."""
        return self.undo_until is not None or self.send_at is not None


@dataclass(frozen=True)
class EntryRow:
    id: UUID
    kind: str
    placed_at: datetime
    position: int
    revision: int
    speaker_name: str
    mine: bool
    agent_id: UUID | None
    channel: str
    text: str
    quoted: str
    has_html: bool
    #: only where it differs from the last one
    subject: str
    #: why no person wrote it; "" for a person's words
    automatic: str
    contact_id: UUID | None
    withdrawn: bool
    redacted: bool
    #: of an event, its ids told as names
    details: dict[str, str]
    sending: SendingRow | None
    files: list[FileRow]
    marks: list[dict[str, str]]
    #: the handle that a customer's message names as its writer's
    address: str = ""


def entry_rows(
    entries: Iterable[Entry], names: Mapping[str, str], *, subject_before: str = ""
) -> list[EntryRow]:
    """`entries` in the timeline's order; `names`: what the ids in their details are called.

    `subject_before`: of the last message before them."""
    rows, subject = [], _bare(subject_before)
    for entry in entries:
        row = _entry_row(entry, names, subject)
        rows.append(row)
        message = getattr(entry, "message", None)
        subject = _bare(message.subject) if message else subject
    return rows


def _entry_row(entry: Entry, names: Mapping[str, str], last_subject: str) -> EntryRow:
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
        agent_id=entry.agent_id,
        channel=entry.channel,
        text="" if silent else entry.text,
        quoted="" if silent or message is None else message.quoted,
        has_html=bool(not silent and message and message.html),
        subject=message.subject if message and _bare(message.subject) != last_subject else "",
        automatic=message.automatic if message else "",
        contact_id=entry.contact_id,
        withdrawn=entry.withdrawn_at is not None,
        redacted=entry.redacted_at is not None,
        details={key: names.get(value, value) for key, value in entry.details.items()},
        sending=_sending(entry),
        files=[] if silent else _files(entry),
        marks=message.marks if message else [],
        address=entry.handle.words if entry.handle else "",
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
        return entry.handle.customer.name or entry.handle.words
    return _("Automatic") if entry.kind == EntryKind.MESSAGE_OUT else ""


def _sending(entry: Entry) -> SendingRow | None:
    sending: Sending | None = getattr(entry, "sending", None)
    if sending is None:
        return None
    untried = sending.state == SendingState.QUEUED and not sending.tries
    waits = sending.send_at if untried and sending.send_at > clock.now() else None
    later = sending.send_at - sending.queued_at > LATER
    return SendingRow(
        state=sending.state,
        words=sending.words,
        undo_until=None if later else waits,
        send_at=waits if later else None,
        can_retry=sending.state in (SendingState.FAILED, SendingState.UNKNOWN),
    )


def _files(entry: Entry) -> list[FileRow]:
    return [
        FileRow(one.id, one.file.name, one.file.size, one.file.content_type, one.inline)
        for one in entry.attached
    ]
