"""What may be given without asking. Arithmetic over amounts; touches no database.

Policy speaks first (`policy.py`): what it owes is *due*, no concession, and uses nobody's
authority. All else is *beyond*, and needs a level whose limits hold it. Amounts are in minor
units of one currency: that of the order, else of the level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.lib.money import Money

#: how far back what a customer got is counted
LOOKED_BACK = timedelta(days=90)


class Kind(models.TextChoices):
    REFUND = "refund", gettext_lazy("refund")
    DISCOUNT = "discount", gettext_lazy("discount code")
    CREDIT = "credit", gettext_lazy("store credit")
    RESHIP = "reship", gettext_lazy("new parcel")


#: of something that was bought
_ON_ORDERS = (Kind.REFUND, Kind.RESHIP)


class Reason(models.TextChoices):
    DAMAGED = "damaged", gettext_lazy("arrived damaged")
    WRONG = "wrong", gettext_lazy("not what was ordered")
    LOST = "lost", gettext_lazy("never arrived")
    LATE = "late", gettext_lazy("arrived late")
    CANCELLED = "cancelled", gettext_lazy("cancelled before it was shipped")
    REGRETTED = "regretted", gettext_lazy("not liked")
    GOODWILL = "goodwill", gettext_lazy("goodwill")
    RETENTION = "retention", gettext_lazy("to keep the customer")


class Signal(models.TextChoices):
    """What looks like abuse. It asks for a second person and never refuses by itself."""

    OFTEN = "often", gettext_lazy("got something three times or more in 90 days")
    ADDRESS = "address", gettext_lazy("others at the same address got something in 90 days")


#: so often in 90 days looks like a habit
OFTEN = 3


class Verdict(models.TextChoices):
    WITHIN = "within"
    APPROVAL = "approval"
    REFUSED = "refused"


@dataclass(frozen=True)
class Limit:
    """What one kind may come to on an order, together with all that was given on it before."""

    most: int
    #: of the order's total; None: no share is asked after, so it may be given without an order
    percent: int | None = None
    #: for these reasons only; empty: for any
    reasons: frozenset[Reason] = frozenset()


@dataclass(frozen=True)
class Level:
    """A level as it holds now. `rank`: of two levels the higher one may be asked."""

    id: UUID
    version_id: UUID
    name: str
    rank: int
    currency: str
    limits: dict[Kind, Limit]
    #: to one customer in 90 days
    per_customer: int
    #: by one agent in `period`
    per_agent: int
    period: timedelta


@dataclass(frozen=True)
class Ask:
    """What somebody wants to give. `total`: what the order came to; None: there is no order."""

    kind: Kind
    money: Money
    reason: Reason
    total: Money | None = None
    due: bool = False


@dataclass(frozen=True)
class Given:
    """What was given before and not taken back, in the currency of the ask.

    All but `returned` count only what went beyond policy.
    """

    on_order: int = 0
    #: to this person, under any of their customers, and to their address, in 90 days
    to_customer: int = 0
    #: under this agent's authority in the period of their level
    by_agent: int = 0
    #: of the order's money, whoever gave it back and why
    returned: int = 0
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`sentence` says why to the person who asks; `level` whom an approval is asked of."""

    verdict: Verdict
    sentence: str
    level: Level | None = None


def check(ask: Ask, *, holds: Level | None, levels: Sequence[Level], given: Given) -> Answer:
    """Whether somebody who holds this level (None: none) may give that.

    `levels`: those that somebody else could decide for, to find the lowest that could approve.
    """
    if refusal := _impossible(ask, given):
        return Answer(Verdict.REFUSED, refusal)
    if ask.due:
        return _due(ask, holds=holds, levels=levels, given=given)
    why = _("You hold no authority in %(currency)s.") % {"currency": ask.money.currency}
    if holds is not None:
        why = what_stops(ask, level=holds, given=given)
        if not why and not given.signals:
            return Answer(Verdict.WITHIN, _("Within your authority."), holds)
    return _to_be_approved(ask, why=why, holds=holds, levels=levels, given=given)


