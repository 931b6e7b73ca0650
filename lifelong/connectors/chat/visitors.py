"""What a visitor may read and hear: their chat, and which hero is here.

A guest reads what was said in this very chat; whoever the shop has signed for, every chat of
theirs, whatever the device. Nobody reads notes, mails or what has not left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.models import Channel
from lifelong.connectors.chat.models import Visit
from lifelong.conversations.actions import viewing
from lifelong.conversations.models import Conversation, Entry, EntryKind, SendingState, Viewing
from lifelong.conversations.people import homes_of, ids_of
from lifelong.customers.models import Handle, HandleKind
from lifelong.lib import clock

#: so much stands in a widget
MOST = 200
#: a visit is over after this long without word from the widget
STAY = timedelta(seconds=60)
#: writing is over after this long without a key
TYPING = timedelta(seconds=8)
#: heroes are told that somebody has left for so long
REMEMBERED = timedelta(days=1)
#: an answer has left, so the visitor may read it; it was laid out when it is being sent
OUT = (SendingState.SENDING, SendingState.ACCEPTED, SendingState.DELIVERED)


@dataclass(frozen=True)
class Visitor:
    """Who sits before a widget. `value`: of their handle; `signed`: by the shop's server."""

    value: str
    signed: bool = False

    def handle(self) -> Handle | None:
        """None until they have said something, or were signed for."""
        rows = Handle.objects.select_related("customer")
        return rows.filter(kind=HandleKind.VISITOR, value=self.value).first()


@dataclass(frozen=True)
class Hero:
    name: str
    writing: bool


@dataclass(frozen=True)
class Seen:
    """How far a widget has looked: in the conversation that leads, up to this revision."""

    conversation_id: UUID
    revision: int


@dataclass(frozen=True)
class Heard:
    """What looks different since, in its order; and how far that is."""

    seen: Seen
    entries: list[Entry]


def conversation_of(handle: Handle) -> Conversation | None:
    """The one that leads, where customers were joined. None: nothing was said yet."""
    rows = Conversation.objects.select_related("lead")
    own = rows.filter(customer_id=handle.customer_id).first()
    return (own.lead or own) if own else None


def entries_for(visitor: Visitor, handle: Handle, conversation: Conversation) -> QuerySet[Entry]:
    """All that this visitor may read."""
    said = Q(kind=EntryKind.MESSAGE_IN)
    left = Q(kind=EntryKind.MESSAGE_OUT, sending__state__in=OUT)
    ids = ids_of(conversation)
    rows = Entry.objects.filter(said | left, conversation_id__in=ids, channel=Channel.CHAT)
    return rows if visitor.signed else rows.filter(handle=handle)


def heard_by(
    visitor: Visitor, handle: Handle, conversation: Conversation, *, since: Seen | None
) -> Heard:
    """What changed `since`; the newest MOST where that is unknown or people were joined."""
    # looked up before the entries: what changes meanwhile is told twice rather than never
    seen = Seen(conversation.id, conversation.revision)
    rows = (
        entries_for(visitor, handle, conversation)
        .select_related("agent", "message", "sending")
        .prefetch_related("attachments__file")
        .order_by("-placed_at", "-position")
    )
    goes_on = since and since.conversation_id == conversation.id
    if since and goes_on and since.revision >= conversation.joined_revision:
        rows = rows.filter(revision__gt=since.revision)
    return Heard(seen, list(rows[:MOST])[::-1])


def heroes_with(conversation: Conversation) -> list[Hero]:
    """Who could answer and has it on screen."""
    at = clock.now()
    looks = Viewing.objects.select_related("agent").filter(
        conversation=conversation, seen_at__gt=at - viewing.LOOK
    )
    return [
        Hero(first_name(one.agent.name), _within(one.typing_at, viewing.TYPING, at))
        for one in looks
        if caller_for(one.agent).may(Verb.ANSWER)
    ]


def _within(then: datetime | None, time: timedelta, now: datetime) -> bool:
    return then is not None and now - then < time


def visit_to(conversation: Conversation) -> str:
    """ "here", "writing" or "left"; "" where the customer did not chat for a day."""
    at = clock.now()
    visits = Visit.objects.filter(customer_id__in=homes_of(conversation))
    last = visits.order_by("-seen_at").first()
    if last is None or not _within(last.seen_at, REMEMBERED, at):
        return ""
    if not _within(last.seen_at, STAY, at):
        return "left"
    return "writing" if _within(last.typing_at, TYPING, at) else "here"


def first_name(name: str) -> str:
    """What customers read of a hero's name."""
    return name.partition(" ")[0]
