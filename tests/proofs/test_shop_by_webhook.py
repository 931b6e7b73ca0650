"""A shop's webhooks, whatever happens to them: one copy, any order, any body."""

import json
import random
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from lifelong.channels.models import Connection, Delivery, DeliveryState
from lifelong.channels.tests.building import endpoint
from lifelong.commerce.actions import ordering
from lifelong.commerce.models import Milestone, Order, Refund, Shipment
from lifelong.commerce.news import OrderNews
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify.tests.building import fulfilment_body, order_body, shop
from lifelong.connectors.tests.shop import knock
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.customers.models import Customer, HandleClaim
from lifelong.events.models import Event
from tests.proofs.at_once import at_once
from tests.proofs.mutations import json_mutations, nothing_is_lost
from tests.proofs.shops import react

pytestmark = pytest.mark.django_db(transaction=True)

REFUND = {
    "id": 7,
    "order_id": 820982911946154508,
    "created_at": "2026-11-18T10:00:00+01:00",
    "transactions": [{"kind": "refund", "status": "success", "amount": "25.00", "currency": "EUR"}],
    "refund_line_items": [{"line_item_id": 487817672276298554, "quantity": 1, "subtotal": "25.00"}],
}
EVENT = {
    "id": 8,
    "fulfillment_id": 123456,
    "order_id": 820982911946154508,
    "status": "in_transit",
    "happened_at": "2026-11-17T20:00:00+01:00",
    "estimated_delivery_at": "2026-11-19T20:00:00+01:00",
}
CUSTOMER = {"id": 115310627314723954, "first_name": "Ana", "email": "ana@example.com"}
PRODUCT = {
    "id": 5,
    "title": "Lantern",
    "updated_at": "2026-11-16T10:00:00+01:00",
    "variants": [{"id": 6, "title": "brass", "price": "25.00", "inventory_quantity": 4}],
}
TOLD = [
    ("orders/create", order_body()),
    ("orders/updated", order_body(updated_at="2026-11-17T10:00:00+01:00", note="Ring twice")),
    ("fulfillments/create", fulfilment_body()),
    ("fulfillment_events/create", EVENT),
    ("refunds/create", REFUND),
    ("customers/create", CUSTOMER),
    ("products/create", PRODUCT),
]


# -- exactly one copy


def test_each_body_5_times_read_by_8_workers_at_once_is_taken_in_once() -> None:
    each_body_five_times(orders=3)


@pytest.mark.proof
def test_each_of_700_bodies_5_times_read_by_8_workers_at_once_is_taken_in_once() -> None:
    each_body_five_times(orders=100)


def each_body_five_times(orders: int) -> None:
    at, bodies = shop(), []
    for number in range(orders):
        for topic, body in TOLD:
            text = json.dumps(body)
            for old in ("820982911946154508", "123456", "115310627314723954", "ana@"):
                text = text.replace(old, f"{old.rstrip('@')}{number:03d}{'@' * old.endswith('@')}")
            if topic in ("refunds/create", "fulfillment_events/create"):
                text = text.replace('"id": 7,', f'"id": 7{number:03d},')
                text = text.replace('"id": 8,', f'"id": 8{number:03d},')
            bodies.append((topic, text.encode()))
    copies = bodies * 5
    random.Random(4).shuffle(copies)
    for topic, raw in copies:
        assert knock(at, topic, raw).status_code == 200
    at_once([take_all] * 8, workers=8)
    states = list(Delivery.objects.values_list("state", flat=True))
    # one product is told of for all orders
    different = len({raw for _topic, raw in bodies})
    assert states.count(DeliveryState.STORED) == different
    assert states.count(DeliveryState.DUPLICATE) == len(copies) - different
    assert Order.objects.count() == Shipment.objects.count() == Refund.objects.count() == orders
    assert Customer.objects.count() == HandleClaim.objects.filter(kind="store").count() == orders
    for name in ("OrderPlaced", "ShipmentSent", "OrderRefunded"):
        assert Event.objects.filter(name=name).count() == orders
    assert not Order.objects.exclude(note="Ring twice").exists(), "the newer telling counts"


def test_what_different_readers_hear_of_one_order_at_once_ends_as_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = ordering._write

    def slowly(order: Order, news: OrderNews) -> None:
        time.sleep(0.03)  # between reading an order and writing it others would come in
        plain(order, news)

    monkeypatch.setattr(ordering, "_write", slowly)
    at, told = shop(), []
    for minute in range(20):
        refund = REFUND | {"id": 100 + minute}
        moment = f"2026-11-17T10:{minute:02d}:00+01:00"
        body = order_body(updated_at=moment, note=f"{minute}", refunds=[refund])
        told += [("orders/updated", body), ("refunds/create", refund)]
    random.Random(2).shuffle(told)
    for topic, body in told:
        assert knock(at, topic, body).status_code == 200

    def take_singly() -> None:
        while Delivery.objects.filter(state=DeliveryState.UNPROCESSED).exists():
            settle_batch(limit=1)

    at_once([take_singly] * 8, workers=8)
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.STORED}
    order = Order.objects.get()
    assert (order.note, order.refunds.count()) == ("19", 20)
    assert order.milestones.count() == Event.objects.exclude(name="OrderChanged").count() == 21


def take_all() -> None:
    try:
        while Delivery.objects.filter(state=DeliveryState.UNPROCESSED).exists():
            settle_batch()
    finally:
        connection.close()


# -- orders and words at the same time


def test_an_order_and_its_buyers_first_words_at_once_end_on_one_timeline() -> None:
    ours, at = endpoint(), shop()
    for number in range(5):
        assert knock(at, "orders/create", order_body(id=number + 1)).status_code == 200
    write = partial(receive_one, incoming(sender="ana@example.com"), at=ours)
    calls: list[Callable[[], object]] = [take_all, write, react, take_all]
    at_once(calls, workers=4)
    react()
    assert Customer.objects.count() == 1
    lines = Entry.objects.filter(details__what="order-placed")
    assert sorted(lines.values_list("id", flat=True)) == sorted(
        Milestone.objects.values_list("id", flat=True)
    )
    assert lines.count() == 5


# -- whatever comes


def test_300_mutated_bodies_crash_nothing_and_lose_nothing() -> None:
    mutated_bodies(300)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_mutated_bodies_crash_nothing_and_lose_nothing() -> None:
    mutated_bodies(10_000)


def mutated_bodies(count: int) -> None:
    at, sent = shop(), 0
    receive_one(incoming(sender="ana@example.com"), at=endpoint())
    for share, (topic, body) in enumerate(TOLD):
        wanted = count // len(TOLD) + (share < count % len(TOLD))
        for raw in json_mutations([json.dumps(body).encode()], count=wanted, seed=share):
            assert knock(at, topic, raw).status_code == 200
            sent += 1
    assert sent == count
    states = nothing_is_lost(count)
    assert states[DeliveryState.STORED] > count / 10, "most mutations should go further than this"
    assert states[DeliveryState.PARKED] > count / 10
    good = order_body(id=999_999_999, name="#good")
    assert knock(at, "orders/create", good).status_code == 200
    nothing_is_lost(count + 1)
    assert Order.objects.get(number="#good").total == 5500
    assert Connection.objects.get().refused == 0
