"""What a connector hands over: one message, or news of one that we sent. Pure values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote, as far as the channel tells."""

    kind: str  # of the handle: "email"
    value: str  # normalised: lower-cased, the domain in IDNA
    name: str = ""
    proof: str | None = None  # how this message proves the handle: "dmarc"; None: only claimed
    # "reply-to", "contact-form", "marketplace", "forward": a relay named them, so never proved
    via: str | None = None


@dataclass(frozen=True, kw_only=True)
class GivenHandle:
    """A handle that the writer gives as theirs too: evidence, and never proof."""

    kind: str  # "phone"
    value: str  # normalised
    how: str  # where they gave it: "signature", "form"


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    name: str
    content_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False  # shown inside the body rather than beneath it


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file that the vendor keeps for us: the message stands at once, the file follows."""

    url: str
    content_type: str


class Wish(StrEnum):
    """What somebody says about being written to."""

    STOP = "stop"
    START = "start"
    #: START of somebody who has stopped; else an answer like any other
    YES = "yes"


@dataclass(frozen=True, kw_only=True)
class IncomingMessage:
    identity: str  # hex SHA-256, the same for every copy of one message
    channel: str
    sender: Sender
    recipients: tuple[str, ...]  # To and Cc, normalised
    copied: tuple[str, ...]  # those of them in Cc
    subject: str
    text: str  # what is new in it, plain text
    quoted: str  # folded away: quoted history and signature
    html: str | None  # the original body, unsanitised
    sent_at: datetime | None  # UTC, by the sender's clock; None if absent or nonsense
    external_id: str | None  # Message-ID without its brackets
    answers: tuple[str, ...]  # Message-IDs: In-Reply-To first, then References, newest first
    reply_tokens: tuple[str, ...]  # from plus-addresses: support+r.TOKEN@brand
    automatic: str | None  # why no person wrote it: "auto-reply", "list", "own-mail" ...
    suspicion: str | None  # why it belongs in quarantine: "spam", "dmarc-fail"
    files: tuple[IncomingFile, ...]
    remote_files: tuple[RemoteFile, ...] = ()
    wish: Wish | None = None
    given: tuple[GivenHandle, ...] = ()
    #: what they answered in a form before it: claims, and never proof
    topic_id: UUID | None = None
    order_number: str = ""  # as it was typed


@dataclass(frozen=True, kw_only=True)
class SendingReport:
    """A bounce or a delivery notification about a message of ours."""

    identity: str
    external_id: str | None  # the vendor's id of it, for mail its Message-ID
    recipient: str | None
    outcome: str  # "accepted", "delayed", "delivered", "bounced" or "failed" (permanently)
    words: str  # the diagnostic, one line
    entry_id: UUID | None = None  # our own name for it, where the vendor gave that back
    unwanted: bool = False  # its recipient wants no messages of ours


class Unreadable(Exception):
    """A raw delivery yields no message. `str(error)` says why, without personal data."""
