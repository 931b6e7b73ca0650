from random import Random

import pytest

from lifelong.outcomes.effects import Verdict, always_valid, verdict
from lifelong.outcomes.planning import Plan
from lifelong.outcomes.tests.looking import DAYS, Play


def plan(per_day: float = 200, rate: float = 0.25, window: int = 0) -> Plan:
    return Plan.of_rate(rate, per_day=per_day, share=0.1, window=window)


def test_what_the_plan_promises_is_found_four_times_in_five() -> None:
    smallest = plan().smallest_effect(DAYS)
    assert smallest is not None
    sixtyfourths = 3
    volume = 200 * (smallest / (sixtyfourths / 64)) ** 2
    play = Play(treated=round(volume * 0.9), held_out=round(volume * 0.1), lift=sixtyfourths)
    chance = Random(4)
    found = 0
    for _play in range(200):
        looks = (always_valid(*look, planned=play.planned) for look in play.looks(chance))
        found += any(verdict(one) is Verdict.WORKS for one in looks)
    assert 0.75 <= found / 200 <= 0.95


def test_a_smaller_effect_takes_longer() -> None:
    days = [plan().days_until(effect) for effect in (0.1, 0.05, 0.02)]
    assert None not in days
    assert days == sorted(days, key=lambda day: day or 0)
    assert len(set(days)) == 3


def test_the_day_is_the_first_on_which_the_effect_could_be_seen() -> None:
    day = plan().days_until(0.05)
    assert day is not None
    before, then = plan().smallest_effect(day - 1), plan().smallest_effect(day)
    assert then is not None
    assert then <= 0.05
    assert before is None or before > 0.05


def test_harm_is_seen_as_soon_as_help() -> None:
    assert plan().days_until(-0.05) == plan().days_until(0.05)


def test_outcomes_that_take_a_month_are_seen_a_month_later() -> None:
    at_once, later = plan().days_until(0.05), plan(window=30).days_until(0.05)
    assert at_once is not None
    assert later == at_once + 30


def test_what_would_take_more_than_three_years_is_never() -> None:
    assert plan(per_day=1).days_until(0.001) is None


def test_before_there_are_enough_people_nothing_can_be_seen() -> None:
    assert plan().smallest_effect(4) is None
    assert plan().smallest_effect(6) is not None


def test_a_rare_outcome_needs_more_people_before_anything_is_said() -> None:
    assert plan(rate=0.01).smallest_effect(6) is None


@pytest.mark.parametrize("rate", [0.25, 0.75])
def test_a_rate_and_its_opposite_take_as_long(rate: float) -> None:
    assert plan(rate=rate).days_until(0.05) == plan().days_until(0.05)
