"""Who is brought to whom. Arithmetic over who waits and who is at work; touches no database.

Hard conditions first: the inbox, room for the kind of channel, and not who has just let this
customer pass. Of what is left the best pair wins, by a score of named parts (`Parts`); but whoever
has waited for more than twice the target comes first, in the order of arrival.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    known = _Rooms(rooms)
    overdue: list[Waiting] = []
    others: list[Waiting] = []
    for one in waiting:
        (overdue if one.used >= LONG_OVERDUE else others).append(one)
    overdue.sort(key=lambda one: (one.since, one.conversation_id))
    for one in overdue:
        if choice := known.best_for(one, now):
            return choice
    others.sort(key=lambda one: (-one.used, one.since, one.conversation_id))
    return _best(others, known, now)


def _best(most_urgent_first: list[Waiting], known: "_Rooms", now: datetime) -> Choice | None:
    best: Choice | None = None
    for one in most_urgent_first:
        # nobody after this one can do better
        if best is not None and one.used + CONTINUITY <= best.parts.score:
            break
        if not known.has_room(one):
            continue
        choice = known.best_for(one, now)
        if choice and (best is None or choice.parts.score > best.parts.score):
            best = choice
    return best


class _Rooms:
    def __init__(self, rooms: Iterable[Room]) -> None:
        self._of: dict[tuple[UUID, Kind], Room] = {}
        #: with room, who holds least first, then who was matched longest ago
        self._free: dict[tuple[UUID, Kind], list[Room]] = defaultdict(list)
        for room in sorted(rooms, key=_leisure):
            self._of[room.agent_id, room.kind] = room
            if room.free > 0:
                for inbox_id in room.inbox_ids:
                    self._free[inbox_id, room.kind].append(room)

    def has_room(self, one: Waiting) -> bool:
        return (one.inbox_id, one.kind) in self._free

    def best_for(self, one: Waiting, now: datetime) -> Choice | None:
        """The best agent for this customer, if they need not wait for anybody."""
        if self._held(one, now):
            return None
        choices = [_choice(one, room, now) for room in self._candidates(one, now)]
        return max(choices, key=lambda choice: choice.parts.score, default=None)

    def _candidates(self, one: Waiting, now: datetime) -> Iterator[Room]:
        """Who served them last, and the least loaded: of each sort the first that may be asked."""
        last = self._last(one)
        if last and last.free > 0 and _may_be_asked(one, last, now):
            yield last
        sorts = set()
        for room in self._free.get((one.inbox_id, one.kind), ()):
            asked = room.agent_id in one.passed
            if asked not in sorts and _may_be_asked(one, room, now):
                yield room
                sorts.add(asked)
            if False in sorts:
                return

    def _held(self, one: Waiting, now: datetime) -> bool:
        """Kept for who served them last, who is at work and full: while there is slack, and the
        less, the longer that was ago. Never live: there nobody waits for anybody."""
        last = self._last(one)
        if one.kind is Kind.LIVE or last is None or last.free > 0:
            return False
        return one.used < HELD_UNTIL * _continuity(one, last, now)

    def _last(self, one: Waiting) -> Room | None:
        if one.last_agent_id is None:
            return None
        room = self._of.get((one.last_agent_id, one.kind))
        return room if room and one.inbox_id in room.inbox_ids else None


def _leisure(room: Room) -> tuple[float, int, float, UUID]:
    matched = room.matched_at.timestamp() if room.matched_at else 0.0
    return (room.share, -room.free, matched, room.agent_id)


def _may_be_asked(one: Waiting, room: Room, now: datetime) -> bool:
    at = one.passed.get(room.agent_id)
    return at is None or now - at >= REST


def _continuity(one: Waiting, room: Room, now: datetime) -> float:
    if room.agent_id != one.last_agent_id:
        return 0.0
    if one.last_served_at is None:
        return 0.0
    return float(0.5 ** (max(now - one.last_served_at, timedelta()) / FADING))


def _choice(one: Waiting, room: Room, now: datetime) -> Choice:
    parts = Parts(
        waited=max(0, int((now - one.since).total_seconds())),
        used=round(max(0.0, one.used), 3),
        continuity=round(_continuity(one, room, now), 3),
        load=room.load,
        capacity=room.capacity,
        asked=room.agent_id in one.passed,
        overdue=one.used >= LONG_OVERDUE,
    )
    return Choice(waiting=one, room=room, parts=parts)
