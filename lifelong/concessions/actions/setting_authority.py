"""Levels, who holds them, and what policy owes: written as versions, never changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Kind, Limit
from lifelong.concessions.models import (
    AuthorityLevel,
    LevelHolding,
    LevelLimit,
    LevelVersion,
    PolicyVersion,
)
from lifelong.concessions.policy import Policy
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction


class Misjudged(Refused):
    code = "misjudged"
    status = 422


def add_level(*, name: str, currency: str, rank: int) -> AuthorityLevel:
    """A level that gives nothing yet. `rank`: of two levels the higher one may be asked."""
    said = " ".join(name.split())
    if not said:
        raise Misjudged(_("A level needs a name."))
    with transaction():
        # one at a time, so that what is taken is known
        known = list(AuthorityLevel.objects.select_for_update().filter(currency=currency))
        for one in known:
            if one.name.casefold() == said.casefold():
                raise Misjudged(_("There is a level of that name already."))
            if one.rank == rank:
                raise Misjudged(
                    _("%(level)s has this rank already: of two levels one is the higher.")
                    % {"level": one.name}
                )
        return AuthorityLevel.objects.create(name=said, currency=currency, rank=rank)


def set_level(
    level: AuthorityLevel,
    *,
    limits: Mapping[Kind, Limit],
    per_customer: int,
    per_agent: int,
    period: timedelta,
    by: Agent | None,
    holds_from: datetime | None = None,
) -> LevelVersion:
    """A new version of what a level holds, from now or a later moment on. Minor units."""
    now = clock.now()
    if holds_from is not None and holds_from < now:
        raise Misjudged(_("What was allowed in the past cannot be changed any more."))
    amounts = [per_customer, per_agent, *(limit.most for limit in limits.values())]
    shares = [limit.percent for limit in limits.values() if limit.percent is not None]
    if min(amounts) < 0 or period < timedelta(days=1) or any(not 0 <= one <= 100 for one in shares):
        raise Misjudged(
            _("Amounts are not negative, shares at most 100%, a period one day or more.")
        )
    with transaction():
        AuthorityLevel.objects.select_for_update().get(pk=level.pk)
        if level.versions.filter(holds_from=holds_from or now).exists():
            raise Misjudged(_("A version begins at that moment already. Choose another."))
        version = LevelVersion.objects.create(
            level=level,
            holds_from=holds_from or now,
            made_at=now,
            made_by=by,
            per_customer=per_customer,
            per_agent=per_agent,
            period_days=period.days,
        )
        LevelLimit.objects.bulk_create(
            LevelLimit(
                version=version,
                kind=kind,
                most=limit.most,
                percent=limit.percent,
                reasons=sorted(limit.reasons),
            )
            for kind, limit in limits.items()
        )
        return version


def hand_level(agent: Agent, *, level: AuthorityLevel) -> None:
    """From now on they hold this level, and no other in its currency."""
    with transaction():
        now = clock.now()
        # one at a time for each agent
        Agent.objects.select_for_update(no_key=True).get(pk=agent.pk)
        held = LevelHolding.objects.filter(agent=agent, currency=level.currency, held_until=None)
        if held.filter(level=level).exists():
            return
        held.update(held_until=now)
        LevelHolding.objects.create(
            agent=agent, level=level, currency=level.currency, held_from=now
        )


def take_level(agent: Agent, *, currency: str) -> None:
    """From now on they hold none in this currency."""
    with transaction():
        held = LevelHolding.objects.filter(agent=agent, currency=currency, held_until=None)
        held.update(held_until=clock.now())


def set_policy(policy: Policy, *, by: Agent | None) -> PolicyVersion:
    """What is owed from now on."""
    now = clock.now()
    with transaction():
        return PolicyVersion.objects.create(
            holds_from=now,
            made_at=now,
            made_by=by,
            claim_days=policy.claims.days,
            return_days=policy.returns.days,
            lost_after_days=policy.lost_after.days,
        )
