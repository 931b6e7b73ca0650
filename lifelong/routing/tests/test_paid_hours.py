"""Paid hours, breaks, wages and licences."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from lifelong.accounts.models import Agent
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.routing.actions.pricing import NotACost, set_licence_cost, set_wage
from lifelong.routing.actions.signing_on import (
    NoLongerHere,
    NotSignedOn,
    come_back,
    go_away,
    sign_off,
    sign_on,
)
from lifelong.routing.hours import Stretch, day_in, total
from lifelong.routing.models import Away, AwayReason, LicenceCost, Shift, Wage
from lifelong.routing.queries import absence_of, cost_of, paid_hours, shared_cost, shift_of
from lifelong.routing.tests.ground import a_hero

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = Stretch(MIDNIGHT, MIDNIGHT + 24 * HOUR)


@contextmanager
def at(hour: float) -> Iterator[None]:
    with clock.stopped_at(MIDNIGHT + hour * HOUR):
        yield


def work(agent: Agent, begin: float, end: float) -> None:
    with at(begin):
        sign_on(agent)
    with at(end):
        sign_off(agent)


def test_hours_run_from_sign_on_to_sign_off_and_breaks_are_kept_apart() -> None:
    mia = a_hero("Mia")
    with at(9):
        sign_on(mia)
    with at(12):
        go_away(mia, reason=AwayReason.MEAL)
    with at(12.5):
        come_back(mia)
    with at(15):
        go_away(mia, reason=AwayReason.BREAK)
    with at(15.25):
        go_away(mia, reason=AwayReason.MEETING)
    with at(17):
        sign_off(mia)
    hours = paid_hours(mia, DAY)
    assert hours.total == 8 * HOUR
    assert hours.away == {"meal": 0.5 * HOUR, "break": 0.25 * HOUR, "meeting": 1.75 * HOUR}
    assert hours.at_work == 5.5 * HOUR


def test_only_what_lies_between_counts_and_an_open_shift_runs_until_now() -> None:
    mia = a_hero("Mia")
    work(mia, -3, 2)
    with at(22):
        sign_on(mia)
        go_away(mia, reason=AwayReason.TRAINING)
    with at(23):
        hours = paid_hours(mia, DAY)
    assert hours.total == 3 * HOUR
    assert hours.away == {"training": HOUR}


def test_the_hours_of_others_do_not_count() -> None:
    work(a_hero("Ben"), 9, 17)
    assert paid_hours(a_hero("Mia"), DAY).total == timedelta()


def test_signing_on_twice_is_one_shift_and_one_fact() -> None:
    mia = a_hero("Mia")
    with at(9):
        first = sign_on(mia)
        assert sign_on(mia) == first
    with at(10):
        assert sign_on(mia).signed_on_at == MIDNIGHT + 9 * HOUR
    assert Event.objects.filter(name="AgentSignedOn").count() == 1
    assert shift_of(mia) == first


def test_who_is_not_signed_on_cannot_leave_or_return() -> None:
    mia = a_hero("Mia")
    for leave in (sign_off, come_back, lambda agent: go_away(agent, reason=AwayReason.BREAK)):
        with pytest.raises(NotSignedOn):
            leave(mia)


def test_a_closed_account_does_not_sign_on() -> None:
    mia = a_hero("Mia")
    mia.is_active = False
    mia.save()
    with pytest.raises(NoLongerHere):
        sign_on(mia)


def test_coming_back_without_having_left_records_nothing() -> None:
    mia = a_hero("Mia")
    sign_on(mia)
    come_back(mia)
    assert not Event.objects.filter(name="AgentCameBack").exists()
    assert absence_of(mia) is None


def test_a_second_open_shift_or_absence_is_impossible() -> None:
    mia = a_hero("Mia")
    shift = sign_on(mia)
    go_away(mia, reason=AwayReason.BREAK)
    now = clock.now()
    with pytest.raises(IntegrityError, match="one_open_absence_per_shift"):
        Away.objects.create(shift=shift, reason="break", from_at=now)


def test_two_open_shifts_of_one_agent_are_impossible() -> None:
    mia = a_hero("Mia")
    sign_on(mia)
    with pytest.raises(IntegrityError, match="one_open_shift_per_agent"):
        Shift.objects.create(agent=mia, signed_on_at=clock.now(), seen_at=clock.now())


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_in_berlin_has_as_many_hours_as_it_has(day: date, hours: int) -> None:
    assert day_in("Europe/Berlin", day).length == hours * HOUR


@pytest.mark.parametrize(
    ("day", "paid"), [(date(2026, 3, 29), 7), (date(2026, 10, 25), 9), (date(2026, 6, 1), 8)]
)
def test_a_night_shift_over_a_clock_change_is_paid_as_it_was_worked(day: date, paid: int) -> None:
    """22:00 to 06:00 by Berlin's clocks."""
    mia = a_hero("Mia")
    midnight = day_in("Europe/Berlin", day)
    evening = midnight.start - 2 * HOUR
    morning = midnight.end - 18 * HOUR
    with clock.stopped_at(evening):
        sign_on(mia)
    with clock.stopped_at(morning):
        sign_off(mia)
    assert paid_hours(mia, Stretch(evening, midnight.end)).total == paid * HOUR


