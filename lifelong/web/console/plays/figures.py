"""Reports as the pages show them. What was reckoned once is kept until there are newer facts."""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from lifelong.channels.models import Brand
from lifelong.outcomes import keeping
from lifelong.outcomes.counting import Counts, counts
from lifelong.outcomes.currency import reporting_currency
from lifelong.outcomes.earnings import Earned, Part, earned, parted
from lifelong.outcomes.facts import Facts, number_of
from lifelong.outcomes.measures import By
from lifelong.outcomes.planning import Plan
from lifelong.outcomes.reports import Report, plan, report
from lifelong.outcomes.trends import Trend, days_before, trend
from lifelong.plays.models import Play

#: how many reports one process keeps
KEPT = 200


def seen_until() -> datetime | None:
    return keeping.seen_until(keeping.folder())


def report_of(play: Play, seen: datetime) -> Report:
    return _report(play, play.holdout, seen)


def plan_of(play: Play, seen: datetime) -> Plan | None:
    return _plan(play, play.holdout, seen)


def counts_of(play_id: UUID, seen: datetime) -> Counts:
    return _counts(seen).get(number_of(play_id), Counts())


def earned_of(brand: Brand, first: date, until: date, seen: datetime) -> Earned:
    return _earned(brand, first, until, seen)


def parted_of(brand: Brand, first: date, until: date, by: By, seen: datetime) -> list[Part]:
    return _parted(brand, first, until, by, seen)


def trends_of(brand: Brand, found: Earned, by: By, seen: datetime) -> list[Trend]:
    """Of each number, in their order."""
    days = days_before(found.first, found.until)
    before = earned_of(brand, *days, seen)
    parts = parted_of(brand, found.first, found.until, by, seen)
    parts_before = parted_of(brand, *days, by, seen)
    return [
        trend(now, then, parts, parts_before)
        for now, then in zip(found.numbers, before.numbers, strict=True)
    ]


# `holdout` and `seen` tell what a report was made of: with others it is another


@lru_cache(KEPT)
def _report(play: Play, holdout: int, seen: datetime) -> Report:
    return report(_facts(), play, currency=reporting_currency())


@lru_cache(KEPT)
def _plan(play: Play, holdout: int, seen: datetime) -> Plan | None:
    return plan(_facts(), play, currency=reporting_currency())


@lru_cache(2)
def _counts(seen: datetime) -> dict[int, Counts]:
    return counts(_facts())


@lru_cache(KEPT)
def _earned(brand: Brand, first: date, until: date, seen: datetime) -> Earned:
    return earned(
        _facts(), first=first, until=until, zone=brand.zone, currency=reporting_currency()
    )


@lru_cache(KEPT)
def _parted(brand: Brand, first: date, until: date, by: By, seen: datetime) -> list[Part]:
    return parted(_facts(), first=first, until=until, zone=brand.zone, by=by)


def _facts() -> Facts:
    found = keeping.opened()
    assert found is not None, "somebody has seen them"
    return found
