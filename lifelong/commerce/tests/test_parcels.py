"""Where a parcel is, from what was reported of it."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.commerce.models import ShipmentState as State
from lifelong.commerce.parcels import Delay, course_of, urgency
from lifelong.commerce.tests.building import START, at


@dataclass
class Told:
    ref: str
    at: datetime
    state: str = ""
    expected_on: date | None = None


MON, TUE, WED = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def test_nothing_is_known_of_a_parcel_without_reports() -> None:
    course = course_of([])
    assert (course.state, course.shipped_at, course.delays) == (State.PREPARING, None, [])


def test_the_newest_report_tells_where_it_is_and_the_first_when_it_left() -> None:
    course = course_of(
        [Told("b", at(9), State.IN_TRANSIT), Told("a", at(2), State.SHIPPED), Told("0", at(1))]
    )
    assert (course.state, course.shipped_at) == (State.IN_TRANSIT, at(2))


def test_a_later_day_is_a_delay_and_an_earlier_one_is_none() -> None:
    course = course_of(
        [Told("a", at(1), expected_on=TUE), Told("b", at(2), expected_on=MON),
         Told("c", at(3), expected_on=WED), Told("d", at(4), expected_on=WED)]
    )  # fmt: skip
    assert course.delays == [Delay(at(3), WED, MON)] and course.expected_on == WED


def test_delayed_until_a_day_is_one_delay_even_if_no_day_was_known() -> None:
    said = Told("a", at(2), State.DELAYED, WED)
    assert course_of([said]).delays == [Delay(at(2), WED, None)]
    assert course_of([Told("0", at(1), expected_on=TUE), said]).delays == [Delay(at(2), WED, TUE)]


def test_what_was_delivered_is_delayed_no_more() -> None:
    course = course_of(
        [Told("a", at(1), expected_on=MON), Told("b", at(2), State.DELIVERED),
         Told("c", at(3), expected_on=WED)]
    )  # fmt: skip
    assert course.delays == [] and course.delivered_at == at(2)


reports = st.builds(
    Told,
    ref=st.text("abc", min_size=1, max_size=3),
    at=st.integers(0, 6).map(at),
    state=st.sampled_from(["", *State.values]),
    expected_on=st.sampled_from([None, MON, TUE, WED]),
)


@given(st.lists(reports, unique_by=lambda one: one.ref).flatmap(lambda some: st.tuples(
    st.just(some), st.permutations(some))))  # fmt: skip
def test_the_order_of_arrival_changes_nothing(pair: tuple[list[Told], list[Told]]) -> None:
    assert course_of(pair[0]) == course_of(pair[1])


@pytest.mark.parametrize(
    ("state", "day", "how"),
    [
        (State.IN_TRANSIT, None, ""),
        (State.IN_TRANSIT, WED, ""),
        (State.IN_TRANSIT, TUE, "soon"),
        (State.IN_TRANSIT, MON, "late"),
        (State.OUT_FOR_DELIVERY, TUE, ""),
        (State.DELAYED, WED, "soon"),
        (State.ATTEMPTED, None, "soon"),
        (State.FAILED, None, "late"),
        (State.DELIVERED, MON, ""),
        (State.CANCELLED, MON, ""),
    ],
)
def test_how_urgent_a_parcel_is_on_tuesday(state: str, day: date | None, how: str) -> None:
    assert urgency(state, day, today=TUE) == how
    assert START.date() == MON
