"""What heroes do now, as the board shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lifelong.accounts.policy import Caller
from lifelong.routing.crew import MOST, Load, Member, Ringing, crew, loads, ringing_at
from lifelong.routing.models import AwayReason
from lifelong.web.console.board.people import Person, people


@dataclass(frozen=True)
class PersonRow:
    person: Person
    channel: str
    rings: bool = False


@dataclass(frozen=True)
class HeroRow:
    member: Member
    #: why they are away, "" while they are there
    away: str
    worklist: int
    live: int
    #: who rings, then who is theirs and what is due first
    persons: list[PersonRow]
    #: how many of theirs beyond those wait too, and how many need nothing just now
    more: int
    aside: int

    @property
    def is_idle(self) -> bool:
        return not (self.persons or self.more or self.aside)


@dataclass(frozen=True)
class Crew:
    on: list[HeroRow]
    off: list[HeroRow]
    #: there may be more of them than are looked at
    is_cut: bool

    @property
    def left(self) -> int:
        """How many customers wait for heroes who are off shift."""
        return sum(one.worklist + one.live for one in self.off)


def crew_shown(caller: Caller) -> Crew:
    members = crew(visible_to=caller)
    ids = [one.agent_id for one in members]
    held, rings = loads(ids, visible_to=caller), ringing_at(ids, visible_to=caller)
    wanted = {one.conversation_id for load in held.values() for one in load.persons}
    wanted |= {one.conversation_id for some in rings.values() for one in some}
    named = people(wanted, visible_to=caller)
    rows = [
        _row(one, held.get(one.agent_id, Load()), rings.get(one.agent_id, []), named)
        for one in members
    ]
    return Crew(
        on=[one for one in rows if one.member.is_on],
        off=[one for one in rows if not one.member.is_on],
        is_cut=len(rows) == MOST,
    )


def _row(
    member: Member, load: Load, rings: Iterable[Ringing], named: dict[UUID, Person]
) -> HeroRow:
    ringing = [
        PersonRow(named[one.conversation_id], one.channel, rings=True)
        for one in rings
        if one.conversation_id in named
    ]
    persons = [
        PersonRow(named[one.conversation_id], one.channel)
        for one in load.persons
        if one.conversation_id in named
    ]
    return HeroRow(
        member=member,
        away=str(AwayReason(member.away).label) if member.away else "",
        worklist=load.worklist,
        live=load.live + len(ringing),
        persons=ringing + persons,
        more=load.more,
        aside=load.aside,
    )
