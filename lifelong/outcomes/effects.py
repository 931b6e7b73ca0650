"""What a play changed: everybody who was drawn counts in the arm they were drawn for, whether or
not the play reached them (intention to treat). Means are per person; effects are in the outcome's
own unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log, sqrt
from statistics import NormalDist

from django.db import models
from django.utils.translation import gettext_lazy as _

ALPHA = 0.05
#: fewer than this in an arm and nothing is said: the sequence rests on the central limit
FEWEST = 100
#: nor with fewer than this times the outcome's skewness squared, which is Cochran's rule for when
#: a mean is near enough to normal (Sampling Techniques, 2.15). Of a rare yes or no, that is about
#: 25 of the rare ones. Without it, a tenth held out and one outcome in 64, daily looks miss in
#: 6% of plays instead of 5%, and in 18% if an arm without any such outcome counts
COCHRAN = 25


class Verdict(models.TextChoices):
    WORKS = "works", _("works")
    NOT_YET_KNOWN = "not-yet-known", _("not yet known")
    HARMS = "harms", _("harms")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One arm: how many people, and the sums of their outcomes, of the squares, of the cubes."""

    number: int
    total: float
    squares: float
    cubes: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Outcomes":
        seen = list(values)
        return cls(len(seen), *(sum(value**power for value in seen) for power in (1, 2, 3)))

    @property
    def mean(self) -> float:
        return self.total / self.number

    @property
    def variance(self) -> float:
        """Of one outcome, with n - 1; ZeroDivisionError for fewer than two people."""
        spread = self.squares - self.total * self.total / self.number
        return max(0.0, spread) / (self.number - 1)

    @property
    def enough(self) -> bool:
        """Whether the mean of so many, and so skewed, outcomes is near enough to normal."""
        if self.number < FEWEST:
            return False
        second, third = self.squares / self.number, self.cubes / self.number
        spread = second - self.mean**2
        skew = third - 3 * self.mean * second + 2 * self.mean**3
        return spread > 0 and self.number * spread**3 >= COCHRAN * skew**2


@dataclass(frozen=True, slots=True)
class Interval:
    """Treated minus held out."""

    effect: float
    low: float
    high: float


def fixed(treated: Outcomes, held_out: Outcomes, *, alpha: float = ALPHA) -> Interval:
    """Welch's interval, right for **one** look whose day was set beforehand: who looks daily calls
    an effect of nothing in a quarter of all plays and more. Welch, Biometrika 34 (1947);
    Satterthwaite's degrees of freedom. Without bounds for fewer than two people in an arm.
    """
    if min(treated.number, held_out.number) < 2:
        return Interval(_difference(treated, held_out), -inf, inf)
    parts = [arm.variance / arm.number for arm in (treated, held_out)]
    squares = [
        part**2 / (arm.number - 1) for part, arm in zip(parts, (treated, held_out), strict=True)
    ]
    freedom = sum(parts) ** 2 / sum(squares) if sum(squares) else inf
    return _around(treated, held_out, _student(1 - alpha / 2, freedom) * sqrt(sum(parts)))


def always_valid(
    treated: Outcomes, held_out: Outcomes, *, planned: int, alpha: float = ALPHA
) -> Interval:
    """A confidence sequence: all its intervals, looked at as often as one likes, hold the effect
    together with probability 1 - `alpha`. `planned`: the number of people, both arms together, at
    which it is to be narrowest; ValueError if not positive. Without bounds while an arm
    does not have `enough`.

        half-width = sqrt(s2 * 2 (N rho^2 + 1) / (N^2 rho^2) * ln(sqrt(N rho^2 + 1) / alpha))
        rho = sqrt((-2 ln alpha + ln(-2 ln alpha + 1)) / planned)

    Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and
    asymptotic confidence sequences" (2021), theorem 2.2 and its rho for a planned time.

    N is the number seen in both arms. s2 is the variance of the treatment-weighted outcome

        z = w (y - m1) / p - (1 - w) (y - m0) / (1 - p) + m1 - m0

    with w = 1 for the treated, m1 and m0 the arms' means and p the treated share **that was seen**:
    the doubly robust score with the arm's mean as its model. Its mean is the difference of the
    means, and its variance s2 = s1^2 / p + s0^2 / (1 - p) = N (s1^2 / n1 + s0^2 / n0), so that
    s2 / N is Welch's variance. It is right for arms of any sizes; taking the plain y instead of
    y - m would be right too but wider by the outcome's level.
    """
    if planned <= 0:
        raise ValueError("a plan for nobody")
    if not (treated.enough and held_out.enough):
        return Interval(_difference(treated, held_out), -inf, inf)
    number = treated.number + held_out.number
    s2 = number * (treated.variance / treated.number + held_out.variance / held_out.number)
    return _around(treated, held_out, half_width(s2, number, planned=planned, alpha=alpha))


def half_width(s2: float, number: float, *, planned: float, alpha: float = ALPHA) -> float:
    """See `always_valid`."""
    rho2 = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned
    grown = number * rho2 + 1
    return sqrt(s2 * 2 * grown / (number**2 * rho2) * log(sqrt(grown) / alpha))


def verdict(interval: Interval, *, more_is_better: bool = True) -> Verdict:
    """Of an interval of `always_valid`: what daily looks may say."""
    if interval.low <= 0 <= interval.high:
        return Verdict.NOT_YET_KNOWN
    return Verdict.WORKS if (interval.low > 0) == more_is_better else Verdict.HARMS


def _difference(treated: Outcomes, held_out: Outcomes) -> float:
    """0.0 while an arm is empty."""
    return treated.mean - held_out.mean if treated.number and held_out.number else 0.0


def _around(treated: Outcomes, held_out: Outcomes, width: float) -> Interval:
    middle = _difference(treated, held_out)
    return Interval(middle, middle - width, middle + width)


def _student(share: float, freedom: float) -> float:
    """The quantile of Student's t, by Abramowitz and Stegun 26.7.5: three digits from 5 degrees
    on."""
    z = NormalDist().inv_cdf(share)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))
