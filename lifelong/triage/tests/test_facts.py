"""What is read from facts: first, late and dear orders, and complaints that come again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lifelong.lib.money import Money
from lifelong.triage.facts import Bought, Facts, Parcel
from lifelong.triage.reading import read_text
from lifelong.triage.risk import Evidence, Risk

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def found(text: str = "Hello", **facts: tuple[object, ...]) -> dict[Risk, Evidence]:
    reading = read_text(text, Facts(now=NOW, **facts))  # type: ignore[arg-type]
    return {one.risk: one.evidence for one in reading.tags}


def bought(number: str = "#1001", *, ago: int = 3, amount: int = 5000) -> Bought:
    return Bought(number, NOW - ago * DAY, Money(amount, "EUR"))


def test_nothing_is_known_of_a_stranger() -> None:
    assert found() == {}


def test_the_only_order_is_the_first_one() -> None:
    assert found(orders=(bought(),))[Risk.FIRST_ORDER].facts == {
        "order": "#1001",
        "day": "2026-11-13",
    }


def test_a_second_order_or_an_old_one_is_no_first_one() -> None:
    assert Risk.FIRST_ORDER not in found(orders=(bought(), bought("#1002")))
    assert Risk.FIRST_ORDER not in found(orders=(bought(ago=120),))


@pytest.mark.parametrize(
    ("parcel", "late"),
    [
        (Parcel("#1001", "in_transit", date(2026, 11, 15)), True),
        (Parcel("#1001", "in_transit", date(2026, 11, 16)), False),
        (Parcel("#1001", "delivered", date(2026, 11, 10)), False),
        (Parcel("#1001", "delayed"), True),
        (Parcel("#1001", "in_transit"), False),
    ],
)
def test_a_parcel_is_late_after_its_day_or_when_it_is_stuck(parcel: Parcel, late: bool) -> None:
    assert (Risk.LATE_ORDER in found(parcels=(parcel,))) is late


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel("#1001", "in_transit", date(2024, 11, 15)),
        Parcel("#1001", "delayed", date(2026, 9, 16)),
        Parcel("#1001", "delayed", since=NOW - 61 * DAY),
    ],
)
def test_an_order_that_was_due_long_ago_is_late_only_if_it_is_named(parcel: Parcel) -> None:
    assert Risk.LATE_ORDER not in found(parcels=(parcel,))
    assert Risk.LATE_ORDER not in found("I pay 10010", parcels=(parcel,))
    assert found("And what of #1001?", parcels=(parcel,))[Risk.LATE_ORDER].facts["order"] == "#1001"


def test_the_order_that_is_named_is_the_late_one() -> None:
    both = (
        Parcel("#1001", "in_transit", date(2026, 11, 10)),
        Parcel("#1002", "in_transit", date(2026, 11, 12)),
    )
    assert found("Hello", parcels=both)[Risk.LATE_ORDER].facts["order"] == "#1001"
    assert found("Where is 1002?", parcels=both)[Risk.LATE_ORDER].facts["order"] == "#1002"


def test_until_the_sixtieth_day_it_is_still_a_matter() -> None:
    assert Risk.LATE_ORDER in found(parcels=(Parcel("#1", "in_transit", date(2026, 9, 17)),))


def test_who_has_spent_much_in_one_currency_is_of_high_value() -> None:
    much = found(orders=(bought(amount=60_000), bought(amount=40_000)))
    assert much[Risk.HIGH_VALUE].facts == {"amount": 100_000, "currency": "EUR"}
    assert Risk.HIGH_VALUE not in found(orders=(bought(amount=99_999),))


def test_a_complaint_after_several_contacts_is_a_repeated_one() -> None:
    lately = (NOW - 3 * DAY, NOW - 9 * DAY)
    assert found("I am disappointed.", contacts=lately)[Risk.REPEAT_COMPLAINT].facts == {
        "contacts": 2,
        "days": 30,
    }
    assert Risk.REPEAT_COMPLAINT not in found("Where is my parcel?", contacts=lately)
    old = (NOW - 40 * DAY, NOW - 50 * DAY, NOW - 3 * DAY)
    assert Risk.REPEAT_COMPLAINT not in found("I am disappointed.", contacts=old)
