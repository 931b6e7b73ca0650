"""Why somebody who needs something is where they are: asked when a hero wants to know, since it
looks at everybody at work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.hours import due, next_opening, open_time
from lifelong.channels.models import Channel, kind_of
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind, Promise
from lifelong.conversations.people import ids_of
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.routing.candidates import rooms, waiting_one
from lifelong.routing.matching import HELD_UNTIL, Hold, hold_on
from lifelong.routing.models import Offer, OfferState
from lifelong.routing.queries import standing_offer
from lifelong.routing.scoring import Parts, Waiting, continuity

#: so many are named
MOST_NAMED = 3


@dataclass(frozen=True)
class Clock:
    """How long they wait, and what is used up of their target."""

    since: datetime
    due_at: datetime
    #: 1.0 when the answer is due
    used: float


@dataclass(frozen=True)
class Line:
    """Where they stand among those whom nobody has, by what is due."""

    place: int
    of: int
    hold: Hold
    #: whom it is about
    names: list[str]
    #: until when they are held or kept at most
    until: datetime | None
    #: when the inbox opens, while it is closed
    opens_at: datetime | None


@dataclass(frozen=True)
class Handed:
    """How they came to who has them, where no match brought them."""

    at: datetime
    #: who passed them on; "": they were taken
    by: str


@dataclass(frozen=True)
class Reason:
    status: str
    inbox: str
    owner: str = ""
    clock: Clock | None = None
    line: Line | None = None
    rings_at: str = ""
    match: Parts | None = None
    handed: Handed | None = None
    #: what we said we would do, by when: the next
    promised: datetime | None = None
    #: the matter that was set aside: on whom, until when
    aside: Contact | None = None


def reason_of(conversation: Conversation, *, visible_to: Caller) -> Reason:
    """`conversation` is one that the caller sees whole."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    owner = conversation.owner
    ids = ids_of(conversation)
    promise = Promise.objects.filter(conversation_id__in=ids, settled_at=None).order_by("due_at")
    told = Reason(
        status=conversation.status,
        inbox=conversation.inbox.name,
        owner=owner.name if owner else "",
        promised=promise.values_list("due_at", flat=True).first(),
    )
    if conversation.status == Status.PENDING:
        return _with(told, aside=_aside(ids))
    if conversation.status == Status.CLOSED:
        return told
    told = _with(told, clock=_clock(conversation))
    if owner is None:
        rings = Offer.objects.filter(conversation=conversation, state=OfferState.RINGING)
        at = rings.values_list("agent__name", flat=True).first() or ""
        return _with(told, rings_at=at, line=None if at else _line(conversation))
    offer = standing_offer(conversation)
    if offer is None or offer.agent_id != owner.id:
        return _with(told, handed=_handed(ids, owner.id))
    return _with(told, match=Parts(**offer.parts))


def _with(told: Reason, **more: object) -> Reason:
    return Reason(**{**told.__dict__, **more})


def _aside(conversation_ids: list[UUID]) -> Contact | None:
    rows = Contact.objects.filter(conversation_id__in=conversation_ids, closed_at=None)
    return rows.filter(set_aside_until__gt=clock.now()).order_by("set_aside_until").first()


def _clock(conversation: Conversation) -> Clock | None:
    since, due_at = conversation.waiting_since, conversation.due_at
    if since is None or due_at is None:
        return None
    inbox = conversation.inbox
    left = open_time(inbox.schedule, clock.now(), due_at)
    return Clock(since, due_at, max(0.0, 1 - left / inbox.target(conversation.channel)))


def _handed(conversation_ids: list[UUID], owner_id: UUID) -> Handed | None:
    """The last change of owner, if a person made it."""
    last = (
        Entry.objects.filter(
            conversation_id__in=conversation_ids,
            kind=EntryKind.EVENT,
            details__contains={"what": "owner-changed", "owner": str(owner_id)},
        )
        .select_related("agent")
        .order_by("-placed_at", "-position")
        .first()
    )
    if last is None or last.agent is None:
        return None
    return Handed(last.placed_at, "" if last.agent.id == owner_id else last.agent.name)


def _line(conversation: Conversation) -> Line:
    now = clock.now()
    one = waiting_one(conversation.id)
    hold, agent_ids = hold_on(one, rooms({one.inbox_id}, {one.kind}, full=True), now=now)
    named = Agent.objects.filter(pk__in=agent_ids[:MOST_NAMED]).order_by("name")
    place, of = _place(conversation)
    schedule = conversation.inbox.schedule
    opens_at = next_opening(schedule, now) if hold is Hold.NOBODY else None
    return Line(
        place=place,
        of=of,
        hold=hold,
        names=list(named.values_list("name", flat=True)),
        until=_kept_until(conversation, one, hold, now),
        opens_at=opens_at if opens_at != now else None,
    )


def _place(conversation: Conversation) -> tuple[int, int]:
    channels = [one.value for one in Channel if kind_of(one) is kind_of(conversation.channel)]
    theirs = Conversation.objects.filter(
        inbox_id=conversation.inbox_id, channel__in=channels, owner=None, status=Status.NEW
    )
    due_at = conversation.due_at
    before = Q(due_at__lt=due_at) | Q(due_at=due_at, id__lt=conversation.id) if due_at else Q()
    counted = theirs.aggregate(of=Count("id"), before=Count("id", filter=before))
    return counted["before"] + 1, counted["of"]


def _kept_until(
    conversation: Conversation, one: Waiting, hold: Hold, now: datetime
) -> datetime | None:
    """When so much of the target is used up that they are anybody's."""
    if hold not in (Hold.HELD, Hold.KEPT) or one.for_keepers_only:
        return None
    most = HELD_UNTIL * (continuity(one, now) if hold is Hold.HELD else 1.0)
    inbox = conversation.inbox
    left = max(timedelta(), inbox.target(conversation.channel) * (most - one.used))
    return due(inbox.schedule, now, left)