def what_stops(ask: Ask, *, level: Level, given: Given) -> str:
    """Why this level does not hold that, as a sentence; "" when it does."""
    limit = level.limits.get(ask.kind)
    if level.currency != ask.money.currency or limit is None:
        return _("%(level)s gives no %(kind)s in %(currency)s.") % {
            "level": level.name,
            "kind": ask.kind.label,
            "currency": ask.money.currency,
        }
    if limit.reasons and ask.reason not in limit.reasons:
        return _("%(level)s gives no %(kind)s because it was %(reason)s.") % {
            "level": level.name,
            "kind": ask.kind.label,
            "reason": ask.reason.label,
        }
    if limit.percent is not None and ask.total is None:
        return _("%(level)s gives that on an order only.") % {"level": level.name}
    amount = ask.money.amount
    for sum_, most, where in (
        (given.on_order + amount, _on_order(limit, ask.total), _("on this order")),
        (given.to_customer + amount, level.per_customer, _("to this customer in 90 days")),
        (given.by_agent + amount, level.per_agent, _("by one person in this period")),
    ):
        if sum_ > most:
            return _("That makes %(sum)s %(where)s; %(level)s may give %(most)s.") % {
                "sum": Money(sum_, level.currency).format(),
                "where": where,
                "level": level.name,
                "most": Money(most, level.currency).format(),
            }
    return ""


def left(level: Level, kind: Kind, *, total: Money | None, given: Given) -> int:
    """How much more of that kind this level may give here, in minor units, whatever the reason."""
    limit = level.limits.get(kind)
    if limit is None or (total is None and (limit.percent is not None or kind in _ON_ORDERS)):
        return 0
    lefts = [
        _on_order(limit, total) - given.on_order,
        level.per_customer - given.to_customer,
        level.per_agent - given.by_agent,
    ]
    if kind is Kind.REFUND and total is not None:
        lefts.append(total.amount - given.returned)
    return max(min(lefts), 0)


def _on_order(limit: Limit, total: Money | None) -> int:
    """The lower of the amount and the share, rounded down."""
    if limit.percent is None or total is None:
        return limit.most
    return min(limit.most, total.amount * limit.percent // 100)


def _impossible(ask: Ask, given: Given) -> str:
    """Why nobody at all may give that; "" when somebody may."""
    if ask.money.amount <= 0:
        return _("Say how much is to be given.")
    if ask.total is None:
        if ask.kind in _ON_ORDERS:
            return _("Choose the order that it is about.")
        return ""
    if ask.total.currency != ask.money.currency:
        return _("This order was paid in %(currency)s.") % {"currency": ask.total.currency}
    left = Money(ask.total.amount - given.returned, ask.total.currency)
    if ask.kind is Kind.REFUND and left < ask.money:
        return _("Of this order %(left)s is left to give back.") % {
            "left": Money(max(left.amount, 0), left.currency).format()
        }
    return ""


def _due(ask: Ask, *, holds: Level | None, levels: Sequence[Level], given: Given) -> Answer:
    """What policy owes needs no authority; with a signal of abuse it needs a second person."""
    if not given.signals:
        return Answer(Verdict.WITHIN, _("Policy owes this."), holds)
    here = _upwards(ask, levels)
    if not here:
        return Answer(
            Verdict.REFUSED,
            _("Policy owes this; a second person has to look at it, and there is nobody else."),
        )
    return Answer(Verdict.APPROVAL, _second(given), here[0])


def _to_be_approved(
    ask: Ask, *, why: str, holds: Level | None, levels: Sequence[Level], given: Given
) -> Answer:
    """The lowest level that holds it, whatever its agents have given: they differ."""
    of_others = replace(given, by_agent=0)
    for level in _upwards(ask, levels):
        is_enough = holds is None or level.rank >= holds.rank
        if is_enough and not what_stops(ask, level=level, given=of_others):
            return Answer(Verdict.APPROVAL, why or _second(given), level)
    return Answer(
        Verdict.REFUSED,
        _("%(why)s Nobody else holds the authority for it.") % {"why": why or _second(given)},
    )


def _upwards(ask: Ask, levels: Sequence[Level]) -> list[Level]:
    here = [level for level in levels if level.currency == ask.money.currency]
    return sorted(here, key=lambda level: level.rank)


def _second(given: Given) -> str:
    """Why a second person looks at it."""
    return _("A second person looks at this: %(why)s.") % {
        "why": "; ".join(str(signal.label) for signal in given.signals)
    }
