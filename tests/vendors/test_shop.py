"""A shop that sends twice, in disorder, and again when we were not there."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from lifelong.channels.models import Connection, Delivery
from lifelong.commerce.models import Order, ShipmentState
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify.tests.building import SECRET, fulfilment_body, order_body, shop
from tests.vendors.server import busy, standing
from tests.vendors.shopify import Shopify

pytestmark = pytest.mark.django_db(transaction=True)


def a_life(made: Shopify) -> None:
    """An order, paid a moment later, shipped, underway, cancelled at last."""
    made.happens("orders/create", order_body(financial_status="pending"))
    made.happens("orders/paid", order_body())
    made.happens("fulfillments/create", fulfilment_body())
    moved = fulfilment_body(updated_at="2026-11-18T09:00:00+01:00", shipment_status="in_transit")
    made.happens("fulfillments/update", moved)
    end = "2026-11-19T09:00:00+01:00"
    made.happens("orders/cancelled", order_body(updated_at=end, cancelled_at=end))


@pytest.fixture
def made(live_server: LiveServer) -> Iterator[Shopify]:
    made = Shopify(f"{live_server.url}/hooks/shopify/{shop().key}", secret=SECRET)
    with standing(made):
        yield made


@pytest.mark.parametrize("seed", range(4))
def test_twice_and_in_disorder_ends_as_it_should(made: Shopify, seed: int) -> None:
    a_life(made)
    assert set(made.send(copies=2, disorder=seed)) == {200}
    while settle_batch():
        pass
    order = Order.objects.get()
    assert (order.financial, order.cancelled_at is not None) == ("paid", True)
    assert order.shipments.get().state == ShipmentState.IN_TRANSIT
    states = list(Delivery.objects.values_list("state", flat=True))
    assert sorted(states) == ["duplicate"] * 5 + ["stored"] * 5


def test_what_was_turned_away_comes_again(made: Shopify) -> None:
    Connection.objects.update(is_active=False)
    a_life(made)
    assert set(made.send()) == {404} and len(made.waiting) == 5
    Connection.objects.update(is_active=True)
    assert set(made.send()) == {200} and made.waiting == []
    while settle_batch():
        pass
    assert Order.objects.get().cancelled_at is not None


def test_it_can_be_asked_and_may_be_busy(made: Shopify) -> None:
    made.happens("orders/create", order_body(id=7))
    asked = urllib.request.Request(
        f"{made.url}/admin/api/2026-10/orders/7.json",
        headers={"X-Shopify-Access-Token": made.access_token},
    )
    made.fail_next(busy(2), method="GET")
    with pytest.raises(urllib.error.HTTPError, match="429") as refused:
        urllib.request.urlopen(asked, timeout=5)
    refused.value.close()
    with urllib.request.urlopen(asked, timeout=5) as answer:
        assert json.load(answer)["order"]["name"] == "#9999"
