"""What Shopify sends, at the door and beyond it."""

import hmac
from datetime import date

import pytest

from lifelong.channels.models import Connection, Delivery, DeliveryState
from lifelong.commerce.models import Order, Shipment, ShipmentState
from lifelong.connectors.shopify.signature import digest, sign
from lifelong.connectors.shopify.tests.building import SECRET, fulfilment_body, order_body, shop
from lifelong.connectors.tests.shop import knock, send
from lifelong.events.models import Event
from lifelong.lib import ids

pytestmark = pytest.mark.django_db


def test_a_signed_order_becomes_an_order() -> None:
    assert send(shop(), "orders/create", order_body()).state == DeliveryState.STORED
    made = Order.objects.get()
    assert (made.number, made.total, made.currency, made.email) == (
        "#9999", 5500, "EUR", "ana@example.com",
    )  # fmt: skip
    assert made.customer is not None and made.customer.name == "Ana Lind"


def test_an_altered_body_is_refused_with_the_reason_and_not_kept() -> None:
    at, body = shop(), b'{"id": 1}'
    answer = knock(at, "orders/create", b'{"id": 2}', signature=sign(body, secret=SECRET))
    assert answer.status_code == 403 and b"altered" in answer.content
    at.refresh_from_db()
    assert (at.refused, at.refused_why) == (1, answer.content.decode())
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("signature", ["", "AAAA", "\u00e4", "=" * 500])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    assert knock(shop(), "orders/create", b"{}", signature=signature).status_code == 403


def test_the_secret_before_the_last_counts_for_a_while() -> None:
    at = shop()
    at.secrets = {"secret": "new", "previous": SECRET}
    at.save()
    assert knock(at, "orders/create", order_body()).status_code == 200


def test_without_a_secret_nobody_comes_in() -> None:
    at = shop()
    at.secrets = {"secret": ""}
    at.save()
    empty = sign(b"{}", secret="")
    assert knock(at, "orders/create", b"{}", signature=empty).status_code == 403


def test_the_digest_is_hmac_over_the_raw_bytes() -> None:
    body = '{"a": "\u00e4"}'.encode()
    assert digest(body, secret="hush") == hmac.new(b"hush", body, "sha256").digest()


def test_a_copy_is_a_duplicate_under_whichever_topic() -> None:
    at = shop()
    send(at, "orders/create", order_body(), Webhook_Id="1")
    assert send(at, "orders/create", order_body(), Webhook_Id="1").state == "duplicate"
    assert send(at, "orders/paid", order_body(), Webhook_Id="2").state == "duplicate"


def test_the_moment_of_triggering_decides_within_a_second() -> None:
    at = shop()
    send(at, "orders/paid", order_body(), Triggered_At="2026-11-16T09:00:00.9Z")
    pending = order_body(financial_status="pending")
    send(at, "orders/create", pending, Triggered_At="2026-11-16T09:00:00.1Z")
    assert Order.objects.get().financial == "paid"


def test_a_parcel_goes_its_way_by_fulfilments_and_their_events() -> None:
    at = shop()
    send(at, "orders/create", order_body())
    send(at, "fulfillments/create", fulfilment_body())
    event = {
        "id": 1,
        "fulfillment_id": 123456,
        "order_id": 820982911946154508,
        "status": "in_transit",
        "happened_at": "2026-11-17T20:00:00+01:00",
        "estimated_delivery_at": "2026-11-19T23:59:00+01:00",
    }
    send(at, "fulfillment_events/create", event)
    parcel = Shipment.objects.get()
    assert (parcel.state, parcel.expected_on) == (ShipmentState.IN_TRANSIT, date(2026, 11, 19))
    delayed = fulfilment_body(
        updated_at="2026-11-18T09:00:00+01:00",
        shipment_status="delayed",
        estimated_delivery_at="2026-11-23T00:30:00+01:00",
    )
    send(at, "fulfillments/update", delayed)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.expected_on) == (ShipmentState.DELAYED, date(2026, 11, 23))
    assert (parcel.carrier, parcel.tracking_number, parcel.items) == (
        "PostNord", "PN1", {"487817672276298554": 2},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "body", "said"),
    [
        ("orders/create", b"\xff", "JSON"),
        ("orders/create", b"[1]", "JSON object"),
        ("orders/create", b"[" * 100_000, "JSON"),
        ("orders/create", b'{"id": 1}', "currency"),
        ("orders/create", b'{"id": true, "currency": "EUR"}', "id"),
        ("refunds/create", b'{"refund": {"currency": "USD"}}', "id"),
        ("carts/update", b"{}", "carts/update"),
        ("", b"{}", "X-Shopify-Topic"),
    ],
)
def test_what_cannot_be_read_is_parked_with_the_reason(topic: str, body: bytes, said: str) -> None:
    kept = send(shop(), topic, body)
    assert kept.state == DeliveryState.PARKED and said in kept.reason


def test_another_shop_of_the_same_app_is_parked() -> None:
    kept = send(shop(), "orders/create", order_body(), Shop_Domain="other.myshopify.com")
    assert kept.state == DeliveryState.PARKED and "other.myshopify.com" in kept.reason


def test_a_trial_is_understood_and_nothing_of_it_is_kept() -> None:
    kept = send(shop(), "orders/create", order_body(), Test="true")
    assert kept.state == DeliveryState.STORED and kept.reason
    assert not Order.objects.exists()


def test_the_same_id_in_two_shops_is_two_orders() -> None:
    for at in (shop("one.myshopify.com"), shop("two.myshopify.com")):
        send(at, "orders/create", order_body())
    assert Order.objects.count() == Connection.objects.count() == 2


def test_an_order_with_our_mark_is_known_as_sent_again_and_stays_so() -> None:
    at, concession = shop(), ids.new_id()
    marked = order_body(tags=f"vip, reship-{concession.hex}")
    send(at, "orders/create", marked)
    assert Order.objects.get().reship_for == concession
    assert Event.objects.get(name="OrderPlaced").data["is_reship"] is True
    later = order_body(tags="vip", updated_at="2026-11-16T11:00:00+01:00")
    send(at, "orders/updated", later)
    assert Order.objects.get().reship_for == concession


@pytest.mark.parametrize("tags", [None, "", "reship", "reship-1", "reship-" + "g" * 32, ["a"]])
def test_other_tags_mark_nothing(tags: object) -> None:
    kept = send(shop(), "orders/create", order_body(tags=tags))
    if kept.state == DeliveryState.STORED:
        assert Order.objects.get().reship_for is None
    else:
        assert "tags" in kept.reason
