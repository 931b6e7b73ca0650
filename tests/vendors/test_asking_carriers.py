"""A brand without a feed asks its carriers: politely, and whatever they answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lifelong.channels.models import Connection, Delivery
from lifelong.commerce.actions.polling import EVERY
from lifelong.commerce.feeds import FeedState, feed_state
from lifelong.commerce.models import Feed, Incident, Shipment
from lifelong.commerce.tests.building import at, connection, order, shipment, take
from lifelong.connectors.asking import ask, asked_ids
from lifelong.connectors.carriers import asking
from lifelong.connectors.carriers.tests.recorded import account, scan
from lifelong.connectors.intake import settle_batch
from lifelong.lib import clock
from tests.vendors.carrier import Carrier
from tests.vendors.server import DIES, Fault, Says, busy, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrier]:
    monkeypatch.setattr(asking, "PATIENCE", 2.0)
    made = Carrier()
    with standing(made):
        yield made


def parcels(count: int) -> None:
    for number in range(count):
        take(order(ref=str(number)))
        take(
            shipment(
                f"s{number}", order_ref=str(number), carrier="USPS", tracking_number=f"US{number}"
            )
        )


def at_usps(carrier: Carrier) -> Connection:
    return account(url=carrier.url, of=connection().brand)


def read_all() -> None:
    while settle_batch():
        pass


def test_what_it_says_is_known_of_the_parcel(carrier: Carrier) -> None:
    parcels(2)
    here = at_usps(carrier)
    carrier.scans["US0"] = [scan("02", "November 17, 2026"), scan("10", "November 16, 2026")]
    with clock.stopped_at(at(30)):
        assert asked_ids() == [here.id] and ask(here.id) == 2
        read_all()
        assert feed_state(here.brand).state is FeedState.ALIVE
    assert set(Delivery.objects.values_list("state", flat=True)) == {"stored"}
    assert Shipment.objects.get(ref="s0").state == "attempted"
    assert Incident.objects.get().cause == "attempt_failed"


def test_a_parcel_is_asked_about_again_after_hours_and_not_once_it_is_there(
    carrier: Carrier,
) -> None:
    parcels(2)
    here = at_usps(carrier)
    carrier.scans["US0"] = [scan("01", "November 17, 2026")]
    with clock.stopped_at(at(30)):
        assert (ask(here.id), ask(here.id)) == (2, 0)
        read_all()
    with clock.stopped_at(at(30) + EVERY + timedelta(minutes=1)):
        assert ask(here.id) == 1


def test_another_carriers_and_another_brands_parcels_are_not_its_business(
    carrier: Carrier,
) -> None:
    take(order())
    take(shipment())
    parcels(1)
    here = account(url=carrier.url)
    with clock.stopped_at(at(1)):
        assert ask(here.id) == 0 and ask(at_usps(carrier).id) == 1


@pytest.mark.parametrize(
    ("fault", "pause", "why"),
    [
        (DIES, timedelta(minutes=1), "reached"),
        (Fault(slow=2.5), timedelta(minutes=1), "reached"),
        (Fault(before=Says(503)), timedelta(minutes=1), "503"),
        (Fault(before=Says(401)), timedelta(minutes=1), "keys"),
        (busy(1800), timedelta(minutes=30), "less often"),
    ],
)
def test_one_that_fails_is_left_in_peace_for_a_while(
    carrier: Carrier, fault: Fault, pause: timedelta, why: str
) -> None:
    parcels(3)
    here = at_usps(carrier)
    carrier.fail_next(fault, method="GET")
    with clock.stopped_at(at(1)):
        assert ask(here.id) == 0 and len(carrier.asked) == 1, "the first failure ends the round"
        feed = Feed.objects.get()
        assert feed.ask_after == at(1) + pause and why in feed.why
        assert feed_state(here.brand).why == feed.why
    with clock.stopped_at(at(1) + pause - timedelta(seconds=1)):
        assert ask(here.id) == 0 and len(carrier.asked) == 1
    with clock.stopped_at(at(1) + pause + timedelta(seconds=1)):
        assert ask(here.id) == 3
        assert Feed.objects.get().failures == 0


def test_the_pauses_grow(carrier: Carrier) -> None:
    parcels(1)
    here, now = at_usps(carrier), at(1)
    carrier.fail_next(*[Fault(before=Says(500))] * 6, method="GET")
    waits = []
    for _round in range(6):
        with clock.stopped_at(now):
            ask(here.id)
        until = Feed.objects.get().ask_after
        assert until is not None
        waits.append((until - now).total_seconds() / 60)
        now = until + timedelta(seconds=1)
    assert waits == [1, 5, 15, 60, 240, 240]


def test_nonsense_is_parked_with_its_reason(carrier: Carrier) -> None:
    parcels(1)
    carrier.fail_next(Fault(before=Says(200, b"<html><br></html>")), method="GET")
    ask(at_usps(carrier).id)
    read_all()
    kept = Delivery.objects.get()
    assert kept.state == "parked" and kept.reason == "The answer is not XML."
