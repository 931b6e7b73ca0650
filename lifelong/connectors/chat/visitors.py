"""What a visitor may read and hear: their chat, and which hero is here.

A guest reads what was said in this very chat; whoever the shop has signed for, every chat of
theirs, whatever the device. Nobody reads notes, mails or what has not left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.models import Channel
from lifelong.connectors.chat.models import Visit
from lifelong.conversations.actions import viewing
from lifelong.conversations.models import Conversation, Entry, EntryKind, SendingState, Viewing
from lifelong.conversations.models.working import LOOK
from lifelong.conversations.people import homes_of, ids_of
from lifelong.conversations.statements import with_files
from lifelong.customers.models import Handle, HandleKind
from lifelong.lib import clock
from lifelong.lib.statements import Statement, among, slot

#: so much is put into a widget at once
MOST = 50
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
        return _HANDLE.first(value=self.value)


_HANDLE = Statement(
    lambda: Handle.objects.filter(kind=HandleKind.VISITOR, value=slot("value")).select_related(
        "customer"
    )
)


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
    #: whether more was said before these; None: they are only what changed
    earlier: bool | None


def conversation_of(handle: Handle) -> Conversation | None:
    """The one that leads, where customers were joined. None: nothing was said yet."""
    own = _OWN.first(customer=handle.customer_id)
    return (own.lead or own) if own else None


_OWN = Statement(
    lambda: Conversation.objects.filter(customer=slot("customer")).select_related("lead")
)


def _said() -> QuerySet[Entry]:
    """Of these conversations all that who is signed for may read."""
    said = Q(kind=EntryKind.MESSAGE_IN)
    left = Q(kind=EntryKind.MESSAGE_OUT, sending__state__in=OUT)
    return Entry.objects.filter(said | left, among("conversation", "ids"), channel=Channel.CHAT)


def _said_here() -> QuerySet[Entry]:
    """And a guest."""
    return _said().filter(handle=slot("handle"))


class _Readable:
    """A statement on what a visitor may read, for either kind of them."""

    def __init__(self, some: Callable[[QuerySet[Entry]], QuerySet[Entry]]) -> None:
        self._everywhere = Statement(lambda: some(_said()))
        self._here = Statement(lambda: some(_said_here()))

    def rows(
        self, visitor: Visitor, handle: Handle, conversation: Conversation, **said: Any
    ) -> list[Entry]:
        ids = ids_of(conversation)
        if visitor.signed:
            return self._everywhere.rows(ids=ids, **said)
        return self._here.rows(ids=ids, handle=handle.id, **said)


#: our words that have not yet arrived, of these entries
NOT_YET = _Readable(
    lambda rows: rows.filter(
        among("id", "asked"),
        kind=EntryKind.MESSAGE_OUT,
        sending__state__in=(SendingState.SENDING, SendingState.ACCEPTED),
    ).order_by("id")
)


def _newest(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """With all that a widget says of them."""
    shown = rows.select_related("agent", "message", "sending")
    return shown.order_by("-placed_at", "-position")


_HEARD = _Readable(lambda rows: _newest(rows.filter(revision__gt=slot("after"))))
_BEFORE = _Readable(
    lambda rows: _newest(
        rows.filter(
            Q(placed_at__lt=slot("at")) | Q(position__lt=slot("position")),
            placed_at__lte=slot("at"),
        )
    )
)


def heard_by(
    visitor: Visitor, handle: Handle, conversation: Conversation, *, since: Seen | None
) -> Heard:
    """What changed `since`; the newest MOST where that is unknown, too much, or people were
    joined."""
    # looked up before the entries: what changes meanwhile is told twice rather than never
    seen = Seen(conversation.id, conversation.revision)
    goes_on = since and since.conversation_id == conversation.id
    if since and goes_on and since.revision >= conversation.joined_revision:
        said = {"after": since.revision, "most": MOST + 1}
        changed = _HEARD.rows(visitor, handle, conversation, **said)
        if len(changed) <= MOST:
            return Heard(seen, with_files(changed[::-1]), None)
    return Heard(seen, *_page(_HEARD.rows(visitor, handle, conversation, after=-1, most=MOST + 1)))


def said_before(
    visitor: Visitor, handle: Handle, conversation: Conversation, *, at: datetime, position: int
) -> tuple[list[Entry], bool]:
    """What stands before this place, in its order; whether more was said before that."""
    said = {"at": at, "position": position, "most": MOST + 1}
    return _page(_BEFORE.rows(visitor, handle, conversation, **said))


def _page(newest: list[Entry]) -> tuple[list[Entry], bool]:
    """`newest`: one more than MOST, the newest first."""
    return with_files(newest[:MOST][::-1]), len(newest) > MOST


def heroes_with(conversation: Conversation) -> list[Hero]:
    """Who could answer and has it on screen."""
    at = clock.now()
    looks = _LOOKS.rows(conversation=conversation.id, since=at - LOOK)
    return [
        Hero(first_name(one.agent.name), _within(one.typing_at, viewing.TYPING, at))
        for one in looks
        if caller_for(one.agent).may(Verb.ANSWER)
    ]


_LOOKS = Statement(
    lambda: Viewing.objects.filter(
        conversation=slot("conversation"), seen_at__gt=slot("since")
    ).select_related("agent")
)


def _within(then: datetime | None, time: timedelta, now: datetime) -> bool:
    return then is not None and now - then < time


def visit_to(conversation: Conversation) -> str:
    """ "here", "writing" or "left"; "" where the customer did not chat for a day."""
    at = clock.now()
    last = _VISITS.first(customers=list(homes_of(conversation)))
    if last is None or not _within(last.seen_at, REMEMBERED, at):
        return ""
    if not _within(last.seen_at, STAY, at):
        return "left"
    return "writing" if _within(last.typing_at, TYPING, at) else "here"


_VISITS = Statement(
    lambda: Visit.objects.filter(among("customer_id", "customers")).order_by("-seen_at")
)


def first_name(name: str) -> str:
    """What customers read of a hero's name."""
    return name.partition(" ")[0]
