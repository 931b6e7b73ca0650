"""What did not reach its customer and is waited for, as the page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations import undelivered as looking
from lifelong.conversations.models import Sending
from lifelong.conversations.undelivered import Counted, counted
from lifelong.web.console.waiting_rows import name_of

#: so many are listed
MOST = 25


@dataclass(frozen=True)
class UndeliveredRow:
    entry_id: UUID
    #: where to read it; None of whoever reads no conversations
    conversation_id: UUID | None
    name: str
    recipient: str
    channel: str
    #: "failed", "bounced" or "unknown"
    state: str
    #: of the other side
    words: str
    since: datetime | None


@dataclass(frozen=True)
class Undelivered:
    rows: Sequence[UndeliveredRow]
    counted: Counted

    @property
    def more(self) -> int:
        return max(self.counted.waited_for - len(self.rows), 0)


def undelivered(caller: Caller) -> Undelivered:
    found = looking.undelivered(visible_to=caller).prefetch_related(
        "entry__conversation__customer__handles", "entry__conversation__customer__joined"
    )
    reads = caller.may(Verb.READ_TEXT)
    return Undelivered([_row(one, reads) for one in found[:MOST]], counted(visible_to=caller))


def _row(one: Sending, reads: bool) -> UndeliveredRow:
    conversation = one.entry.conversation
    return UndeliveredRow(
        entry_id=one.entry_id,
        conversation_id=(conversation.lead_id or conversation.id) if reads else None,
        name=name_of(conversation),
        recipient=one.recipient,
        channel=one.entry.channel,
        state=one.state,
        words=one.words,
        since=one.failed_at,
    )
