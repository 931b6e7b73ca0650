"""What the templates show of entries and people: plain values, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel
from lifelong.commerce.models import Cause
from lifelong.conversations.actions.combining import UNDO
from lifelong.conversations.models import (
    AwaitedFile,
    Entry,
    EntryKind,
    Resolution,
    Sending,
    SendingState,
)
from lifelong.lib import clock
from lifelong.lib.http import SHOWN_PICTURES
from lifelong.plays.models import PlayKind
from lifelong.web.console.given_rows import GivenRow, given_rows

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
class AwaitedRow:
    """A file that the vendor keeps for us."""

    #: it is fetched no more, for the reason that `words` give
    lost: bool
    words: str


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
    #: the order that an event is about
    order_id: str = ""
    #: of a play's message, what it was about: "Told by outreach: ..."; "" for others
    why: str = ""
    #: files that are still to come
    awaited: list[AwaitedRow] = field(default_factory=list)
    #: of an event that tells of a concession
    given: GivenRow | None = None
    #: of an event that can be taken back: until when that is offered
    undo_until: datetime | None = None


def entry_rows(
    entries: Sequence[Entry], names: Mapping[str, str], *, subject_before: str = ""
) -> list[EntryRow]:
    """`entries` in the timeline's order; `names`: what the ids in their details are called.

    `subject_before`: of the last message before them."""
    rows, subject = [], _bare(subject_before)
    awaited, given = _awaited(entries), given_rows(entries)
    for entry in entries:
        row = _entry_row(entry, names, subject, awaited.get(entry.id, []))
        if entry.id in given:
            row = replace(row, given=given[entry.id])
        rows.append(row)
        message = getattr(entry, "message", None)
        subject = _bare(message.subject) if message else subject
    return rows


#: where a message's files are in it
WITH_FILES = (Channel.EMAIL, Channel.CHAT)


def _awaited(entries: Iterable[Entry]) -> dict[UUID, list[AwaitedRow]]:
    """By entry the files that are still to come; asked only where files follow their message."""
    following = [
        one.id
        for one in entries
        if one.kind == EntryKind.MESSAGE_IN and one.channel not in WITH_FILES
    ]
    found: dict[UUID, list[AwaitedRow]] = {}
    if following:
        for file in AwaitedFile.objects.filter(entry__in=following).order_by("place"):
            row = AwaitedRow(file.next_try_at is None, file.words)
            found.setdefault(file.entry_id, []).append(row)
    return found


def _entry_row(
    entry: Entry, names: Mapping[str, str], last_subject: str, awaited: list[AwaitedRow]
) -> EntryRow:
    message = getattr(entry, "message", None)
    silent = bool(entry.redacted_at or entry.withdrawn_at)
    return EntryRow(
        id=entry.id,
        kind=entry.kind,
        placed_at=entry.placed_at,
        position=entry.position,
        revision=entry.revision,
        speaker_name=_speaker(entry, names),
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
        awaited=[] if silent else awaited,
        marks=message.marks if message else [],
        address=entry.handle.words if entry.handle else "",
        order_id=entry.details.get("order", ""),
        why=_why(entry),
        undo_until=entry.placed_at + UNDO if _can_be_undone(entry.details) else None,
    )


def _can_be_undone(said: Mapping[str, str]) -> bool:
    return said.get("what") == "split" or said.get("resolution") == Resolution.COMBINED


def _why(entry: Entry) -> str:
    """What made a play write it."""
    cause = entry.details.get("cause", "")
    if entry.details.get("play") != PlayKind.OUTREACH or cause not in Cause:
        return ""
    return _("Told by outreach, about a parcel: %(cause)s") % {"cause": Cause(cause).label}


def _bare(subject: str) -> str:
    """A subject without its answer marks, to tell whether it is still the same."""
    bare = subject.strip()
    while bare[:3].lower() in ("re:", "aw:", "wg:", "fw:") or bare[:4].lower() == "fwd:":
        bare = bare.partition(":")[2].strip()
    return bare.lower()


def _speaker(entry: Entry, names: Mapping[str, str]) -> str:
    if entry.agent is not None:
        return entry.agent.name
    if rule := names.get(entry.details.get("rule", "")):
        return _("The rule “%(rule)s”") % {"rule": rule}
    if entry.kind == EntryKind.MESSAGE_IN and entry.handle is not None:
        return entry.handle.customer.name or entry.handle.value
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
