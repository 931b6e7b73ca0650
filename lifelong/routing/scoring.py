"""Who waits and who is at work, and what a pair of them is worth: a score of named parts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lifelong.channels.models import Kind
from lifelong.triage.risk import Risk

#: a day of not being served by an agent takes so much of what they know of a customer
FADING = timedelta(days=30)
#: what the parts weigh beside urgency, which is 1.0 when an answer is due
CONTINUITY = 0.5
RISK = 0.5
LOAD = 0.25
#: they were asked before in this wait and let the customer pass: more than all else
ASKED = 1.5
#: from here on first come, first served
LONG_OVERDUE = 2.0
#: who brings one of these is served by a keeper, if there is one at work
HARD = frozenset({Risk.LEGAL.value, Risk.SAFETY.value})
NO_TIME = timedelta()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A customer whom nobody has."""

    conversation_id: UUID
    inbox_id: UUID
    kind: Kind
    since: datetime
    #: share of the target that is used up, in opening hours: an answer is due at 1.0
    used: float
    #: who served them last, and until when
    last_agent_id: UUID | None = None
    last_served_at: datetime | None = None
    #: who let them pass in this wait, and when
    passed: Mapping[UUID, datetime] = field(default_factory=dict)
    #: the route tags that stand; with them what may be lost, and the currency that it is in ("":
    #: they have bought nothing yet)
    risks: tuple[str, ...] = ()
    value: float = 0.0
    currency: str = ""

    @property
    def for_keepers_only(self) -> bool:
        return not HARD.isdisjoint(self.risks)


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """An agent at work, the inboxes they are fit for, and what they hold of one kind."""

    agent_id: UUID
    kind: Kind
    inbox_ids: frozenset[UUID]
    load: int
    capacity: int
    #: when they were last brought somebody
    matched_at: datetime | None = None
    #: the currencies in which they may give to keep a customer; empty: they are no keeper
    keeps: frozenset[str] = frozenset()

    @property
    def free(self) -> int:
        return self.capacity - self.load

    @property
    def share(self) -> float:
        return self.load / self.capacity if self.capacity else 1.0


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Why this customer and this agent: kept with the offer. The score is
    `min(used, 2) + CONTINUITY * continuity + RISK * risk - LOAD * load / capacity
    - ASKED * asked`."""

    #: seconds
    waited: int
    #: share of the target
    used: float
    #: 1.0: the agent served this customer a moment ago; 0.0: never, or long ago
    continuity: float
    load: int
    capacity: int
    #: the agent let this customer pass before, and so did everybody else who is fit
    asked: bool = False
    #: first come, first served: long overdue
    overdue: bool = False
    #: risk x value x retention skill: what may be lost, if the agent is a keeper; else 0.0
    risk: float = 0.0
    #: the route tags that stand
    risks: tuple[str, ...] = ()
    #: nobody at work holds the certificate and the authority
    alone: bool = False

    @property
    def score(self) -> float:
        share = self.load / self.capacity if self.capacity else 1.0
        urgency = min(self.used, LONG_OVERDUE)
        known = CONTINUITY * self.continuity + RISK * self.risk
        return urgency + known - LOAD * share - ASKED * self.asked

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def score(one: Waiting, room: Room, now: datetime) -> float:
    """As `Parts.score` has it."""
    worth = min(one.used, LONG_OVERDUE) - LOAD * room.share
    if room.agent_id == one.last_agent_id:
        worth += CONTINUITY * continuity(one, now)
    worth += RISK * risk(one, room)
    return worth - ASKED if room.agent_id in one.passed else worth


def risk(one: Waiting, room: Room) -> float:
    return one.value if one.risks and is_keeper(room, one) else 0.0


def continuity(one: Waiting, now: datetime) -> float:
    """What is left of knowing who served them last."""
    if one.last_served_at is None:
        return 0.0
    return float(0.5 ** (max(now - one.last_served_at, NO_TIME) / FADING))


def is_keeper(room: Room, one: Waiting) -> bool:
    return may_keep(room, one.currency)


def may_keep(room: Room, currency: str) -> bool:
    """Whether they may give something to keep who has bought in it ("": who bought nothing)."""
    return currency in room.keeps if currency else bool(room.keeps)


def parts_of(one: Waiting, room: Room, now: datetime, *, alone: bool) -> Parts:
    """`alone`: no keeper is at work for this customer."""
    known = room.agent_id == one.last_agent_id
    return Parts(
        waited=max(0, int((now - one.since).total_seconds())),
        used=round(max(0.0, one.used), 3),
        continuity=round(continuity(one, now), 3) if known else 0.0,
        load=room.load,
        capacity=room.capacity,
        asked=room.agent_id in one.passed,
        overdue=one.used >= LONG_OVERDUE,
        risk=round(risk(one, room), 3),
        risks=one.risks,
        alone=alone,
    )
