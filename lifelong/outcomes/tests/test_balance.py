from collections import Counter
from math import comb
from random import Random

import pytest

from lifelong.outcomes.balance import MANY, TOO_RARE, Unbalanced, ratio_p, require_balance


def test_arms_as_drawn_pass() -> None:
    require_balance(treated=9_000, held_out=1_000, share=0.1)
    require_balance(treated=9_000, held_out=1_080, share=0.1)


def test_arms_that_chance_does_not_make_block_the_report() -> None:
    with pytest.raises(Unbalanced, match="sizes"):
        require_balance(treated=9_000, held_out=1_150, share=0.1)


def test_before_anybody_was_drawn_there_is_nothing_to_block() -> None:
    require_balance(treated=0, held_out=0, share=0.1)


@pytest.mark.parametrize(("treated", "held_out"), [(2, 3), (0, 4), (40, 9), (60, 0)])
def test_small_arms_are_judged_exactly(treated: int, held_out: int) -> None:
    """Pearson's chi-square would block 3 of 5 held out, which chance makes once in 117 times."""
    number = treated + held_out
    ways = [comb(number, k) * 0.1**k * 0.9 ** (number - k) for k in range(number + 1)]
    exact = min(1.0, 2 * min(sum(ways[: held_out + 1]), sum(ways[held_out:])))
    assert ratio_p(treated=treated, held_out=held_out, share=0.1) == pytest.approx(exact)


@pytest.mark.parametrize("away", [-90, -45, 0, 45, 100])
def test_the_two_ways_agree_where_they_meet(away: int) -> None:
    """One person fewer, and it is reckoned exactly."""
    held_out = MANY + away
    below = ratio_p(treated=10 * MANY - 1 - held_out, held_out=held_out, share=0.1)
    above = ratio_p(treated=10 * MANY - held_out, held_out=held_out, share=0.1)
    assert below == pytest.approx(above, rel=0.35)


def test_fair_draws_are_blocked_as_rarely_as_said() -> None:
    chance = Random(3)
    drawn = Counter(
        (chance.getrandbits(500) & chance.getrandbits(500)).bit_count() for _draw in range(20_000)
    )
    blocked = sum(
        draws
        for held_out, draws in drawn.items()
        if ratio_p(treated=500 - held_out, held_out=held_out, share=0.25) < TOO_RARE
    )
    assert blocked <= 20 + 4 * 20**0.5


@pytest.mark.parametrize("share", [0, 1, 2])
def test_a_share_that_leaves_an_arm_empty_is_loud(share: float) -> None:
    with pytest.raises(ValueError, match="empty"):
        ratio_p(treated=5, held_out=5, share=share)
