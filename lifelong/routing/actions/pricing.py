"""What work costs, from a day on. Rows are dated, so that the past keeps its prices."""

from datetime import date

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.routing.models import LicenceCost, Wage

#: in minor units: what the tables hold
MOST = 2_147_483_647


class NotACost(Refused):
    code = "not-a-cost"
    status = 422


def set_wage(agent: Agent, *, hourly: Money, from_day: date) -> Wage:
    """What a paid hour of `agent` costs from a day on, all told. A second word for a day wins."""
    must_be_a_cost(hourly)
    with transaction():
        wage, _made = Wage.objects.update_or_create(
            agent=agent,
            from_day=from_day,
            defaults={"amount": hourly.amount, "currency": hourly.currency},
        )
        return wage


def set_licence_cost(
    name: str,
    *,
    monthly: Money,
    from_day: date,
    until_day: date | None = None,
    per_agent: bool = False,
) -> LicenceCost:
    """What a tool costs from a day on, until the next row of its name or before `until_day`."""
    must_be_a_cost(monthly)
    if not name.strip():
        raise NotACost(_("Name the licence."))
    _must_end_later(from_day, until_day)
    with transaction():
        cost, _made = LicenceCost.objects.update_or_create(
            name=name.strip()[:120],
            from_day=from_day,
            defaults={
                "amount": monthly.amount,
                "currency": monthly.currency,
                "until_day": until_day,
                "per_agent": per_agent,
            },
        )
        return cost


def end_licence_cost(cost: LicenceCost, *, until_day: date | None) -> None:
    """Before this day it is paid for the last time; None: it goes on after all."""
    _must_end_later(cost.from_day, until_day)
    with transaction():
        cost.until_day = until_day
        cost.save(update_fields=["until_day"])


def remove_licence_cost(cost: LicenceCost) -> None:
    """It was a mistake, and never cost that. What ends is ended, so that the past keeps it."""
    with transaction():
        cost.delete()


def must_be_a_cost(amount: Money) -> None:
    """Raises `NotACost`."""
    if amount.amount < 0:
        raise NotACost(_("A cost is not below zero."))
    if amount.amount > MOST:
        raise NotACost(_("That is more than we can reckon with. Has a digit slipped in?"))


def _must_end_later(from_day: date, until_day: date | None) -> None:
    if until_day is not None and until_day <= from_day:
        raise NotACost(_("Let the licence end after it begins."))
