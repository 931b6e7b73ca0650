"""Costs as facts are what routing says of each agent and day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lifelong.accounts.actions.hiring import deactivate, hire, reactivate
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.lib.clock import stopped_at
from lifelong.lib.money import Money
from lifelong.outcomes.spending import costs, earliest
from lifelong.routing.actions.pricing import set_licence_cost, set_wage
from lifelong.routing.hours import day_in
from lifelong.routing.models import Shift
from lifelong.routing.queries import cost_of, paid_hours, shared_cost

pytestmark = pytest.mark.django_db
#: the clocks go forward in Berlin on the 29th
FIRST, UNTIL = date(2026, 3, 27), date(2026, 4, 2)
NOW = datetime(2026, 4, 1, 20, tzinfo=UTC)


def test_costs_are_what_routing_says_of_each_agent_and_day() -> None:
    berlin, utc = agent(), agent()
    berlin.zone = "Europe/Berlin"
    berlin.save()
    set_wage(berlin, hourly=Money(2000, "EUR"), from_day=date(2026, 1, 1))
    set_wage(berlin, hourly=Money(3000, "EUR"), from_day=date(2026, 3, 29))
    set_licence_cost("Desk", monthly=Money(31_00, "EUR"), from_day=FIRST, per_agent=True)
    set_licence_cost(
        "Mail", monthly=Money(62_00, "EUR"), from_day=FIRST, until_day=date(2026, 3, 30)
    )
    for who in (berlin, utc):
        for number in range(4):
            on = datetime(2026, 3, 27, 21, tzinfo=UTC) + timedelta(days=number)
            Shift.objects.create(
                agent=who, signed_on_at=on, signed_off_at=on + timedelta(hours=5), seen_at=on
            )
    with stopped_at(NOW):
        found = list(costs(FIRST, UNTIL, currency="EUR"))
        for number in range((UNTIL - FIRST).days):
            day = FIRST + timedelta(days=number)
            for who in (berlin, utc):
                said = cost_of(who, day)
                own = [one for one in found if (one.day, one.agent_id) == (day, who.id)]
                wages = [one for one in own if one.kind == "wage"]
                paid = paid_hours(who, day_in(who.zone, day)).total
                assert sum(one.paid_seconds for one in wages) == paid.total_seconds()
                assert [one.amount for one in wages] == (
                    [said.wage.amount if said.wage else None] if paid else []
                )
                licences = [one.amount for one in own if one.kind == "licence"]
                assert licences == [one.amount for one in said.licences]
            shared = [one.amount for one in found if one.day == day and one.agent_id is None]
            assert shared == [one.amount for one in shared_cost(day)]
    assert any(one.amount is None for one in found)


def test_a_licence_costs_from_hiring_to_leaving_and_again_after_coming_back() -> None:
    def on(day: int) -> datetime:
        return datetime(2026, 4, day, 12, tzinfo=UTC)

    set_licence_cost("Desk", monthly=Money(30_00, "EUR"), from_day=date(2026, 4, 1), per_agent=True)
    with stopped_at(on(3)):
        mia = hire(email="mia@staff.example", name="Mia", roles=[Role.HERO], by=None)
        tom = hire(email="tom@staff.example", name="Tom", roles=[Role.SEASONAL], by=None)
    Agent.objects.filter(pk=tom.pk).update(ends_on=date(2026, 4, 4))
    with stopped_at(on(5)):
        deactivate(mia, by=None)
    with stopped_at(on(8)):
        reactivate(mia, by=None)
    always = agent()
    with stopped_at(on(20)):
        found = list(costs(date(2026, 4, 1), date(2026, 4, 11), currency="EUR"))
    days = {
        who: [one.day.day for one in found if one.agent_id == who.id] for who in (mia, tom, always)
    }
    assert days[mia] == [3, 4, 5, 8, 9, 10]
    assert days[tom] == [3, 4]
    assert days[always] == list(range(1, 11))


def test_a_wage_in_another_currency_is_no_amount() -> None:
    hero = agent()
    set_wage(hero, hourly=Money(2000, "USD"), from_day=FIRST)
    on = datetime(2026, 3, 27, 9, tzinfo=UTC)
    Shift.objects.create(
        agent=hero, signed_on_at=on, signed_off_at=on + timedelta(hours=1), seen_at=on
    )
    (found,) = costs(FIRST, UNTIL, currency="EUR")
    assert (found.amount, found.paid_seconds) == (None, 3600)
    assert earliest() == date(2026, 3, 26)
