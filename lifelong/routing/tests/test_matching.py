"""The choice itself, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.routing.matching import Choice, Parts, Room, Waiting, choose, sentence

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SUPPORT, RETURNS = UUID(int=1), UUID(int=2)
ANNA, BEN, MIA = UUID(int=11), UUID(int=12), UUID(int=13)


def room(agent: UUID, load: int = 0, capacity: int = 3, *inboxes: UUID) -> Room:
    return Room(
        agent_id=agent, load=load, capacity=capacity, inbox_ids=frozenset(inboxes or [SUPPORT])
    )


def waits(name: int, minutes: int, inbox: UUID = SUPPORT, last: UUID | None = None) -> Waiting:
    return Waiting(
        conversation_id=UUID(int=name),
        inbox_id=inbox,
        since=NOW - timedelta(minutes=minutes),
        last_agent_id=last,
    )


def chosen(choice: Choice | None) -> tuple[int, UUID] | None:
    return (choice.waiting.conversation_id.int, choice.room.agent_id) if choice else None


@pytest.mark.parametrize(
    ("why", "waiting", "rooms", "expected"),
    [
        ("nobody waits", [], [room(ANNA)], None),
        ("nobody is at work", [waits(1, 5)], [], None),
        ("nobody has room", [waits(1, 5)], [room(ANNA, 3, 3)], None),
        ("who is over capacity has no room", [waits(1, 5)], [room(ANNA, 4, 3)], None),
        ("nobody is fit", [waits(1, 5, RETURNS)], [room(ANNA)], None),
        ("longest waiting first", [waits(1, 5), waits(2, 9)], [room(ANNA)], (2, ANNA)),
        (
            "who cannot be served holds nobody up",
            [waits(1, 5), waits(2, 9, RETURNS)],
            [room(ANNA)],
            (1, ANNA),
        ),
        ("most room first", [waits(1, 5)], [room(ANNA, 2), room(BEN, 1)], (1, BEN)),
        (
            "of equal room who holds least",
            [waits(1, 5)],
            [room(ANNA, 4, 6), room(BEN, 1, 3)],
            (1, BEN),
        ),
        (
            "who served them last goes before more room",
            [waits(1, 5, last=ANNA)],
            [room(ANNA, 2), room(BEN, 0)],
            (1, ANNA),
        ),
        (
            "but only with room",
            [waits(1, 5, last=ANNA)],
            [room(ANNA, 3), room(BEN, 2)],
            (1, BEN),
        ),
        (
            "and only when fit",
            [waits(1, 5, RETURNS, last=ANNA)],
            [room(ANNA, 0), room(MIA, 2, 3, RETURNS)],
            (1, MIA),
        ),
    ],
)
def test_the_choice(
    why: str, waiting: list[Waiting], rooms: list[Room], expected: tuple[int, UUID] | None
) -> None:
    assert chosen(choose(waiting, rooms, now=NOW)) == expected, why


rooms_strategy = st.lists(
    st.builds(
        Room,
        agent_id=st.uuids(),
        inbox_ids=st.frozensets(st.sampled_from([SUPPORT, RETURNS])),
        load=st.integers(0, 6),
        capacity=st.integers(0, 5),
    ),
    max_size=6,
)
waiting_strategy = st.lists(
    st.builds(
        Waiting,
        conversation_id=st.uuids(),
        inbox_id=st.sampled_from([SUPPORT, RETURNS]),
        since=st.timedeltas(timedelta(), timedelta(days=9)).map(lambda ago: NOW - ago),
        last_agent_id=st.none() | st.just(ANNA),
    ),
    max_size=8,
)


@given(waiting_strategy, rooms_strategy)
def test_somebody_is_chosen_exactly_when_somebody_fit_has_room(
    waiting: list[Waiting], rooms: list[Room]
) -> None:
    served = {inbox for one in rooms if one.load < one.capacity for inbox in one.inbox_ids}
    could = [one.since for one in waiting if one.inbox_id in served]
    choice = choose(waiting, rooms, now=NOW)
    assert (choice is not None) == bool(could)
    if choice:
        assert choice.waiting.since == min(could)
        assert choice.room.load < choice.room.capacity
        assert choice.waiting.inbox_id in choice.room.inbox_ids


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            Parts(waited=34 * 60, load=1, capacity=3, known=False),
            "Longest waiting (34 min), and Mia has room for 2 more.",
        ),
        (
            Parts(waited=20, load=1, capacity=3, known=True),
            "Longest waiting (under a minute), and Mia served this customer last.",
        ),
        (
            Parts(waited=5 * 3600 + 60, load=2, capacity=3, known=False),
            "Longest waiting (5 h), and Mia has room for 1 more.",
        ),
        (
            Parts(waited=3 * 86400, load=2, capacity=3, known=False),
            "Longest waiting (3 days), and Mia has room for 1 more.",
        ),
    ],
)
def test_one_sentence_says_why(parts: Parts, said: str) -> None:
    assert sentence(parts, agent_name="Mia") == said
