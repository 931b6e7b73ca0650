from datetime import UTC, datetime, timedelta, timezone
from random import Random
from uuid import UUID

import pytest

from lifelong.plays.assignment import NEVER_HELD_OUT, Arm, assign, season_of

PLAY, OTHER_PLAY = UUID(int=1), UUID(int=2)
DRAWN = [False, True, True, False, False, True, False, False, False, True, False, False]
SPRING, SUMMER = "2026-Q2", "2026-Q3"
chance = Random(7)
PEOPLE = [UUID(int=chance.getrandbits(128)) for _one in range(20_000)]


def held_out(play: UUID = PLAY, season: str = SPRING, share: float = 0.1) -> set[UUID]:
    return {one for one in PEOPLE if assign(one, play, season, share=share) is Arm.HOLDOUT}


def test_the_draw_is_the_same_on_every_machine_and_in_every_version() -> None:
    """A change here would reshuffle every running play."""
    drawn = [assign(UUID(int=n), PLAY, SPRING, share=0.5) for n in range(12)]
    assert [arm is Arm.HOLDOUT for arm in drawn] == DRAWN


def test_the_share_that_was_asked_for_is_held_out() -> None:
    assert abs(len(held_out()) - 2000) < 4 * (20_000 * 0.1 * 0.9) ** 0.5


@pytest.mark.parametrize(("play", "season"), [(OTHER_PLAY, SPRING), (PLAY, SUMMER)])
def test_plays_and_seasons_draw_independently(play: UUID, season: str) -> None:
    both = held_out() & held_out(play, season)
    assert abs(len(both) - 200) < 4 * 200**0.5


def test_a_larger_share_holds_out_the_same_people_and_more() -> None:
    assert held_out() < held_out(share=0.2)


def test_nobody_or_everybody_can_be_held_out() -> None:
    assert held_out(share=0) == set()
    assert held_out(share=1) == set(PEOPLE)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_loud(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        assign(PEOPLE[0], PLAY, SPRING, share=share)


@pytest.mark.parametrize("cause", sorted(NEVER_HELD_OUT))
def test_who_is_owed_help_is_never_held_out_and_compared_with_nobody(cause: str) -> None:
    arms = {assign(one, PLAY, SPRING, share=1, causes=[cause, "delay"]) for one in PEOPLE[:50]}
    assert arms == {Arm.OWED}


def test_another_cause_is_drawn() -> None:
    assert assign(PEOPLE[0], PLAY, SPRING, share=1, causes=["delay"]) is Arm.HOLDOUT


@pytest.mark.parametrize(
    ("moment", "season"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 4, 1, tzinfo=UTC), "2026-Q2"),
        (datetime(2026, 12, 31, tzinfo=UTC), "2026-Q4"),
        (datetime(2026, 4, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2026-Q1"),
    ],
)
def test_a_season_is_a_calendar_quarter_in_utc(moment: datetime, season: str) -> None:
    assert season_of(moment) == season


def test_a_moment_without_a_zone_is_loud() -> None:
    with pytest.raises(ValueError, match="zone"):
        season_of(datetime(2026, 1, 1))  # noqa: DTZ001
