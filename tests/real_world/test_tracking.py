"""Every tracking body and answer of the shared data: recognised, or refused with the reason."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from lifelong.channels.models import Delivery, DeliveryState
from lifelong.commerce.models import StrayReport
from lifelong.commerce.news import News, NoNews, TrackingNews
from lifelong.connectors.carriers.accounts import CARRIERS_BY_NAME
from lifelong.connectors.easypost import reading as easypost
from lifelong.connectors.easypost.signature import sign
from lifelong.connectors.easypost.tests.recorded import feed
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shippo import reading as shippo
from lifelong.connectors.tracking import parsed
from lifelong.conversations.incoming import Unreadable

WEBHOOKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "webhooks"
XML = WEBHOOKS / "carrier_tracking_xml"
EASYPOST, SHIPPO = WEBHOOKS / "easypost", WEBHOOKS / "shippo" / "track"
pytestmark = pytest.mark.skipif(not XML.exists(), reason="the shared answers are not beside us")

#: of each answer: the number asked about, the newest state, and causes; or a word of its refusal
ANSWERS: dict[str, tuple[str, str | None, set[str]] | str] = {
    "canadapost_pws/dnc_tracking_details_en.xml": (
        "1680678172650919", "delivered", {"attempt_failed", "not_picked_up"},
    ),
    "canadapost_pws/tracking_details_en.xml": ("1371134583769923", "delivered", {"address"}),
    "canadapost_pws/tracking_details_en_error.xml": "not know",
    "canadapost_pws/tracking_details_en_undelivered.xml": (
        "1371134583769923", "out_for_delivery", {"address"},
    ),
    "canadapost_pws/tracking_details_fr.xml": ("1371134583769923", "delivered", {"address"}),
    "canadapost_pws/tracking_details_no_expected_delivery_date.xml": (
        "8213295707205355", "preparing", set(),
    ),
    "fedex/tracking_request.xml": "no answer",
    "fedex/tracking_response_bad_tracking_number.xml": "5508",
    "fedex/tracking_response_delivered_at_door.xml": ("", "delivered", set()),
    "fedex/tracking_response_delivered_at_facility.xml": ("", "delivered", {"attempt_failed"}),
    "fedex/tracking_response_delivered_with_signature.xml": ("", "delivered", set()),
    "fedex/tracking_response_empty_status_detail.xml": "nothing yet",
    "fedex/tracking_response_failure_code_9045.xml": "9045",
    "fedex/tracking_response_failure_code_9080.xml": "9080",
    "fedex/tracking_response_in_transit.xml": ("", "in_transit", set()),
    "fedex/tracking_response_invalid_tracking_number.xml": "6035",
    "fedex/tracking_response_missing_status_code.xml": "nothing yet",
    "fedex/tracking_response_multiple_results.xml": "several parcels",
    "fedex/tracking_response_not_found.xml": "not know",
    "fedex/tracking_response_shipment_exception.xml": (
        "957794015041323", "in_transit", {"exception"},
    ),
    "fedex/tracking_response_unable_to_process.xml": "6330",
    "fedex/tracking_response_with_blank_state.xml": ("", None, set()),
    "stamps/track_shipment_request.xml": "no answer",
    "stamps/track_shipment_response.xml": ("", "delivered", set()),
    "usps/invalid_xml_tracking_response_error.xml": "-2147219067",
    "usps/tracking_request.xml": "no answer",
    "usps/tracking_request_batch.xml": "no answer",
    "usps/tracking_response.xml": ("9102901000462189604217", "delivered", set()),
    "usps/tracking_response_alt.xml": ("9102901000462189604217", "out_for_delivery", set()),
    "usps/tracking_response_batch.xml": ("9102901000462189604217", "delivered", set()),
    "usps/tracking_response_failure.xml": "not know",
    "usps/tracking_response_not_available.xml": "not know",
    "usps/tracking_response_test_error.xml": "-2147219040",
}  # fmt: skip


def carrier_of(name: str) -> str:
    return name.partition("/")[0].removesuffix("_pws")


def read(name: str) -> News:
    raw = (XML / name).read_bytes()
    numbers = re.findall(rb"<pin>(\w+)|<TrackingNumber>(\w+)|TrackInfo ID=\"(\w+)\"", raw)
    number = next((one for found in numbers for one in found if one), b"1234").decode()
    return CARRIERS_BY_NAME[carrier_of(name)].read(raw, number)


def test_every_answer_is_here() -> None:
    there = {path.relative_to(XML).as_posix() for path in XML.rglob("*.xml")}
    assert there == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_recognised_or_refused_with_the_reason(name: str) -> None:
    expected = ANSWERS[name]
    if isinstance(expected, str):
        try:
            news = read(name)
        except Unreadable as refusal:
            why = str(refusal)
        else:
            assert isinstance(news, NoNews)
            why = news.why
        assert expected in why and why.endswith(".")
        return
    news = read(name)
    assert isinstance(news, TrackingNews)
    number, state, causes = expected
    assert news.number and number in ("", news.number)
    newest = [one.state for one in news.reports if one.state is not None]
    assert state is None or newest[-1] == state
    assert {one.cause.value for one in news.reports if one.cause} >= causes


def test_no_carrier_reads_what_another_says() -> None:
    for name in ANSWERS:
        for other in {*CARRIERS_BY_NAME} - {carrier_of(name)}:
            with pytest.raises(Unreadable):
                CARRIERS_BY_NAME[other].read((XML / name).read_bytes(), "1234")


def test_a_changed_day_is_told_with_the_first_one() -> None:
    news = read("canadapost_pws/tracking_details_en_undelivered.xml")
    assert isinstance(news, TrackingNews)
    days = [str(one.expected_on) for one in news.reports if one.expected_on]
    assert days == ["2011-02-01", "2011-02-11"]


# -- EasyPost


@pytest.mark.django_db
def test_easyposts_event_with_its_published_signature_is_taken_and_altered_is_refused(
    client: Any,
) -> None:
    fixtures = json.loads((EASYPOST / "client-library-fixtures.json").read_text())["webhooks"]
    body = (EASYPOST / "event-body.json").read_bytes().strip()
    assert sign(body, secret=fixtures["secret"]) == fixtures["hmac_signature"]
    here = feed()
    said = {"X-Hmac-Signature": sign(body, secret=fixtures["secret"])}
    path = f"/hooks/easypost/{here.key}"
    kinds = {"content_type": "application/json", "headers": said}
    assert client.post(path, data=body + b" ", **kinds).status_code == 403
    assert client.post(path, data=body, **kinds).status_code == 200
    settle_batch()
    assert Delivery.objects.get().state == DeliveryState.STORED
    kept = StrayReport.objects.filter(number="1", carrier="fedex")
    assert kept.count() == 8 and kept.filter(expected_on="2024-08-05").count() == 1


def _answers(path: Path) -> list[str]:
    """The bodies that a cassette has recorded as one string each."""
    texts = re.findall(r"string: '(\{.*?\})'\n", path.read_text(), flags=re.S)
    return [re.sub(r"\n\s+", " ", text).replace("''", "'") for text in texts]


def test_every_tracker_of_the_cassettes_is_recognised() -> None:
    trackers = []
    for path in sorted(EASYPOST.glob("test_tracker_*.yaml")):
        for text in _answers(path):
            body = json.loads(text)
            trackers += body.get("trackers", [body] if body.get("object") == "Tracker" else [])
    assert len(trackers) >= 10
    for one in trackers:
        news = easypost.news_of(one)
        assert isinstance(news, TrackingNews) and news.reports


def test_cassettes_of_webhooks_tell_of_no_parcel() -> None:
    bodies = [
        json.loads(text)
        for path in sorted(EASYPOST.glob("test_webhook_*.yaml"))
        for text in _answers(path)
    ]
    assert bodies
    for one in bodies:
        try:
            assert isinstance(easypost.news_of(one), NoNews)
        except Unreadable as refusal:
            assert str(refusal).endswith(".")


# -- Shippo


@pytest.mark.parametrize("name", ["test_create", "test_get_status"])
def test_shippos_recorded_tracks_are_recognised(name: str) -> None:
    bodies = [parsed(raw) for raw in _unpacked(SHIPPO / name)]
    found = [body for body in bodies if "tracking_number" in body]
    assert found
    for body in found:
        news = shippo.news_of(body)
        assert isinstance(news, TrackingNews) and news.carrier == "usps"
        wrapped = shippo.news_of({"event": "track_updated", "data": body})
        assert wrapped == news


@pytest.mark.parametrize("name", ["test_invalid_create", "test_invalid_get_status"])
def test_shippos_refusals_are_refused(name: str) -> None:
    bodies = _unpacked(SHIPPO / name)
    assert bodies
    for raw in bodies:
        try:
            assert isinstance(shippo.news_of(parsed(raw)), NoNews)
        except Unreadable as refusal:
            assert str(refusal).endswith(".")


def _unpacked(path: Path) -> list[bytes]:
    blocks = re.findall(r"!!binary \|\n((?: {8}\S+\n)+)", path.read_text())
    return [gzip.decompress(base64.b64decode("".join(block.split()))) for block in blocks]
