"""Plays and their effects as words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isinf
from uuid import UUID

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.commerce.feeds import FeedView, feed_state
from lifelong.lib.money import Money
from lifelong.outcomes.comparing import Outcome
from lifelong.outcomes.counting import Counts
from lifelong.outcomes.effects import Verdict
from lifelong.outcomes.planning import Plan
from lifelong.outcomes.reports import Effect, Report
from lifelong.plays.models import Play, PlayKind
from lifelong.web.look.words import locale, money


@dataclass(frozen=True)
class PlayRow:
    id: UUID
    name: str
    kind: str
    brand: str
    is_on: bool
    halted_why: str
    #: of what tells it where parcels are; None where it needs no feed
    feed: FeedView | None
    #: to customers; retention does not, heroes do
    writes: bool
    counts: Counts
    #: "" while nothing was written
    verdict: str
    verdict_words: str


@dataclass(frozen=True)
class EffectRow:
    outcome: str
    name: str
    definition: str
    treated: str
    held_out: str
    difference: str
    #: "4.2 to 12.0 points", or that it is not yet known
    interval: str
    verdict: str
    verdict_words: str


@dataclass(frozen=True)
class LookRow:
    """A day in the chart and its table; shares in 1, amounts in major units."""

    day: date
    effect: str
    effect_value: float
    low: str
    low_value: float | str
    high: str
    high_value: float | str


def play_row(play: Play, found: Report | None, counted: Counts) -> PlayRow:
    verdict = found.verdict if found else None
    return PlayRow(
        id=play.id,
        name=play.name,
        kind=play.get_kind_display(),
        brand=play.brand.name,
        is_on=play.is_on,
        halted_why=play.halted_why,
        feed=feed_state(play.brand) if play.kind == PlayKind.OUTREACH else None,
        writes=play.kind != PlayKind.RETENTION,
        counts=counted,
        verdict=verdict.value if verdict else "",
        verdict_words=str(verdict.label) if verdict else "",
    )


def effect_row(effect: Effect, currency: str) -> EffectRow:
    arms, seen = effect.arms, effect.interval
    known = not isinf(seen.low)
    both = arms.treated.number and arms.held_out.number

    def mean(number: int, total: float) -> str:
        return figure(effect.outcome, total / number, currency) if number else "–"

    return EffectRow(
        outcome=effect.outcome.value,
        name=effect.outcome.name_said,
        definition=effect.outcome.definition,
        treated=mean(arms.treated.number, arms.treated.total),
        held_out=mean(arms.held_out.number, arms.held_out.total),
        difference=_difference(effect.outcome, seen.effect, currency) if both else "–",
        interval=_("%(low)s to %(high)s") % {
            "low": _difference(effect.outcome, seen.low, currency),
            "high": _difference(effect.outcome, seen.high, currency),
        }
        if known
        else _("too few yet"),
        verdict=effect.verdict.value,
        verdict_words=str(effect.verdict.label),
    )  # fmt: skip


def look_rows(effect: Effect, currency: str) -> list[LookRow]:
    def value(one: float) -> float | str:
        return "" if isinf(one) else _major(effect.outcome, one, currency)

    def words(one: float) -> str:
        return "–" if isinf(one) else _difference(effect.outcome, one, currency)

    return [
        LookRow(
            look.day,
            words(look.interval.effect),
            _major(effect.outcome, look.interval.effect, currency),
            words(look.interval.low),
            value(look.interval.low),
            words(look.interval.high),
            value(look.interval.high),
        )
        for look in effect.looks
    ]


def figure(outcome: Outcome, mean: float, currency: str) -> str:
    if outcome is Outcome.REVENUE:
        return money(Money(round(mean), currency))
    return format_percent(mean, "#,##0.0%", locale=locale())


def plan_words(plan: Plan | None) -> list[str]:
    """What could be seen with this volume, and when; nothing where there is nothing to go by."""
    if plan is None:
        return []
    said = [
        ngettext(
            "Lately %(num)s person a day became one this play is for.",
            "Lately %(num)s people a day became one this play is for.",
            round(plan.per_day),
        )
        % {"num": round(plan.per_day)}
    ]
    for effect in (0.05, 0.02):
        days = plan.days_until(effect)
        points = format_decimal(effect * 100, locale=locale())
        if days is None:
            words = _("An effect of %(points)s points on buying again would not show in 3 years.")
        else:
            words = _(
                "An effect of %(points)s points on buying again would most likely show within"
                " %(days)s days of the start."
            )
        said.append(words % {"points": points, "days": days})
    return said


def sentence(play: Play, found: Report | None) -> str:
    """What the page says first."""
    if found is None:
        return _("Nothing is known yet. Numbers are written every night.")
    if found.blocked:
        return found.blocked
    if not play.holdout:
        return _("Nobody is held out, so nobody can say what it changes.")
    if found.verdict is Verdict.HARMS:
        if play.is_on:
            return _("It harms: the nightly look will switch it off.")
        return _("It harms, so it is off. The nightly look switches off what harms.")
    if found.verdict is Verdict.WORKS:
        return _("It works: what it changes is more than chance.")
    return _("Not yet known: what is seen so far may be chance.")


def _difference(outcome: Outcome, one: float, currency: str) -> str:
    if outcome is Outcome.REVENUE:
        words = money(Money(round(abs(one)), currency))
        return f"{_sign(round(one))}{words}"
    points = format_decimal(abs(one) * 100, "0.0", locale=locale())
    return _("%(points)s points") % {"points": f"{_sign(round(one * 1000))}{points}"}


def _sign(one: int) -> str:
    return "+" if one > 0 else "−" if one < 0 else ""


def _major(outcome: Outcome, one: float, currency: str) -> float:
    if outcome is Outcome.REVENUE:
        return float(Money(round(one), currency).decimal)
    return one


def chosen(name: str, rows: Sequence[Effect]) -> Effect | None:
    """The effect of that name, else the first."""
    return next((one for one in rows if one.outcome == name), rows[0] if rows else None)
