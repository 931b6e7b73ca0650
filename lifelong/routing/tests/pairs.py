"""Who waits and who is at work, made up for tests of the choice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lifelong.channels.models import Kind
from lifelong.routing.matching import REST, Choice
from lifelong.routing.scoring import Room, Waiting

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SUPPORT, RETURNS = UUID(int=1), UUID(int=2)
ANNA, BEN, MIA = UUID(int=11), UUID(int=12), UUID(int=13)
LIVE, MAIL = Kind.LIVE, Kind.WORKLIST
DAY = timedelta(days=1)


def room(agent: UUID, load: int = 0, capacity: int = 3, *inboxes: UUID, kind: Kind = MAIL) -> Room:
    fit = frozenset(inboxes or [SUPPORT])
    return Room(agent_id=agent, kind=kind, load=load, capacity=capacity, inbox_ids=fit)


def waits(
    name: int,
    used: float,
    inbox: UUID = SUPPORT,
    *,
    last: UUID | None = None,
    ago: timedelta = timedelta(),
    kind: Kind = MAIL,
    passed: Mapping[UUID, datetime] | None = None,
) -> Waiting:
    return Waiting(
        conversation_id=UUID(int=name),
        inbox_id=inbox,
        kind=kind,
        since=NOW - timedelta(hours=8 * used),
        used=used,
        last_agent_id=last,
        last_served_at=NOW - ago if last else None,
        passed=passed or {},
    )


def chosen(choice: Choice | None) -> tuple[int, UUID] | None:
    return (choice.waiting.conversation_id.int, choice.room.agent_id) if choice else None


just_passed, long_ago = NOW - REST / 2, NOW - REST


EUR = frozenset({"EUR"})


def keeper(agent: UUID, load: int = 0, *, kind: Kind = MAIL) -> Room:
    return replace(room(agent, load, kind=kind), keeps=EUR)


def wants_to_go(name: int, used: float, *risks: str, currency: str = "EUR", **told: Any) -> Waiting:
    return replace(
        waits(name, used, **told), risks=risks or ("cancellation",), value=0.5, currency=currency
    )
