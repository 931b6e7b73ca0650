"""Parcels as tracking feeds and carriers tell of them."""

import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Connection, Delivery
from lifelong.commerce.feeds import FeedState, feed_state
from lifelong.commerce.models import Incident, Shipment, ShipmentReport, StrayReport
from lifelong.commerce.tests.building import at, connection, order, shipment, take
from lifelong.commerce.tracking import carrier_of, country_of, may_be_one, number_of, numbers_in
from lifelong.connectors.aftership.reading import EXCEPTIONS, TAGS, meaning
from lifelong.connectors.easypost.signature import sign
from lifelong.connectors.easypost.tests import recorded as easypost
from lifelong.connectors.hooks import Knock
from lifelong.connectors.intake import settle_batch
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def tell(feed: Connection, body: dict[str, Any], **headers: str) -> Delivery:
    raw = json.dumps(body).encode()
    said = {"X-Hmac-Signature": sign(raw, secret=easypost.SECRET), **headers}
    answer = Client().post(
        f"/hooks/easypost/{feed.key}", data=raw, content_type="application/json", headers=said
    )
    assert answer.status_code == 200, answer.content
    while settle_batch():
        pass
    return Delivery.objects.order_by("-id")[0]


def feed() -> Connection:
    """Of the brand whose shop is connected."""
    return easypost.feed(of=connection().brand)


def test_a_report_finds_its_parcel_by_number_and_carrier() -> None:
    take(order())
    take(shipment(tracking_number="pn 1"))
    tell(feed(), easypost.event(easypost.MOVING, easypost.LOST))
    parcel = Shipment.objects.get()
    assert (parcel.state, parcel.moved_at) == ("failed", at(24))
    assert Incident.objects.get().cause == "lost"
    said = ShipmentReport.objects.get(cause="lost")
    assert (said.place, said.words, said.sub_status) == (
        "EDISON, NJ, US", "Arrived at FedEx location", "lost",
    )  # fmt: skip


def test_each_history_is_told_again_and_counts_once() -> None:
    take(order())
    take(shipment())
    here = feed()
    tell(here, easypost.event(easypost.MOVING))
    tell(here, easypost.event(easypost.MOVING, easypost.LOST))
    last = tell(here, easypost.event(easypost.MOVING, easypost.LOST, weight=3))
    assert ShipmentReport.objects.exclude(ref="sent").count() == 2
    assert "late" in last.reason and Incident.objects.count() == 1


def test_a_report_that_comes_before_its_parcel_is_kept_for_it() -> None:
    kept = tell(feed(), easypost.event(easypost.MOVING, easypost.LOST))
    assert "kept until" in kept.reason and StrayReport.objects.count() == 2
    take(order())
    take(shipment())
    assert Incident.objects.get().cause == "lost" and not StrayReport.objects.exists()


def test_another_carriers_or_brands_number_is_another_parcel() -> None:
    take(order())
    take(shipment())
    tell(feed(), easypost.event(easypost.LOST, carrier="UPS"))
    tell(easypost.feed(), easypost.event(easypost.LOST))
    assert not Incident.objects.exists() and StrayReport.objects.count() == 2


def test_told_and_shipped_in_one_batch_nothing_is_left_astray() -> None:
    from lifelong.commerce.actions.taking_in import take_in_all
    from lifelong.commerce.news import Reported, TrackingNews
    from lifelong.commerce.tests.building import telling

    said = Reported(ref="x", at=at(9), state=None, expected_on=None)
    tracked = telling(TrackingNews(number="PN1", carrier="", reports=(said,)), told_at=at(9))
    take_in_all([telling(order()), tracked, telling(shipment(), told_at=at(99))])
    take_in_all([telling(shipment(updated_at=at(100)), told_at=at(100))])
    assert not StrayReport.objects.exists()
    assert ShipmentReport.objects.filter(ref="x").exists()


# -- signatures


