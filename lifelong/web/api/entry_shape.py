"""How an entry looks to the API. Whoever took words back, or had them redacted, took them all."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from ninja import Schema

from lifelong.conversations.models import Entry, EntryKind, Message, SendingState
from lifelong.lib.html import clean
from lifelong.web.api.values import Moment


class State(StrEnum):
    SAID = "said"
    WITHDRAWN = "withdrawn"
    REDACTED = "redacted"


class SendingOut(Schema):
    """How a message of ours fares; `words` is what the other side said last."""

    state: SendingState
    send_at: Moment
    accepted_at: Moment | None
    tries: int
    words: str


class FileOut(Schema):
    id: UUID
    name: str
    content_type: str
    size: int
    inline: bool


class EntryOut(Schema):
    """One item of the timeline, ordered by (placed_at, position).

    Who speaks: an agent, or the customer by a handle; neither for the system. An event says in
    `details` what happened, with ids: of a concession (`what`: "concession") its `kind`, `state`,
    `amount` in minor units, `currency`, `reason`, whether it is `due`, its `order`, and by whom
    it was `decided_by`. Such an entry changes with the state, and keeps its id and place.
    """

    id: UUID
    conversation_id: UUID
    contact_id: UUID | None
    kind: EntryKind
    channel: str
    state: State
    placed_at: Moment
    position: int
    revision: int
    agent_id: UUID | None
    handle_id: UUID | None
    subject: str = ""
    text: str = ""
    #: history and signature that were folded away
    quoted: str = ""
    has_html: bool = False
    automatic: str = ""
    details: dict[str, Any]
    marks: list[dict[str, Any]] = []
    files: list[FileOut] = []
    sending: SendingOut | None = None


class EntryWhole(EntryOut):
    html: str | None = None


def entry_out(entry: Entry) -> EntryOut:
    return EntryOut(**_fields(entry))


def entry_whole(entry: Entry) -> EntryWhole:
    html = _source(entry)
    return EntryWhole(**_fields(entry), html=clean(html, images=lambda _: None) if html else None)


def state_of(entry: Entry) -> State:
    if entry.redacted_at is not None:
        return State.REDACTED
    return State.SAID if entry.withdrawn_at is None else State.WITHDRAWN


def _fields(entry: Entry) -> dict[str, Any]:
    state = state_of(entry)
    sending = getattr(entry, "sending", None)
    return {
        "id": entry.id,
        "conversation_id": entry.conversation_id,
        "contact_id": entry.contact_id,
        "kind": entry.kind,
        "channel": entry.channel,
        "state": state,
        "placed_at": entry.placed_at,
        "position": entry.position,
        "revision": entry.revision,
        "agent_id": entry.agent_id,
        "handle_id": entry.handle_id,
        "details": entry.details,
        "sending": sending and SendingOut.from_orm(sending),
        **(_words(entry) if state is State.SAID else {}),
    }


def _words(entry: Entry) -> dict[str, Any]:
    words: dict[str, Any] = {"text": entry.text, "files": _files(entry)}
    if message := _message(entry):
        words |= {
            "subject": message.subject,
            "quoted": message.quoted,
            "has_html": bool(message.html),
            "automatic": message.automatic,
            "marks": message.marks,
        }
    return words


def _files(entry: Entry) -> list[FileOut]:
    return [
        FileOut(
            id=one.id,
            name=one.file.name,
            content_type=one.file.content_type,
            size=one.file.size,
            inline=one.inline,
        )
        for one in entry.attached
    ]


def _source(entry: Entry) -> str | None:
    message = _message(entry)
    return message.html if message and state_of(entry) is State.SAID else None


def _message(entry: Entry) -> Message | None:
    return getattr(entry, "message", None)
