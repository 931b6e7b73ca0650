"""What heroes go by: the steps, and the deals that may be made."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.concessions import queries
from lifelong.concessions.authority import Kind, Level, Reason
from lifelong.concessions.models import AuthorityLevel
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.plays.actions.switching import set_up, switch
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.retention.models import Deal, Step

MOST_STEPS = 12
LONGEST_STEP = 200


class Unworkable(Refused):
    """Nobody could go by that."""

    code = "unworkable"
    status = 422


def set_out(brand: Brand, *, by: Agent | None) -> Play:
    """The brand's retention is a play from now on: switched on, with some held out to compare
    with. Who is at risk already goes on as they were served."""
    with transaction():
        name = str(PlayKind.RETENTION.label)
        return switch(set_up(brand, kind=PlayKind.RETENTION, name=name), on=True, by=by)


def set_steps(words: Sequence[str]) -> None:
    """These and no others, in this order. Blank ones are left out."""
    lines = [line for line in (" ".join(one.split()) for one in words) if line]
    if not lines:
        raise Unworkable(_("Say at least one step."))
    if len(lines) > MOST_STEPS or max(map(len, lines)) > LONGEST_STEP:
        raise Unworkable(
            _("At most %(most)s steps of %(long)s letters, to be read while a customer waits.")
            % {"most": MOST_STEPS, "long": LONGEST_STEP}
        )
    with transaction():
        # one at a time
        list(Step.objects.select_for_update().order_by("id"))
        Step.objects.all().delete()
        Step.objects.bulk_create(
            Step(place=place, words=line) for place, line in enumerate(lines, start=1)
        )


def add_deal(
    *,
    name: str,
    kind: Kind,
    percent: int | None = None,
    money: Money | None = None,
    reason: Reason = Reason.RETENTION,
) -> Deal:
    """A deal that may be proposed from now on. Either `percent` of the order, or `money`.

    Raises `Unworkable` for what no authority level could ever allow.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise Unworkable(_("Give the deal a name by which heroes know it."))
    if (percent is None) == (money is None):
        raise Unworkable(_("Say a share of the order or an amount, one of the two."))
    if kind is Kind.RESHIP:
        raise Unworkable(_("A new parcel is of certain items: give it beside the order."))
    if percent is not None and not 1 <= percent <= 100:
        raise Unworkable(_("A share is between 1 and 100 percent."))
    if money is not None and money.amount <= 0:
        raise Unworkable(_("Say how much is to be given."))
    if not any(_holds(one, kind, percent, money, reason) for one in _levels(money)):
        raise Unworkable(_("No authority level could allow that. Raise one first, or give less."))
    with transaction():
        return Deal.objects.create(
            name=name,
            kind=kind,
            percent=percent,
            amount=money.amount if money else None,
            currency=money.currency if money else "",
            reason=reason,
        )


def retire_deal(deal: Deal) -> None:
    """Nobody proposes it any more; what was proposed goes on."""
    with transaction():
        Deal.objects.filter(pk=deal.pk).update(is_active=False)


def _levels(money: Money | None) -> list[Level]:
    used = AuthorityLevel.objects.values_list("currency", flat=True).distinct()
    currencies = [money.currency] if money else list(used)
    return [one for currency in currencies for one in queries.levels(currency, now=clock.now())]


def _holds(
    level: Level, kind: Kind, percent: int | None, money: Money | None, reason: Reason
) -> bool:
    limit = level.limits.get(kind)
    if limit is None or limit.most <= 0 or (limit.reasons and reason not in limit.reasons):
        return False
    if money is not None:
        return money.amount <= limit.most
    return limit.percent is None or (percent or 0) <= limit.percent
