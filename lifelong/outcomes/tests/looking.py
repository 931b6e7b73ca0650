"""Plays that are looked at every day, for tests: made of fair coins, so nothing is rounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from lifelong.outcomes.effects import Interval, Outcomes

DAYS = 56


@dataclass(frozen=True, kw_only=True)
class Play:
    """So many people become eligible in each arm every day. An outcome is 1 in `rate` of 64 cases
    and else 0; for the treated in `lift` more."""

    treated: int
    held_out: int
    rate: int = 16
    lift: int = 0

    @property
    def planned(self) -> int:
        return DAYS * (self.treated + self.held_out)

    @property
    def effect(self) -> float:
        return self.lift / 64

    def looks(self, chance: Random) -> Iterator[tuple[Outcomes, Outcomes]]:
        """What is known at the end of each day: the treated, the held out."""
        ones = [0, 0]
        for day in range(1, DAYS + 1):
            ones[0] += _ones(chance, self.treated, self.rate + self.lift)
            ones[1] += _ones(chance, self.held_out, self.rate)
            yield _binary(day * self.treated, ones[0]), _binary(day * self.held_out, ones[1])


def share_that_ever_misses(
    play: Play, interval: Callable[[Outcomes, Outcomes], Interval], *, plays: int, seed: int
) -> float:
    """Of so many such plays, in how many any day's interval lay beside the true effect."""
    chance = Random(seed)
    missed = 0
    for _play in range(plays):
        seen = (interval(*look) for look in play.looks(chance))
        missed += any(not one.low <= play.effect <= one.high for one in seen)
    return missed / plays


def _ones(chance: Random, people: int, rate: int) -> int:
    """Of so many people, how many have the outcome: for each, six coins against six digits."""
    found = 0
    for digit in range(6):
        coins = chance.getrandbits(people)
        found = found | coins if rate >> digit & 1 else found & coins
    return found.bit_count()


def _binary(number: int, ones: int) -> Outcomes:
    return Outcomes(number, ones, ones, ones)
