"""Levels as they hold now, what policy says now, and what was given so far."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Kind, Level, Limit, Reason
from lifelong.concessions.models import (
    COUNTED,
    Concession,
    LevelHolding,
    LevelVersion,
    PolicyVersion,
)
from lifelong.concessions.policy import Policy


def levels(currency: str, *, now: datetime) -> list[Level]:
    """All levels in this currency, each as it holds at that moment, the lowest first."""
    versions = (
        LevelVersion.objects.filter(level__currency=currency, holds_from__lte=now)
        .order_by("level_id", "-holds_from")
        .distinct("level_id")
        .select_related("level")
        .prefetch_related("limits")
    )
    return sorted((_level(one) for one in versions), key=lambda level: level.rank)


def _level(version: LevelVersion) -> Level:
    return Level(
        id=version.level_id,
        version_id=version.id,
        name=version.level.name,
        rank=version.level.rank,
        currency=version.level.currency,
        limits={
            Kind(one.kind): Limit(
                most=one.most,
                percent=one.percent,
                reasons=frozenset(Reason(reason) for reason in one.reasons),
            )
            for one in version.limits.all()
        },
        per_customer=version.per_customer,
        per_agent=version.per_agent,
        period=timedelta(days=version.period_days),
    )


def held_by(agent: Agent, among: Iterable[Level], *, now: datetime) -> Level | None:
    """Which of these levels this agent holds; None: none, or they do not work any more."""
    if not agent.works_on(now.date()):
        return None
    held = LevelHolding.objects.filter(agent=agent, held_from__lte=now).exclude(held_until__lte=now)
    level_ids = set(held.values_list("level_id", flat=True))
    return next((level for level in among if level.id in level_ids), None)


def policy(*, now: datetime) -> Policy | None:
    """What is owed at that moment; None: nobody has said so yet, so nothing is."""
    row = PolicyVersion.objects.filter(holds_from__lte=now).order_by("-holds_from").first()
    if row is None:
        return None
    return Policy(
        claims=timedelta(days=row.claim_days),
        returns=timedelta(days=row.return_days),
        lost_after=timedelta(days=row.lost_after_days),
    )


def counted() -> QuerySet[Concession]:
    """What was promised and not taken back."""
    return Concession.objects.filter(state__in=COUNTED)
