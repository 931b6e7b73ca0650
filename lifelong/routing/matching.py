"""Who is brought to whom. Arithmetic over who waits and who is at work; touches no database.

Hard conditions first: the inbox, room for the kind of channel, and not who has just let this
customer pass. Of what is left the best pair wins, by a score of named parts (`Parts`); but whoever
has waited for more than twice the target comes first, in the order of arrival.

Who is at risk is brought to a *keeper*, who holds the retention certificate and the authority to
give: for a while if others could serve them too, and for good where it is legal or about safety.
With no keeper at work the best agent takes them at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from lifelong.channels.models import Kind
from lifelong.routing.scoring import (
    CONTINUITY,
    LONG_OVERDUE,
    RISK,
    Parts,
    Room,
    Waiting,
    continuity,
    is_keeper,
    parts_of,
    score,
)

#: a customer is held for who served them last, or for a keeper, until so much of the target is
#: used up, at most
HELD_UNTIL = 0.5
#: who let a customer pass is not asked again for so long
REST = timedelta(minutes=1)


@dataclass(frozen=True)
class Choice:
    waiting: Waiting
    room: Room
    parts: Parts


def choose(waiting: Iterable[Waiting], rooms: Iterable[Room], *, now: datetime) -> Choice | None:
    """The best match there is. `rooms`: of everybody at work, who has none left among them, since
    customers are held for who served them last and for keepers.

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
    if pair is None:
        return None
    alone = known.without_keeper(pair[0])
    return Choice(*pair, parts_of(*pair, now, alone=alone))


class Hold(Enum):
    """Why who waits has nobody yet."""

    #: nobody who is fit is at work
    NOBODY = auto()
    #: all who are fit have as many as they can
    FULL = auto()
    #: kept for who served them last
    HELD = auto()
    #: kept for a keeper
    KEPT = auto()
    #: all with room have just let them pass
    RESTING = auto()
    #: nothing: whoever has room is brought to them
    NOTHING = auto()


def hold_on(one: Waiting, rooms: Iterable[Room], *, now: datetime) -> tuple[Hold, list[UUID]]:
    """What keeps somebody waiting, and the agents whom it is about. `rooms` as in `choose`."""
    known = _Rooms(rooms, now)
    return known.hold_on(one)


Queue = tuple[UUID, Kind]


