"""The choice itself, without a database."""

from datetime import timedelta
from uuid import UUID

import pytest

from lifelong.routing.matching import choose
from lifelong.routing.scoring import Room, Waiting
from lifelong.routing.tests.pairs import (
    ANNA,
    BEN,
    DAY,
    LIVE,
    MAIL,
    MIA,
    NOW,
    RETURNS,
    SUPPORT,
    chosen,
    just_passed,
    long_ago,
    room,
    waits,
)


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
