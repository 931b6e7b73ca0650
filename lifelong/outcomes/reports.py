"""What a play's page says: its effects with what daily looks may say of them, over time, and what
could be seen by when. A play whose arms are not as drawn is told nothing of."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from math import inf

from lifelong.outcomes.balance import Unbalanced, require_balance
from lifelong.outcomes.comparing import EACH, NOBODY, Arms, Outcome, by_day, drawn, shares
from lifelong.outcomes.effects import Interval, Verdict, always_valid, verdict
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.ledgers import Caused, caused
from lifelong.outcomes.planning import Plan
from lifelong.plays.models import Play

#: people at which the sequences are narrowest. Chosen before anybody looks, and never since: it
#: is what makes daily looks harmless
PLANNED = 5_000
#: over so many days it is counted how many become eligible
LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Look:
    """What is known at the end of a day."""

    day: date
    interval: Interval


@dataclass(frozen=True)
class Effect:
    """One outcome's. Means and interval are per person; revenue in minor units."""

    outcome: Outcome
    arms: Arms
    interval: Interval
    verdict: Verdict
    looks: list[Look]
    #: who became known on each day
    days: list[tuple[date, Arms]]

    def treated_between(self, first: date, until: date) -> int:
        """The treated whose time was over on one of these days."""
        return sum(arms.treated.number for day, arms in self.days if first <= day < until)


@dataclass(frozen=True)
class Report:
    """`treated` and `held_out`: people drawn. `blocked`: why nothing is said, or ""."""

    play: Play
    treated: int
    held_out: int
    blocked: str
    effects: dict[Outcome, Effect]
    #: on revenue, of those who were drawn under other shares than today's
    before: list[Effect]
    currency: str

    @property
    def verdict(self) -> Verdict:
        """Harms if any outcome says so, works if any does and none harms."""
        said = {one.verdict for one in self.effects.values()}
        for word in (Verdict.HARMS, Verdict.WORKS):
            if word in said:
                return word
        return Verdict.NOT_YET_KNOWN

    def caused(self, first: date, until: date) -> Caused | None:
        """What it earned by those it treated whose 30 days were over on one of these days: for
        each share under which they were drawn, their number times its effect, for which all that
        is known counts. None while blocked."""
        found = self.effects.get(Outcome.REVENUE)
        if found is None:
            return None
        parts = [(one.interval, one.treated_between(first, until)) for one in (*self.before, found)]
        return caused(parts, currency=self.currency)

    @property
    def avoided(self) -> tuple[int, int, int] | None:
        """Contacts that were not begun since it treated: the estimate, at least, at most. None
        while blocked or not yet known."""
        found = self.effects.get(Outcome.CONTACT_AGAIN)
        if found is None or found.interval.low == -inf:
            return None
        number, seen = found.arms.treated.number, found.interval
        return (
            round(-seen.effect * number), round(-seen.high * number), round(-seen.low * number)
        )  # fmt: skip


def report(facts: Facts, play: Play, *, currency: str) -> Report:
    treated, held_out = drawn(facts, play.id, holdout=play.holdout)
    blocked = _blocked(treated, held_out, play.holdout)
    effects, before = {}, []
    if not blocked:
        effects = {one: _effect(facts, play, one, currency, play.holdout) for one in Outcome}
        others = [one for one in shares(facts, play.id) if one != play.holdout]
        before = [_before(facts, play, currency, one) for one in others]
    return Report(play, treated, held_out, blocked, effects, before, currency)


def _blocked(treated: int, held_out: int, holdout: int) -> str:
    if not holdout:
        return ""
    try:
        require_balance(treated=treated, held_out=held_out, share=holdout / 100)
    except Unbalanced as unbalanced:
        return str(unbalanced)
    return ""


def _before(facts: Facts, play: Play, currency: str, holdout: int) -> Effect:
    """On revenue, of those drawn under this share; without bounds if the arms are not as drawn."""
    found = _effect(facts, play, Outcome.REVENUE, currency, holdout)
    if _blocked(*drawn(facts, play.id, holdout=holdout), holdout):
        return replace(found, interval=Interval(found.interval.effect, -inf, inf))
    return found


def plan(facts: Facts, play: Play, *, currency: str) -> Plan | None:
    """What could be seen of repurchase with the volume of the last 28 days and the held out's
    rate, or the treated's while nobody is held out; None while there is nobody to go by."""
    if not play.holdout:
        return None
    days = by_day(facts, play.id, Outcome.REPURCHASE, holdout=play.holdout, currency=currency)
    if not days:
        return None
    seen = list(accumulate((arms for _day, arms in days), initial=NOBODY))[-1]
    arm = seen.held_out if seen.held_out.number else seen.treated
    since = days[-1][0] - LATELY
    lately = sum(arms.treated.number + arms.held_out.number for day, arms in days if day > since)
    if not 0 < arm.mean < 1 or not lately:
        return None
    return Plan.of_rate(
        arm.mean,
        per_day=lately / LATELY.days,
        share=play.holdout / 100,
        window=Outcome.REPURCHASE.window.days,
        alpha=EACH,
    )


def _effect(facts: Facts, play: Play, outcome: Outcome, currency: str, holdout: int) -> Effect:
    days = by_day(facts, play.id, outcome, holdout=holdout, currency=currency)
    seen = list(accumulate((arms for _day, arms in days), initial=NOBODY))
    intervals = [always_valid(one.treated, one.held_out, planned=PLANNED, alpha=EACH)
                 for one in seen]  # fmt: skip
    return Effect(
        outcome=outcome,
        arms=seen[-1],
        interval=intervals[-1],
        verdict=verdict(intervals[-1], more_is_better=outcome.more_is_better),
        looks=[Look(day, one) for (day, _arms), one in zip(days, intervals[1:], strict=True)],
        days=days,
    )
