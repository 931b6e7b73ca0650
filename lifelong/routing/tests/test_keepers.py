"""Who is at risk goes to a keeper: the choice, without a database."""

from dataclasses import replace
from uuid import UUID

import pytest

from lifelong.routing.matching import choose
from lifelong.routing.scoring import Room, Waiting
from lifelong.routing.tests.pairs import (
    ANNA,
    BEN,
    LIVE,
    NOW,
    just_passed,
    keeper,
    long_ago,
    room,
    waits,
    wants_to_go,
)


@pytest.mark.parametrize(
    ("why", "waiting", "rooms", "expected"),
    [
        ("a keeper before who is idle", [wants_to_go(1, 0)], [keeper(ANNA, 2), room(BEN)], ANNA),
        ("who is no risk goes to who is idle", [waits(1, 0)], [keeper(ANNA, 2), room(BEN)], BEN),
        ("a full keeper is waited for", [wants_to_go(1, 0.4)], [keeper(ANNA, 3), room(BEN)], None),
        (
            "also live",
            [wants_to_go(1, 0.4, kind=LIVE)],
            [keeper(ANNA, 3, kind=LIVE), room(BEN, kind=LIVE)],
            None,
        ),
        ("until half the target", [wants_to_go(1, 0.5)], [keeper(ANNA, 3), room(BEN)], BEN),
        (
            "after that a keeper goes first still",
            [wants_to_go(1, 0.5)],
            [keeper(ANNA, 2), room(BEN)],
            ANNA,
        ),
        (
            "what is legal waits for a keeper, however long",
            [wants_to_go(1, 5, "legal")],
            [keeper(ANNA, 3), room(BEN)],
            None,
        ),
        (
            "and so does safety",
            [wants_to_go(1, 1, "safety")],
            [keeper(ANNA, 3), room(BEN)],
            None,
        ),
        ("with no keeper at work anybody", [wants_to_go(1, 0, "legal")], [room(BEN)], BEN),
        (
            "a keeper whose screen is lost is not at work",
            [wants_to_go(1, 0, "legal", kind=LIVE)],
            [replace(keeper(ANNA, kind=LIVE), capacity=0), room(BEN, kind=LIVE)],
            BEN,
        ),
        (
            "authority in another currency is none",
            [wants_to_go(1, 0, currency="USD")],
            [keeper(ANNA, 3), room(BEN)],
            BEN,
        ),
        (
            "who has bought nothing is any keeper's",
            [wants_to_go(1, 0, currency="")],
            [keeper(ANNA), room(BEN)],
            ANNA,
        ),
        (
            "who served them last is no keeper",
            [wants_to_go(1, 0, last=BEN)],
            [keeper(ANNA, 2), room(BEN)],
            ANNA,
        ),
        (
            "when all keepers let them pass it is anybody",
            [wants_to_go(1, 0.1, kind=LIVE, passed={ANNA: just_passed})],
            [keeper(ANNA, kind=LIVE), room(BEN, kind=LIVE)],
            BEN,
        ),
        (
            "but a keeper is asked again about what is legal",
            [wants_to_go(1, 0.1, "legal", kind=LIVE, passed={ANNA: long_ago})],
            [keeper(ANNA, kind=LIVE), room(BEN, kind=LIVE)],
            ANNA,
        ),
        (
            "who waits for a keeper holds nobody up",
            [wants_to_go(1, 0.4), waits(2, 0.1)],
            [keeper(ANNA, 3), room(BEN)],
            BEN,
        ),
    ],
)
def test_who_is_at_risk_goes_to_a_keeper(
    why: str, waiting: list[Waiting], rooms: list[Room], expected: UUID | None
) -> None:
    choice = choose(waiting, rooms, now=NOW)
    assert (choice.room.agent_id if choice else None) == expected, why


def test_the_parts_say_what_the_risk_is_worth_and_who_stands_alone() -> None:
    kept = choose([wants_to_go(1, 0)], [keeper(ANNA)], now=NOW)
    assert kept and (kept.parts.risk, kept.parts.alone) == (0.5, False)
    alone = choose([wants_to_go(1, 0)], [room(BEN)], now=NOW)
    assert alone and (alone.parts.risk, alone.parts.alone) == (0.0, True)
    assert alone.parts.risks == ("cancellation",)
    late = choose([wants_to_go(1, 0.6)], [keeper(ANNA, 3), room(BEN)], now=NOW)
    assert late and not late.parts.alone
    plain = choose([waits(1, 0)], [room(BEN)], now=NOW)
    assert plain and not plain.parts.alone
