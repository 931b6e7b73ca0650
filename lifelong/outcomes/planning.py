"""What a play could show with a shop's volume, and when."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from lifelong.outcomes.effects import ALPHA, COCHRAN, FEWEST, half_width

#: how often an effect of the size that was asked for shall be found
POWER = 0.8
#: who would wait longer?
LONGEST_DAYS = 3 * 365


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """`per_day`: people who become eligible, both arms together. `share`: of them held out.
    `deviation` and `skewness` are of one person's outcome, in the ordinary treatment. `window`:
    days until a person's outcome is known."""

    per_day: float
    share: float
    deviation: float
    skewness: float
    window: int
    alpha: float = ALPHA

    @classmethod
    def of_rate(
        cls, rate: float, *, per_day: float, share: float, window: int, alpha: float = ALPHA
    ) -> "Plan":
        """For a yes or no that is a yes in `rate` of all, between 0 and 1."""
        deviation = sqrt(rate * (1 - rate))
        return cls(
            per_day=per_day,
            share=share,
            deviation=deviation,
            skewness=(1 - 2 * rate) / deviation,
            window=window,
            alpha=alpha,
        )

    def seen_after(self, days: int) -> int:
        """People whose outcome is known then, both arms together."""
        return int(self.per_day * max(0, days - self.window))

    def smallest_effect(self, days: int) -> float | None:
        """What is found with probability `POWER` or more on daily looks until then; None while
        there are too few people. In the outcome's unit."""
        number = self.seen_after(days)
        return self._visible(number) if number >= self._fewest else None

    def days_until(self, effect: float) -> int | None:
        """The first day on which an effect of that size would be found with probability `POWER`,
        looked at daily; None if not within three years."""
        enough = range(LONGEST_DAYS + 1)
        low, high = 0, LONGEST_DAYS + 1
        while low < high:
            middle = (low + high) // 2
            smallest = self.smallest_effect(middle)
            if smallest is not None and smallest <= abs(effect):
                high = middle
            else:
                low = middle + 1
        return low if low in enough else None

    @property
    def _fewest(self) -> int:
        """People until both arms have enough for anything to be said."""
        arm = max(FEWEST, COCHRAN * self.skewness**2)
        return ceil(arm / min(self.share, 1 - self.share))

    def _visible(self, number: int) -> float:
        """The sequence's half-width at its narrowest, and room for the estimate's own chance."""
        s2 = self.deviation**2 / (self.share * (1 - self.share))
        chance = NormalDist().inv_cdf(POWER) * sqrt(s2 / number)
        return half_width(s2, number, planned=number, alpha=self.alpha) + chance