minutes = st.integers(0, 300)


@given(st.lists(st.tuples(minutes, minutes)))
def test_what_two_stretches_share_counts_once(pairs: list[tuple[int, int]]) -> None:
    stretches = [
        Stretch(MIDNIGHT + timedelta(minutes=a), MIDNIGHT + timedelta(minutes=b))
        for a, b in pairs
        if a <= b
    ]
    counted = {minute for a, b in pairs if a <= b for minute in range(a, b)}
    assert total(stretches) == timedelta(minutes=len(counted))


def test_a_day_costs_its_hours_by_the_wage_then_in_force() -> None:
    mia = a_hero("Mia")
    mia.zone = "Europe/Berlin"
    set_wage(mia, hourly=Money(2500, "EUR"), from_day=date(2026, 1, 1))
    set_wage(mia, hourly=Money(2710, "EUR"), from_day=date(2026, 3, 2))
    set_wage(mia, hourly=Money(9900, "EUR"), from_day=date(2026, 3, 3))
    work(mia, 8, 15.5)
    assert cost_of(mia, date(2026, 3, 2)).wage == Money(20325, "EUR")
    assert cost_of(mia, date(2026, 3, 1)).wage == Money(0, "EUR")
    assert cost_of(mia, date(2025, 12, 31)).wage is None


def test_a_second_word_about_a_days_wage_wins() -> None:
    mia = a_hero("Mia")
    set_wage(mia, hourly=Money(2500, "EUR"), from_day=date(2026, 1, 1))
    set_wage(mia, hourly=Money(2600, "EUR"), from_day=date(2026, 1, 1))
    assert Wage.objects.get().amount == 2600


def test_licences_cost_a_days_share_of_their_month() -> None:
    mia = a_hero("Mia")
    set_licence_cost("Seat", monthly=Money(3100, "EUR"), from_day=date(2026, 1, 1), per_agent=True)
    set_licence_cost("Seat", monthly=Money(6200, "EUR"), from_day=date(2026, 3, 1), per_agent=True)
    set_licence_cost(
        "Phone",
        monthly=Money(310, "USD"),
        from_day=date(2026, 1, 1),
        until_day=date(2026, 3, 2),
        per_agent=True,
    )
    set_licence_cost("Server", monthly=Money(9300, "EUR"), from_day=date(2026, 1, 1))
    assert cost_of(mia, date(2026, 1, 5)).licences == [Money(100, "EUR"), Money(10, "USD")]
    assert cost_of(mia, date(2026, 3, 2)).licences == [Money(200, "EUR")]
    assert shared_cost(date(2026, 3, 2)) == [Money(300, "EUR")]
    assert shared_cost(date(2025, 12, 31)) == []


def test_a_cost_below_zero_or_an_end_before_the_beginning_is_refused() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(NotACost):
        set_wage(a_hero("Mia"), hourly=Money(-1, "EUR"), from_day=day)
    with pytest.raises(NotACost):
        set_licence_cost("Seat", monthly=Money(1, "EUR"), from_day=day, until_day=day)
    with pytest.raises(IntegrityError, match="licence_ends_after_it_began"):
        LicenceCost.objects.create(
            name="Seat", from_day=day, until_day=day, amount=1, currency="EUR"
        )


def test_a_wage_needs_a_currency() -> None:
    with pytest.raises(IntegrityError, match="wage_in_a_currency"):
        Wage.objects.create(
            agent=a_hero("Mia"), from_day=date(2026, 1, 1), amount=1, currency="eur"
        )