def test_version_2_signs_moment_and_path_and_a_repeated_one_is_refused() -> None:
    here = feed()
    body = json.dumps(easypost.event(easypost.MOVING)).encode()
    path, now = f"/hooks/easypost/{here.key}", clock.now()

    def knock(moment: str, signed_path: str = path) -> int:
        signed = sign(f"{moment}POST{signed_path}".encode() + body, secret=easypost.SECRET)
        said = {"X-Hmac-Signature-V2": signed, "X-Timestamp": moment, "X-Path": signed_path}
        answer = Client().post(path, data=body, content_type="application/json", headers=said)
        return answer.status_code

    assert knock(now.isoformat()) == 200
    assert knock((now - timedelta(hours=2)).isoformat()) == 403
    assert knock("yesterday") == 403
    assert knock(now.isoformat(), "/hooks/easypost/another") == 403


def test_a_secret_with_marks_is_spelled_as_easypost_does() -> None:
    decomposed = "se\u0301cret"
    ours = sign(b"{}", secret="sécret")
    assert ours == "hmac-sha256-hex=" + hmac.digest(decomposed.encode(), b"{}", "sha256").hex()


@pytest.mark.parametrize("vendor", ["easypost", "aftership", "shippo"])
def test_without_a_secret_nothing_is_believed(vendor: str) -> None:
    from lifelong.connectors.hooks import Forged
    from lifelong.connectors.registry import CONNECTORS

    hook = CONNECTORS[vendor].hook
    assert hook is not None
    knock = Knock(url="https://here/?token=", headers={"aftership-hmac-sha256": "x"}, body=b"")
    with pytest.raises(Forged):
        hook.verify(knock, {})


# -- words


def test_every_status_of_aftership_means_something() -> None:
    assert len(TAGS) == 9 and len(EXCEPTIONS) == 16
    assert meaning("Exception", "Exception_013") == EXCEPTIONS["013"]
    assert meaning("Exception", "Exception_999") == TAGS["Exception"]
    assert meaning("InTransit", "InTransit_003") == TAGS["InTransit"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("FedEx Ground", "fedex"), ("FedExDefault", "fedex"), ("UPS®", "ups"), ("USPS", "usps"),
     ("dhl-express", "dhl"), ("canada-post", "canadapost"), ("Other", ""), ("", ""),
     ("Colis Privé", "colispriv")],
)  # fmt: skip
def test_one_carrier_has_one_name(words: str, code: str) -> None:
    assert carrier_of(words) == code


def test_numbers_are_compared_without_their_spaces() -> None:
    assert number_of("9400 1000-11") == "9400100011"
    assert numbers_in("a1, b 2,a1") == ["A1", "B2"]
    assert may_be_one("", "ups") and not may_be_one("ups", "usps")
    assert (country_of("Europe/Oslo"), country_of("UTC")) == ("NO", "")


# -- the age of a feed


def test_a_feed_is_alive_stale_or_dead_by_business_days_while_parcels_are_under_way() -> None:
    brand = connection().brand
    assert feed_state(brand).state is FeedState.NONE
    take(order())
    take(shipment())
    with clock.stopped_at(at(24)):
        tell(feed(), easypost.event(easypost.MOVING))
        assert feed_state(brand).state is FeedState.ALIVE
    for hours, state in [(47, "alive"), (49, "stale"), (95, "stale"), (97, "dead")]:
        with clock.stopped_at(at(hours)):
            found = feed_state(brand)
            assert (found.state, found.heard_at) == (state, at(24)) and found.why.endswith(".")
    Shipment.objects.update(state="delivered")
    with clock.stopped_at(at(500)):
        assert feed_state(brand).state is FeedState.ALIVE, "nothing is under way"


def test_what_cannot_be_read_is_no_sign_of_life() -> None:
    here = feed()
    keep("easypost", body=b"?", envelope={}, at=here)
    settle_batch()
    assert feed_state(here.brand).state is FeedState.NONE
