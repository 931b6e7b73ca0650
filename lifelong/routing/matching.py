"""Who is brought to whom. Arithmetic over who waits and who has room; touches no database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A customer whom nobody has."""

    conversation_id: UUID
    inbox_id: UUID
    since: datetime
    #: who served them last
    last_agent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Room:
    """An agent at work, the inboxes they are fit for, and what they hold of what they may."""

    agent_id: UUID
    inbox_ids: frozenset[UUID]
    load: int
    capacity: int

    @property
    def free(self) -> int:
        return self.capacity - self.load


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Why this customer and this agent: kept with the offer."""

    #: seconds
    waited: int
    load: int
    capacity: int
    #: the agent served this customer last
    known: bool

    def as_json(self) -> dict[str, int | bool]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Choice:
    waiting: Waiting
    room: Room
    parts: Parts


def choose(waiting: Iterable[Waiting], rooms: Iterable[Room], *, now: datetime) -> Choice | None:
    """The longest waiting customer for whom a fit agent has room, and the best such agent.

    Best: who served them last; else who has most room, and of those who holds least.
    """
    free = [room for room in rooms if room.free > 0]
    for one in sorted(waiting, key=lambda one: (one.since, one.conversation_id)):
        fit = [room for room in free if one.inbox_id in room.inbox_ids]
        if fit:
            return _choice(one, min(fit, key=lambda room: _preference(one, room)), now)
    return None


def _preference(waiting: Waiting, room: Room) -> tuple[bool, int, int, UUID]:
    known = room.agent_id == waiting.last_agent_id
    return (not known, -room.free, room.load, room.agent_id)


def _choice(waiting: Waiting, room: Room, now: datetime) -> Choice:
    parts = Parts(
        waited=max(0, int((now - waiting.since).total_seconds())),
        load=room.load,
        capacity=room.capacity,
        known=room.agent_id == waiting.last_agent_id,
    )
    return Choice(waiting=waiting, room=room, parts=parts)


def sentence(parts: Parts, *, agent_name: str) -> str:
    """Why, for the screen: "Longest waiting (34 min), and Mia has room for 2 more." """
    said = {"waited": _in_words(parts.waited), "name": agent_name}
    if parts.known:
        return _("Longest waiting (%(waited)s), and %(name)s served this customer last.") % said
    free = parts.capacity - parts.load
    return ngettext(
        "Longest waiting (%(waited)s), and %(name)s has room for %(free)s more.",
        "Longest waiting (%(waited)s), and %(name)s has room for %(free)s more.",
        free,
    ) % {**said, "free": free}


def _in_words(seconds: int) -> str:
    waited = timedelta(seconds=seconds)
    minutes = seconds // 60
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return _("%(minutes)s min") % {"minutes": minutes}
    if waited < timedelta(days=2):
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(days)s days") % {"days": waited.days}
