"""Every customer, order, fulfilment, refund and product of the shared data, through the door."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifelong.channels.models import Delivery, DeliveryState
from lifelong.commerce.models import Order, Product, Refund, Shipment
from lifelong.connectors.shopify.signature import digest, sign
from lifelong.connectors.shopify.tests.building import SECRET, shop
from lifelong.connectors.tests.shop import knock, send
from lifelong.customers.models import Handle
from lifelong.events.models import Event
from lifelong.events.reactor import handle

WEBHOOKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "webhooks"
SHOPIFY = WEBHOOKS / "shopify_python_api"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHOPIFY.exists(), reason="the shared bodies are not beside us"),
]

#: the topics under which a body of a file comes
TOPICS = {
    "customer": ("customers/create", "customers/update"),
    "customers_search": ("customers/update",),
    "customer_saved_search_customers": ("customers/update",),
    "order": (
        "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled",
        "orders/partially_fulfilled",
    ),
    "orders": ("orders/create",),
    "fulfillment": ("fulfillments/create", "fulfillments/update"),
    "fulfillment_event": ("fulfillment_events/create",),
    "refund": ("refunds/create",),
    "product": ("products/create", "products/update"),
    "products": ("products/create",),
}  # fmt: skip


def bodies() -> Iterator[tuple[str, str, Any]]:
    """(name, topic, body) of all; lists are taken apart, and a body is sent wrapped and bare."""
    for name, topics in TOPICS.items():
        whole = json.loads((SHOPIFY / f"{name}.json").read_text())
        inner = next(iter(whole.values())) if isinstance(whole, dict) else whole
        for number, body in enumerate(inner if isinstance(inner, list) else [inner]):
            for topic in topics:
                yield f"{name} {number} {topic}", topic, body
        if isinstance(inner, dict):
            yield f"{name} wrapped", topics[0], whole


BODIES = list(bodies()) if SHOPIFY.exists() else []


@pytest.mark.parametrize(("topic", "body"), [one[1:] for one in BODIES], ids=[b[0] for b in BODIES])
def test_every_body_is_accepted_as_it_is_and_refused_when_altered(topic: str, body: Any) -> None:
    at, raw = shop(), json.dumps(body).encode()
    kept = send(at, topic, raw)
    assert (kept.state, kept.reason) == (DeliveryState.STORED, "")
    altered = raw.replace(b"1", b"2", 1)
    assert altered != raw
    refused = knock(at, topic, altered, signature=sign(raw, secret=SECRET))
    assert refused.status_code == 403 and refused.content
    assert Delivery.objects.count() == 1


def test_all_of_them_together_are_one_shop() -> None:
    at = shop()
    # two files tell of one order at the same second: the one with its items comes last
    for _name, topic, body in sorted(BODIES, key=lambda one: one[0].startswith("order 0")):
        send(at, topic, body)
    assert not Delivery.objects.filter(state__in=["parked", "unprocessed"]).exists()
    made = Order.objects.get(number="#1001")
    assert (made.total, made.currency, made.items.count()) == (40994, "USD", 3)
    assert made.customer == Handle.objects.get(value="bob.norman@hostmail.com").customer
    assert Shipment.objects.filter(order=made).count() == 1
    assert Refund.objects.get().money.amount == 20900
    assert Product.objects.get(ref="632910392").variants.count() == 4
    handle([str(one) for one in Event.objects.values_list("id", flat=True)])


def test_a_calculated_refund_is_no_refund() -> None:
    kept = send(shop(), "refunds/create", (SHOPIFY / "refund_calculate.json").read_bytes())
    assert kept.state == DeliveryState.PARKED and "“id”" in kept.reason


def test_the_shared_vectors_are_made_by_our_digest() -> None:
    """They are of another use of the same HMAC: pairs sorted by name, the digest in hex."""
    vectors = json.loads((WEBHOOKS / "signatures" / "shopify_hmac.json").read_text())
    for one in vectors:
        assert digest(_signed(one["params"]), secret=one["secret"]).hex() == one["hmac"]
        assert digest(_signed(one["params"]) + b"x", secret=one["secret"]).hex() != one["hmac"]


def _signed(params: dict[str, Any]) -> bytes:
    spelled = {
        name.removesuffix("[]"): json.dumps([str(one) for one in value])
        if isinstance(value, list)
        else value
        for name, value in params.items()
    }
    return "&".join(f"{name}={spelled[name]}" for name in sorted(spelled)).encode()
