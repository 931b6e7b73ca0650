"""What work costs, from a day on. Rows are dated, so that the past keeps its prices."""

from datetime import date

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.routing.models import LicenceCost, Wage


class NotACost(Refused):
    code = "not-a-cost"
    status = 422


def set_wage(agent: Agent, *, hourly: Money, from_day: date) -> Wage:
    """What a paid hour of `agent` costs from a day on, all told. A second word for a day wins."""
    _must_be_a_cost(hourly)
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
    _must_be_a_cost(monthly)
    if not name.strip() or (until_day is not None and until_day <= from_day):
        raise NotACost(_("Name the licence, and let it end after it begins."))
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


def _must_be_a_cost(amount: Money) -> None:
    if amount.amount < 0:
        raise NotACost(_("A cost is not below zero."))
