"""Who is brought to whom. Arithmetic over who waits and who is at work; touches no database.

Hard conditions first: the inbox, room for the kind of channel, and not who has just let this
customer pass. Of what is left the best pair wins, by a score of named parts (`Parts`); but whoever
has waited for more than twice the target comes first, in the order of arrival.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lifelong.channels.models import Kind

#: a day of not being served by an agent takes so much of what they know of a customer
FADING = timedelta(days=30)
#: what the parts weigh beside urgency, which is 1.0 when an answer is due
CONTINUITY = 0.5
LOAD = 0.25
#: they were asked before in this wait and let the customer pass
ASKED = 1.0
#: from here on first come, first served
LONG_OVERDUE = 2.0
#: a customer is held for who served them last until so much of the target is used up, at most
HELD_UNTIL = 0.5
NO_TIME = timedelta()
#: who let a customer pass is not asked again for so long
REST = timedelta(minutes=1)


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

    @property
    def free(self) -> int:
        return self.capacity - self.load

    @property
    def share(self) -> float:
        return self.load / self.capacity if self.capacity else 1.0


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Why this customer and this agent: kept with the offer. The score is
    `min(used, 2) + CONTINUITY * continuity - LOAD * load / capacity - ASKED * asked`."""

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

    @property
    def score(self) -> float:
        share = self.load / self.capacity if self.capacity else 1.0
        urgency = min(self.used, LONG_OVERDUE)
        return urgency + CONTINUITY * self.continuity - LOAD * share - ASKED * self.asked

    def as_json(self) -> dict[str, int | float | bool]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Choice:
    waiting: Waiting
    room: Room
    parts: Parts


def choose(waiting: Iterable[Waiting], rooms: Iterable[Room], *, now: datetime) -> Choice | None:
    """The best match there is. `rooms`: of everybody at work, who has none left among them, since
    customers are held for who served them last.

    Nobody is passed over while somebody fit has room, but who is held so, and who has just been
    declined by all who are fit.
    """
    known = _Rooms(rooms, now)
    overdue: list[Waiting] = []
    others: list[Waiting] = []
    for one in waiting:
        if (one.inbox_id, one.kind) in known.free:
            (overdue if one.used >= LONG_OVERDUE else others).append(one)
    overdue.sort(key=lambda one: (one.since, one.conversation_id))
    others.sort(key=lambda one: (-one.used, one.since))
    pair = known.first(overdue) or known.best(others)
    return _choice(*pair, now) if pair else None


class _Rooms:
    """Who is at work, looked up in the ways that the choice asks. A thousand who wait are gone
    through for each match, so what costs is done once, and parts are made for the best pair only.
    """

    def __init__(self, rooms: Iterable[Room], now: datetime) -> None:
        self._now = now
        self._of: dict[tuple[UUID, Kind], Room] = {}
        #: with room, who holds least first, then who was matched longest ago
        self.free: dict[tuple[UUID, Kind], list[Room]] = defaultdict(list)
        for room in sorted(rooms, key=_leisure):
            self._of[room.agent_id, room.kind] = room
            if room.free > 0:
                for inbox_id in room.inbox_ids:
                    self.free[inbox_id, room.kind].append(room)

    def first(self, in_order: Iterable[Waiting]) -> tuple[Waiting, Room] | None:
        for one in in_order:
            if found := self._room_for(one):
                return one, found[1]
        return None

    def best(self, most_urgent_first: Iterable[Waiting]) -> tuple[Waiting, Room] | None:
        best, best_score = None, float("-inf")
        #: where somebody more urgent than all who follow could have had the best room
        settled: set[tuple[UUID, Kind]] = set()
        for one in most_urgent_first:
            if one.used + CONTINUITY <= best_score:
                break
            queue = one.inbox_id, one.kind
            stranger = (one.last_agent_id, one.kind) not in self._of
            if stranger and not one.passed and queue in settled:
                continue
            if found := self._room_for(one):
                if stranger and not one.passed:
                    settled.add(queue)
                if found[0] > best_score:
                    best_score, best = found[0], (one, found[1])
        return best

    def _room_for(self, one: Waiting) -> tuple[float, Room] | None:
        """The best agent for this customer, with the score, if they need not wait for anybody."""
        known = self._of.get((one.last_agent_id, one.kind)) if one.last_agent_id else None
        if known is None or one.inbox_id not in known.inbox_ids:
            return self._stranger_for(one)
        if known.free > 0 and _may_be_asked(one, known, self._now):
            pair = _score(one, known, self._now), known
            other = self._stranger_for(one)
            return other if other and other[0] > pair[0] else pair
        return None if known.free <= 0 and self._held(one) else self._stranger_for(one)

    def _stranger_for(self, one: Waiting) -> tuple[float, Room] | None:
        """Who holds least; of those who let this customer pass, if there is nobody else."""
        asked = None
        for room in self.free.get((one.inbox_id, one.kind), ()):
            if not one.passed or room.agent_id not in one.passed:
                return _score(one, room, self._now), room
            if asked is None and _may_be_asked(one, room, self._now):
                asked = room
        return (_score(one, asked, self._now), asked) if asked else None

    def _held(self, one: Waiting) -> bool:
        """Kept for who served them last, who is at work and full: while there is slack, and the
        less, the longer that was ago. Never live: there nobody waits for anybody."""
        slack = one.kind is Kind.WORKLIST and one.used < HELD_UNTIL
        return slack and one.used < HELD_UNTIL * _continuity(one, self._now)


def _leisure(room: Room) -> tuple[float, int, float, UUID]:
    matched = room.matched_at.timestamp() if room.matched_at else 0.0
    return (room.share, -room.free, matched, room.agent_id)


def _may_be_asked(one: Waiting, room: Room, now: datetime) -> bool:
    at = one.passed.get(room.agent_id)
    return at is None or now - at >= REST


def _score(one: Waiting, room: Room, now: datetime) -> float:
    """As `Parts.score` has it."""
    score = min(one.used, LONG_OVERDUE) - LOAD * room.share
    if room.agent_id == one.last_agent_id:
        score += CONTINUITY * _continuity(one, now)
    return score - ASKED if room.agent_id in one.passed else score


def _continuity(one: Waiting, now: datetime) -> float:
    """What is left of knowing who served them last."""
    if one.last_served_at is None:
        return 0.0
    return float(0.5 ** (max(now - one.last_served_at, NO_TIME) / FADING))


def _choice(one: Waiting, room: Room, now: datetime) -> Choice:
    known = room.agent_id == one.last_agent_id
    parts = Parts(
        waited=max(0, int((now - one.since).total_seconds())),
        used=round(max(0.0, one.used), 3),
        continuity=round(_continuity(one, now), 3) if known else 0.0,
        load=room.load,
        capacity=room.capacity,
        asked=room.agent_id in one.passed,
        overdue=one.used >= LONG_OVERDUE,
    )
    return Choice(waiting=one, room=room, parts=parts)