class _Rooms:
    """Who is at work, looked up in the ways that the choice asks. A thousand who wait are gone
    through for each match, so what costs is done once, and parts are made for the best pair only.
    """

    def __init__(self, rooms: Iterable[Room], now: datetime) -> None:
        self._now = now
        self._of: dict[tuple[UUID, Kind], Room] = {}
        #: with room, who holds least first, then who was matched longest ago
        self.free: dict[Queue, list[Room]] = defaultdict(list)
        #: keepers, those who are full among them, in the same order
        self._keepers: dict[Queue, list[Room]] = defaultdict(list)
        #: those of them who are keepers in a currency
        self._able: dict[tuple[Queue, str], list[Room]] = {}
        for room in sorted(rooms, key=_leisure):
            self._of[room.agent_id, room.kind] = room
            for inbox_id in room.inbox_ids:
                if room.free > 0:
                    self.free[inbox_id, room.kind].append(room)
                if room.keeps and room.capacity > 0:
                    self._keepers[inbox_id, room.kind].append(room)

    def first(self, in_order: Iterable[Waiting]) -> tuple[Waiting, Room] | None:
        for one in in_order:
            if found := self._room_for(one):
                return one, found[1]
        return None

    def best(self, most_urgent_first: list[Waiting]) -> tuple[Waiting, Room] | None:
        best, best_score = None, float("-inf")
        most = CONTINUITY + (RISK if self._keepers else 0.0)
        #: where somebody more urgent than all who follow could have had the best room
        settled: set[Queue] = set()
        for one in most_urgent_first:
            if one.used + most <= best_score:
                break
            if not one.risks and one.used + CONTINUITY <= best_score:
                continue
            queue = one.inbox_id, one.kind
            anybodys = not (one.passed or one.risks or (one.last_agent_id, one.kind) in self._of)
            if anybodys and queue in settled:
                continue
            if found := self._room_for(one):
                if anybodys:
                    settled.add(queue)
                if found[0] > best_score:
                    best_score, best = found[0], (one, found[1])
        return best

    def hold_on(self, one: Waiting) -> tuple[Hold, list[UUID]]:
        fit = [
            room
            for room in self._of.values()
            if room.kind is one.kind and one.inbox_id in room.inbox_ids and room.capacity > 0
        ]
        if not fit:
            return Hold.NOBODY, []
        if found := self._room_for(one):
            return Hold.NOTHING, [found[1].agent_id]
        keepers = self._keepers_of(one) if one.risks else []
        if keepers and _is_kept(one, keepers):
            return Hold.KEPT, [room.agent_id for room in keepers]
        last = self._of.get((one.last_agent_id, one.kind)) if one.last_agent_id else None
        if last in fit and last.free <= 0 and self._held(one):
            return Hold.HELD, [last.agent_id]
        resting = [room.agent_id for room in fit if room.free > 0]
        if resting:
            return Hold.RESTING, resting
        return Hold.FULL, [room.agent_id for room in fit]

    def without_keeper(self, one: Waiting) -> bool:
        """They are at risk, and nobody at work may give what keeps them."""
        return bool(one.risks) and not self._keepers_of(one)

    def _room_for(self, one: Waiting) -> tuple[float, Room] | None:
        """The best agent for this customer, with the score, if they need not wait for anybody."""
        keepers = self._keepers_of(one) if one.risks else []
        kept = bool(keepers) and _is_kept(one, keepers)
        known = self._of.get((one.last_agent_id, one.kind)) if one.last_agent_id else None
        if known is None or one.inbox_id not in known.inbox_ids or (kept and known not in keepers):
            return self._best_of(one, keepers, kept=kept)
        if known.free > 0 and _may_be_asked(one, known, self._now):
            pair = score(one, known, self._now), known
            other = self._best_of(one, keepers, kept=kept)
            return other if other and other[0] > pair[0] else pair
        if known.free <= 0 and self._held(one):
            return None
        return self._best_of(one, keepers, kept=kept)

    def _keepers_of(self, one: Waiting) -> list[Room]:
        """Those at work who may give what keeps this customer."""
        queue = one.inbox_id, one.kind
        if (queue, one.currency) not in self._able:
            here = self._keepers.get(queue, [])
            self._able[queue, one.currency] = [room for room in here if is_keeper(room, one)]
        return self._able[queue, one.currency]

    def _best_of(
        self, one: Waiting, keepers: list[Room], *, kept: bool
    ) -> tuple[float, Room] | None:
        """Of the keepers and, unless these are all who may, of everybody with room the best."""
        able = self._first(one, keepers) if keepers else None
        if kept:
            return able
        anybody = self._first(one, self.free.get((one.inbox_id, one.kind), ()))
        return able if able and (anybody is None or able[0] >= anybody[0]) else anybody

    def _first(self, one: Waiting, rooms: Iterable[Room]) -> tuple[float, Room] | None:
        """Who holds least; of those who let this customer pass, if there is nobody else."""
        asked = None
        for room in rooms:
            if room.free <= 0:
                continue
            if not one.passed or room.agent_id not in one.passed:
                return score(one, room, self._now), room
            if asked is None and _may_be_asked(one, room, self._now):
                asked = room
        return (score(one, asked, self._now), asked) if asked else None

    def _held(self, one: Waiting) -> bool:
        """Kept for who served them last, who is at work and full: while there is slack, and the
        less, the longer that was ago. Never live: there nobody waits for anybody."""
        slack = one.kind is Kind.WORKLIST and one.used < HELD_UNTIL
        return slack and one.used < HELD_UNTIL * continuity(one, self._now)


def _is_kept(one: Waiting, keepers: Iterable[Room]) -> bool:
    """Only these keepers: for good, or while there is slack and not all have let them pass."""
    if one.for_keepers_only:
        return True
    return one.used < HELD_UNTIL and any(room.agent_id not in one.passed for room in keepers)


def _leisure(room: Room) -> tuple[float, int, float, UUID]:
    matched = room.matched_at.timestamp() if room.matched_at else 0.0
    return (room.share, -room.free, matched, room.agent_id)


def _may_be_asked(one: Waiting, room: Room, now: datetime) -> bool:
    at = one.passed.get(room.agent_id)
    return at is None or now - at >= REST
