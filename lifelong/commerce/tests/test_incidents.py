"""What went wrong with a parcel, from what was reported of it."""

import random
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.commerce.incidents import troubles_of
from lifelong.commerce.models import Cause, Incident, Shipment
from lifelong.commerce.models import ShipmentState as State
from lifelong.commerce.tests.building import at, order, report, shipment, take
from lifelong.events.models import Event
from lifelong.lib import clock

MON, TUE, WED = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


@dataclass
class Told:
    ref: str
    at: datetime
    state: str = ""
    expected_on: date | None = None
    cause: str = ""


def found(*reports: Told) -> list[tuple[str, bool]]:
    """Cause of each, and whether it is open."""
    return [(one.cause.value, one.ended_at is None) for one in troubles_of(reports)]


def test_a_parcel_that_comes_has_no_incident() -> None:
    assert found(Told("a", at(1), State.SHIPPED), Told("b", at(9), State.DELIVERED)) == []


def test_several_reports_of_one_family_are_one_incident_of_the_newest_cause() -> None:
    some = [
        Told("a", at(1), State.DELAYED),
        Told("b", at(2), State.DELAYED, cause=Cause.WEATHER),
        Told("c", at(3), "", WED, cause=Cause.WEATHER),
    ]
    (one,) = troubles_of(some)
    assert (one.cause, one.began_at, one.expected_on) == (Cause.WEATHER, at(1), WED)
    assert one.refs == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("cause", "moves", "is_open"),
    [
        (Cause.EXCEPTION, State.IN_TRANSIT, False),
        (Cause.CUSTOMS, State.IN_TRANSIT, False),
        (Cause.STALLED, State.IN_TRANSIT, False),
        (Cause.LOST, State.OUT_FOR_DELIVERY, False),
        (Cause.ATTEMPT_FAILED, State.IN_TRANSIT, True),
        (Cause.ATTEMPT_FAILED, State.OUT_FOR_DELIVERY, False),
        (Cause.AT_RISK, State.IN_TRANSIT, True),
        (Cause.AT_RISK, State.OUT_FOR_DELIVERY, False),
        (Cause.OVERDUE, State.OUT_FOR_DELIVERY, True),
        (Cause.OVERDUE, State.DELIVERED, False),
        (Cause.NOT_PICKED_UP, State.READY_FOR_PICKUP, True),
        (Cause.DAMAGED, State.IN_TRANSIT, True),
        (Cause.DAMAGED, State.DELIVERED, False),
        (Cause.RETURNED, State.DELIVERED, True),
        (Cause.RETURNED, State.CANCELLED, False),
    ],
)
def test_what_ends_what(cause: Cause, moves: State, is_open: bool) -> None:
    assert found(Told("a", at(1), cause=cause), Told("b", at(2), moves)) == [(cause, is_open)]


def test_a_delay_that_names_its_day_ends_when_that_is_met() -> None:
    later = [Told("a", at(1), State.SHIPPED, MON), Told("b", at(2), expected_on=WED)]
    assert found(*later, Told("c", at(3), State.IN_TRANSIT)) == [("delay", True)]
    assert found(*later, Told("c", at(3), expected_on=MON)) == [("delay", False)]
    assert found(*later, Told("c", at(3), State.DELIVERED)) == [("delay", False)]


def test_what_will_not_come_is_not_late_as_well() -> None:
    late = Told("a", at(1), State.DELAYED)
    assert found(late, Told("b", at(2), cause=Cause.LOST)) == [("delay", False), ("lost", True)]


reports = st.builds(
    Told,
    ref=st.text("abcdef", min_size=1, max_size=3),
    at=st.integers(0, 8).map(at),
    state=st.sampled_from(["", *State.values]),
    expected_on=st.sampled_from([None, MON, TUE, WED]),
    cause=st.sampled_from(["", *Cause.values]),
)


@given(st.lists(reports, unique_by=lambda one: one.ref, max_size=7), st.randoms())
def test_the_order_of_arrival_changes_nothing(some: list[Told], dice: random.Random) -> None:
    shuffled = list(some)
    dice.shuffle(shuffled)
    assert troubles_of(shuffled) == troubles_of(some)


@given(st.lists(reports, unique_by=lambda one: one.ref, max_size=8))
def test_of_a_family_at_most_one_is_open(some: list[Told]) -> None:
    still = [one.family for one in troubles_of(some) if one.ended_at is None]
    assert len(still) == len(set(still))


# -- written down

TOLD = [
    report("1", at(2), State.IN_TRANSIT, expected_on=TUE),
    report("2", at(5), cause=Cause.EXCEPTION),
    report("3", at(6), cause=Cause.EXCEPTION),
    report("4", at(8), State.IN_TRANSIT),
    report("5", at(20), State.IN_TRANSIT, expected_on=WED),
    report("6", at(30), State.ATTEMPTED),
    report("7", at(31), cause=Cause.ADDRESS),
    report("8", at(50), State.OUT_FOR_DELIVERY),
    report("9", at(52), State.DELIVERED),
]


def rows() -> list[tuple[object, ...]]:
    said = Incident.objects.order_by("began_at", "family")
    return [
        (one.family, one.cause, one.began_at, one.ended_at, one.evidence, one.expected_on)
        for one in said
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_whatever_order_they_come_in_the_incidents_are_the_same(seed: int) -> None:
    take(order())
    take(shipment())
    told = TOLD * 2
    random.Random(seed).shuffle(told)
    for one in told:
        take(one)
    assert [row[:4] for row in rows()] == [
        ("exception", "exception", at(5), at(8)),
        ("late", "delay", at(20), at(52)),
        ("undelivered", "address", at(30), at(50)),
    ]
    assert [row[4] for row in rows()] == [["2", "3"], ["5"], ["6", "7"]]
    assert not Incident.objects.filter(resolved_at=None).exists()


@pytest.mark.django_db
def test_opened_updated_and_resolved_are_facts_once_each() -> None:
    take(order())
    take(shipment())
    for one in [*TOLD[:2], TOLD[1], TOLD[2]]:
        with clock.stopped_at(one.at):
            take(one)
    made = Incident.objects.get()
    assert (made.opened_at, made.resolved_at, made.carrier) == (at(5), None, "postnord")
    take(report("6", at(7), cause=Cause.LOST))
    take(report("7", at(9), cause=Cause.DAMAGED))
    with clock.stopped_at(at(60)):
        take(report("8", at(52), State.DELIVERED))
    named = Event.objects.filter(name__startswith="Incident").order_by("id")
    said = [(one.name, one.data["cause"]) for one in named]
    assert sorted(said) == [
        ("IncidentOpened", "exception"), ("IncidentOpened", "lost"),
        ("IncidentResolved", "damaged"), ("IncidentResolved", "exception"),
        ("IncidentUpdated", "damaged"),
    ]  # fmt: skip
    assert {one.customer_id for one in named} == {Shipment.objects.get().order.customer_id}
    assert Incident.objects.get(cause="damaged").resolved_at == at(60)
