"""The choice itself, without a database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.channels.models import Kind
from lifelong.routing.matching import REST, Choice, Room, Waiting, choose

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


@pytest.mark.parametrize(
    ("why", "waiting", "rooms", "expected"),
    [
        ("nobody waits", [], [room(ANNA)], None),
        ("nobody is at work", [waits(1, 0.5)], [], None),
        ("nobody has room", [waits(1, 0.5)], [room(ANNA, 3, 3)], None),
        ("who is over capacity has no room", [waits(1, 0.5)], [room(ANNA, 4, 3)], None),
        ("nobody is fit", [waits(1, 0.5, RETURNS)], [room(ANNA)], None),
        (
            "room for mail is no room for a chat",
            [waits(1, 0.5, kind=LIVE)],
            [room(ANNA), room(BEN, 0, 1, kind=LIVE)],
            (1, BEN),
        ),
        ("most of the target used first", [waits(1, 0.5), waits(2, 0.6)], [room(ANNA)], (2, ANNA)),
        (
            "who cannot be served holds nobody up",
            [waits(1, 0.5), waits(2, 0.9, RETURNS)],
            [room(ANNA)],
            (1, ANNA),
        ),
        (
            "who is idle gets somebody nearly as urgent before who is nearly full",
            [waits(1, 0.5), waits(2, 0.45, RETURNS)],
            [room(ANNA, 3, 4), room(BEN, 0, 4, RETURNS)],
            (2, BEN),
        ),
        ("least loaded first", [waits(1, 0.5)], [room(ANNA, 2), room(BEN, 1)], (1, BEN)),
        (
            "of equal load who has more room",
            [waits(1, 0.5)],
            [room(ANNA, 1, 2), room(BEN, 3, 6)],
            (1, BEN),
        ),
        (
            "who served them last goes before less load",
            [waits(1, 0.5, last=ANNA)],
            [room(ANNA, 2), room(BEN, 0)],
            (1, ANNA),
        ),
        (
            "but not when that was long ago",
            [waits(1, 0.5, last=ANNA, ago=120 * DAY)],
            [room(ANNA, 2), room(BEN, 0)],
            (1, BEN),
        ),
        (
            "who is known here goes before somebody a little more urgent",
            [waits(1, 0.5, last=ANNA), waits(2, 0.6)],
            [room(ANNA)],
            (1, ANNA),
        ),
        (
            "but not before somebody much more urgent",
            [waits(1, 0.3, last=ANNA), waits(2, 0.9)],
            [room(ANNA)],
            (2, ANNA),
        ),
        (
            "who is full keeps those they served while there is slack",
            [waits(1, 0.4, last=ANNA)],
            [room(ANNA, 3), room(BEN, 2)],
            None,
        ),
        (
            "and no longer",
            [waits(1, 0.5, last=ANNA)],
            [room(ANNA, 3), room(BEN, 2)],
            (1, BEN),
        ),
        (
            "nor as long when it was a while ago",
            [waits(1, 0.3, last=ANNA, ago=30 * DAY)],
            [room(ANNA, 3), room(BEN, 2)],
            (1, BEN),
        ),
        (
            "nor for who is not fit any more",
            [waits(1, 0.1, RETURNS, last=ANNA)],
            [room(ANNA, 3), room(MIA, 2, 3, RETURNS)],
            (1, MIA),
        ),
        (
            "nor for who is not at work",
            [waits(1, 0.1, last=ANNA)],
            [room(BEN, 2)],
            (1, BEN),
        ),
        (
            "who is held holds nobody else up",
            [waits(1, 0.4, last=ANNA), waits(2, 0.1)],
            [room(ANNA, 3), room(BEN, 2)],
            (2, BEN),
        ),
        (
            "nobody is held live",
            [waits(1, 0.1, last=ANNA, kind=LIVE)],
            [room(ANNA, 3, kind=LIVE), room(BEN, 2, kind=LIVE)],
            (1, BEN),
        ),
        (
            "beyond twice the target first come, first served, whoever is known",
            [waits(1, 2.0), waits(2, 2.4), waits(3, 1.9, last=ANNA)],
            [room(ANNA)],
            (2, ANNA),
        ),
        (
            "who let them pass is not asked again at once",
            [waits(1, 0.5, kind=LIVE, passed={ANNA: just_passed})],
            [room(ANNA, kind=LIVE), room(BEN, 2, kind=LIVE)],
            (1, BEN),
        ),
        (
            "nor before somebody who was not asked",
            [waits(1, 0.5, kind=LIVE, passed={ANNA: long_ago}, last=ANNA)],
            [room(ANNA, kind=LIVE), room(BEN, 2, kind=LIVE)],
            (1, BEN),
        ),
        (
            "where all let them pass, after a rest",
            [waits(1, 0.5, kind=LIVE, passed={ANNA: long_ago, BEN: just_passed})],
            [room(ANNA, kind=LIVE), room(BEN, 2, kind=LIVE)],
            (1, ANNA),
        ),
        (
            "and nobody else is held up meanwhile",
            [waits(1, 0.5, kind=LIVE, passed={ANNA: just_passed}), waits(2, 0.1, kind=LIVE)],
            [room(ANNA, kind=LIVE)],
            (2, ANNA),
        ),
    ],
)
def test_the_choice(
    why: str, waiting: list[Waiting], rooms: list[Room], expected: tuple[int, UUID] | None
) -> None:
    assert chosen(choose(waiting, rooms, now=NOW)) == expected, why


def test_of_two_who_are_idle_the_one_who_was_matched_longer_ago_is_next() -> None:
    def idle(agent: UUID, hours: int) -> Room:
        return Room(
            agent_id=agent,
            kind=MAIL,
            load=0,
            capacity=3,
            inbox_ids=frozenset([SUPPORT]),
            matched_at=NOW - timedelta(hours=hours),
        )

    assert chosen(choose([waits(1, 0.5)], [idle(ANNA, 1), idle(BEN, 2)], now=NOW)) == (1, BEN)


agents = st.sampled_from([ANNA, BEN, MIA, UUID(int=14)])
kinds = st.sampled_from(Kind)
rooms_strategy = st.lists(
    st.builds(
        Room,
        agent_id=agents,
        kind=kinds,
        inbox_ids=st.frozensets(st.sampled_from([SUPPORT, RETURNS]), min_size=1),
        load=st.integers(0, 4),
        capacity=st.integers(0, 4),
    ),
    max_size=6,
    unique_by=lambda one: (one.agent_id, one.kind),
)
waiting_strategy = st.lists(
    st.builds(
        Waiting,
        conversation_id=st.uuids(),
        inbox_id=st.sampled_from([SUPPORT, RETURNS]),
        kind=kinds,
        since=st.timedeltas(timedelta(), timedelta(days=9)).map(lambda ago: NOW - ago),
        used=st.floats(0, 3),
        last_agent_id=st.none() | agents,
        last_served_at=st.just(NOW - DAY),
        passed=st.dictionaries(agents, st.sampled_from([just_passed, long_ago]), max_size=2),
    ),
    max_size=8,
)


def by_hand(waiting: list[Waiting], rooms: list[Room]) -> dict[tuple[UUID, UUID], float]:
    """Every pair that may be, with its score, as slowly as one likes."""
    pairs = {}
    for one in waiting:
        fit = [r for r in rooms if one.kind == r.kind and one.inbox_id in r.inbox_ids]
        fade = 0.5 ** (1 / 30)
        last_is_full = any(r.agent_id == one.last_agent_id and r.free <= 0 for r in fit)
        if one.kind is MAIL and last_is_full and one.used < 0.5 * fade:
            continue
        for r in fit:
            if r.free > 0 and one.passed.get(r.agent_id) != just_passed:
                known = fade if r.agent_id == one.last_agent_id else 0
                asked = r.agent_id in one.passed
                score = min(one.used, 2) + 0.5 * known - 0.25 * r.load / r.capacity - asked
                pairs[one.conversation_id, r.agent_id] = score
    return pairs


@given(waiting_strategy, rooms_strategy)
def test_the_choice_is_the_best_of_all_pairs(waiting: list[Waiting], rooms: list[Room]) -> None:
    pairs = by_hand(waiting, rooms)
    choice = choose(waiting, rooms, now=NOW)
    assert (choice is not None) == bool(pairs)
    if choice is None:
        return
    pair = (choice.waiting.conversation_id, choice.room.agent_id)
    could = [one for one in waiting if any(one.conversation_id == who for who, _ in pairs)]
    overdue = [one.since for one in could if one.used >= 2]
    if overdue:
        assert choice.waiting.since == min(overdue) and choice.waiting.used >= 2
        best = max(score for (who, _), score in pairs.items() if who == pair[0])
    else:
        best = max(pairs.values())
    assert pairs[pair] == pytest.approx(best, abs=0.002)
    assert choice.parts.score == pytest.approx(pairs[pair], abs=0.002)
