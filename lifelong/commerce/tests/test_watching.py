"""The watch: what nobody says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lifelong.channels.models import Brand
from lifelong.commerce.actions import noticing, watching
from lifelong.commerce.actions.watching import measure_paces, watch
from lifelong.commerce.models import Incident, Pace, Shipment
from lifelong.commerce.models import ShipmentState as State
from lifelong.commerce.patience import still_since
from lifelong.commerce.tests.building import START, at, order, report, shipment, take
from lifelong.lib import clock

pytestmark = pytest.mark.django_db
#: START is a Monday, 9 o'clock
THURSDAY_9 = at(72)
TUE = date(2026, 11, 17)


def sent(*reports: Any, **fields: Any) -> None:
    take(order(**fields))
    take(shipment())
    for one in reports:
        take(one)
    # the store's connection makes a brand in UTC
    Brand.objects.update(zone="Europe/Berlin")


def seen_at(moment: datetime) -> list[tuple[str, bool]]:
    """The incidents after a look at that moment: cause, and whether it is open."""
    with clock.stopped_at(moment):
        watch()
    rows = Incident.objects.order_by("began_at").values_list("cause", "resolved_at")
    return [(cause, resolved is None) for cause, resolved in rows]


def test_what_has_not_moved_for_three_business_days_has_stalled() -> None:
    sent()
    assert seen_at(THURSDAY_9 - timedelta(minutes=1)) == []
    assert seen_at(THURSDAY_9 + timedelta(minutes=1)) == [("stalled", True)]
    assert Incident.objects.get().noticed == "watch"


def test_abroad_it_is_five_and_the_weekend_does_not_count() -> None:
    sent(country="US")
    assert seen_at(THURSDAY_9 + timedelta(days=3)) == []
    assert seen_at(at(7 * 24 - 1)) == []
    assert seen_at(at(7 * 24 + 1)) == [("stalled", True)]


def test_a_slow_carrier_stretches_our_patience() -> None:
    sent()
    Pace.objects.create(carrier="postnord", factor=1.4, measured_at=START)
    assert seen_at(THURSDAY_9 + timedelta(hours=28)) == []
    assert seen_at(THURSDAY_9 + timedelta(hours=29)) == [("stalled", True)]


def test_a_late_scan_shows_that_it_never_stood_still() -> None:
    sent()
    seen_at(at(73))
    take(report("late", at(40), State.IN_TRANSIT))
    assert seen_at(at(74)) == [("stalled", False)]


def test_its_day_is_at_risk_at_noon_and_over_at_midnight_of_the_brands_zone() -> None:
    sent(report("1", at(2), State.IN_TRANSIT, expected_on=TUE))
    assert seen_at(datetime(2026, 11, 17, 10, 59, tzinfo=UTC)) == []
    assert seen_at(datetime(2026, 11, 17, 11, 1, tzinfo=UTC)) == [("at_risk", True)]
    assert seen_at(datetime(2026, 11, 17, 22, 59, tzinfo=UTC)) == [("at_risk", True)]
    assert seen_at(datetime(2026, 11, 17, 23, 1, tzinfo=UTC)) == [("overdue", True)]
    take(report("2", datetime(2026, 11, 18, 9, tzinfo=UTC), State.DELIVERED))
    assert seen_at(at(60)) == [("overdue", False)]


def test_who_is_out_for_delivery_is_not_at_risk() -> None:
    sent(report("1", at(24), State.OUT_FOR_DELIVERY, expected_on=TUE))
    assert seen_at(at(26)) == []


def test_what_waits_for_more_than_four_days_is_not_picked_up() -> None:
    sent(report("1", at(10), State.READY_FOR_PICKUP, expected_on=TUE))
    assert seen_at(at(10 + 95)) == []
    assert seen_at(at(10 + 97)) == [("not_picked_up", True)]
    take(report("2", at(120), State.DELIVERED))
    assert seen_at(at(121)) == [("not_picked_up", False)]


@pytest.mark.parametrize("fields", [{"is_test": True}, {"cancelled_at": at(1)}])
def test_trials_and_cancelled_orders_are_nobodys_worry(fields: dict[str, Any]) -> None:
    sent(**fields)
    assert seen_at(at(80)) == []


def test_looking_twice_says_nothing_twice() -> None:
    sent(report("1", at(2), State.IN_TRANSIT, expected_on=TUE))
    with clock.stopped_at(at(100)):
        assert (watch(), watch()) == (2, 0)
    assert Incident.objects.count() == 1  # late is late


def test_a_look_that_is_killed_between_goes_on_with_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(5):
        take(order(ref=str(number)))
        take(shipment(f"s{number}", order_ref=str(number), tracking_number=f"PN{number}"))
    monkeypatch.setattr(watching, "BATCH", 2)
    plain, calls = noticing.notice_all, 0

    def dies(orders: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        plain(orders)

    monkeypatch.setattr(watching, "notice_all", dies)
    with clock.stopped_at(at(100)):
        with pytest.raises(KeyboardInterrupt):
            watch()
        assert Incident.objects.count() == 2
        assert watch() == 3
    assert Incident.objects.count() == 5


@pytest.mark.parametrize(
    ("now", "days", "then"),
    [
        # Monday 9:00 back over the weekend
        ("2026-11-16T09:00", 1, "2026-11-13T09:00"),
        ("2026-11-19T09:00", 3, "2026-11-16T09:00"),
        # a Sunday counts as the end of Friday
        ("2026-11-22T15:00", 1, "2026-11-20T00:00"),
        ("2026-11-18T12:00", 0.5, "2026-11-18T00:00"),
    ],
)
def test_business_days_are_counted_back(now: str, days: float, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = still_since(moment, zone="UTC", days=days)
    assert abs(found - datetime.fromisoformat(then).replace(tzinfo=UTC)) < timedelta(seconds=1)


def test_a_carriers_pace_is_its_median_of_late_by_its_usual_one() -> None:
    take(order())
    take(shipment())
    plain = Shipment.objects.get()
    for number in range(60):
        is_late = number < 25
        there = at(24 * 60) - timedelta(days=2 if is_late else 40)
        took = timedelta(days=6 if is_late else 3)
        Shipment.objects.create(
            connection=plain.connection, order=plain.order, ref=f"n{number}", carrier_code="ups",
            delivered_at=there, shipped_at=there - took, state=State.DELIVERED,
        )  # fmt: skip
    with clock.stopped_at(at(24 * 60)):
        measure_paces()
    assert list(Pace.objects.values_list("carrier", "factor")) == [("ups", 2.0)]
