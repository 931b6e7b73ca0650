from functools import partial
from math import inf, log, sqrt
from random import Random

import pytest

from lifelong.outcomes.effects import Interval, Outcomes, Verdict, always_valid, fixed, verdict
from lifelong.outcomes.tests.looking import Play, share_that_ever_misses

EVEN = Play(treated=100, held_out=100)
TENTH = Play(treated=180, held_out=20)
SHAPES = {
    "even": EVEN,
    "a tenth held out": TENTH,
    "a tenth held out, a rare outcome": Play(treated=180, held_out=20, rate=1),
    "a tenth held out, a frequent outcome": Play(treated=180, held_out=20, rate=63),
    "most held out": Play(treated=20, held_out=180, rate=4),
    "small": Play(treated=5, held_out=5),
    "a tenth held out, and it works": Play(treated=180, held_out=20, lift=8),
}


def sequence(play: Play, *, plays: int) -> float:
    looked = partial(always_valid, planned=play.planned)
    return share_that_ever_misses(play, looked, plays=plays, seed=11)


@pytest.mark.parametrize("play", [EVEN, TENTH], ids=["even", "a tenth held out"])
def test_daily_looks_at_plays_without_effect_call_one_in_at_most_5_of_100(play: Play) -> None:
    assert sequence(play, plays=2000) <= 0.05


def test_daily_looks_with_a_fixed_test_call_far_more() -> None:
    """So the test above can fail."""
    assert 0.25 < share_that_ever_misses(EVEN, fixed, plays=500, seed=11) < 0.40


@pytest.mark.proof
@pytest.mark.parametrize("play", SHAPES.values(), ids=list(SHAPES))
def test_the_sequence_holds_the_effect_in_arms_of_any_size(play: Play) -> None:
    assert sequence(play, plays=2000) <= 0.05


@pytest.mark.proof
def test_the_sequence_holds_the_effect_on_revenue() -> None:
    """Most buy nothing, a few buy much: a hundred plays' worth of money, a tenth held out."""
    chance = Random(5)
    missed = 0
    for _play in range(400):
        arms: tuple[list[float], list[float]] = [], []
        misses = False
        for _day in range(28):
            for arm, people in zip(arms, (90, 10), strict=True):
                bought = (chance.random() < 0.2 for _one in range(people))
                arm.extend(chance.lognormvariate(8, 1) if one else 0.0 for one in bought)
            found = always_valid(Outcomes.of(arms[0]), Outcomes.of(arms[1]), planned=2800)
            misses = misses or not found.low <= 0 <= found.high
        missed += misses
    assert missed / 400 <= 0.05


def test_one_look_with_the_fixed_test_is_right_19_times_in_20() -> None:
    chance = Random(1)
    held = 0
    for _play in range(1000):
        treated = Outcomes.of(chance.gauss(3, 1) for _one in range(12))
        held_out = Outcomes.of(chance.gauss(1, 4) for _one in range(6))
        found = fixed(treated, held_out)
        held += found.low <= 2 <= found.high
    assert 930 <= held <= 970


def test_a_real_effect_is_found() -> None:
    """A quarter of the held out buy again, and 3 of 8 of the treated."""
    play = Play(treated=180, held_out=20, lift=8)
    chance = Random(2)
    found = 0
    for _play in range(100):
        looks = (always_valid(*look, planned=play.planned) for look in play.looks(chance))
        found += any(verdict(one) is Verdict.WORKS for one in looks)
    assert found >= 90


def test_the_half_width_is_the_formula() -> None:
    treated = Outcomes.of([0.0, 1.0] * 450)
    held_out = Outcomes.of([0.0, 0.0, 0.0, 1.0] * 50)
    found = always_valid(treated, held_out, planned=4000, alpha=0.1)
    outcomes = [(1, y) for y in [0.0, 1.0] * 450] + [(0, y) for y in [0.0, 0.0, 0.0, 1.0] * 50]
    n, p = 1100, 900 / 1100
    weighted = [w * (y - 0.5) / p - (1 - w) * (y - 0.25) / (1 - p) + 0.25 for w, y in outcomes]
    mean = sum(weighted) / n
    s2 = sum((z - mean) ** 2 for z in weighted) / n
    rho = sqrt((-2 * log(0.1) + log(-2 * log(0.1) + 1)) / 4000)
    grown = n * rho**2 + 1
    half = sqrt(s2 * 2 * grown / (n**2 * rho**2) * log(sqrt(grown) / 0.1))
    assert found.effect == pytest.approx(mean) == pytest.approx(0.25)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.005)


def test_welch_is_as_in_the_books() -> None:
    """Student's sleep: t = 1.8608 on 17.776 degrees, 95% from -0.2055 to 3.3655."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = fixed(Outcomes.of(second), Outcomes.of(first))
    assert found.effect == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-4)


@pytest.mark.parametrize(
    ("treated", "held_out"),
    [([], []), ([1.0], [0.0]), ([0.0, 1.0] * 49, [0.0, 1.0] * 500), ([0.0] * 900, [1.0] * 900)],
    ids=["nobody", "one each", "too few", "no spread"],
)
def test_with_too_little_to_go_by_nothing_is_said(
    treated: list[float], held_out: list[float]
) -> None:
    found = always_valid(Outcomes.of(treated), Outcomes.of(held_out), planned=1000)
    assert (found.low, found.high) == (-inf, inf)
    assert verdict(found) is Verdict.NOT_YET_KNOWN


def test_one_person_has_no_fixed_interval() -> None:
    found = fixed(Outcomes.of([1.0]), Outcomes.of([0.0, 1.0]))
    assert (found.effect, found.low, found.high) == (0.5, -inf, inf)


def test_a_plan_for_nobody_is_loud() -> None:
    with pytest.raises(ValueError, match="nobody"):
        always_valid(Outcomes.of([]), Outcomes.of([]), planned=0)


@pytest.mark.parametrize(
    ("low", "high", "more_is_better", "said"),
    [
        (0.1, 0.3, True, "works"),
        (-0.1, 0.3, True, "not yet known"),
        (-0.3, -0.1, True, "harms"),
        (-0.3, -0.1, False, "works"),
        (0.1, 0.3, False, "harms"),
        (0.0, 0.3, True, "not yet known"),
    ],
)
def test_the_verdict_in_plain_words(
    low: float, high: float, more_is_better: bool, said: str
) -> None:
    found = verdict(Interval(0.0, low, high), more_is_better=more_is_better)
    assert str(found.label) == said
