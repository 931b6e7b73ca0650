from datetime import date
from typing import Any

import pytest
from django.test import Client

from lifelong.commerce.models import ShipmentState
from lifelong.commerce.tests.building import (
    at,
    buyer,
    order,
    refund,
    report,
    shipment,
    take,
    taken,
)
from lifelong.conversations.actions.joining import join
from lifelong.web.api.tests.shop import Shop, calls

API = "/api/v1"


def get(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_order_is_told_whole(shop: Shop) -> None:
    made = taken(order(shipments=(shipment(),), refunds=(refund(),)))
    one = get(calls(), f"orders/{made.id}")
    assert (one["number"], one["total"], one["currency"]) == ("#1001", 5500, "EUR")
    assert one["customer_id"] == str(made.customer_id)
    assert one["items"][0]["title"] == "Lantern"
    assert one["shipments"][0]["state"] == "shipped"
    assert one["refunds"][0]["lines"][0] == {"item_ref": "11", "quantity": 1, "amount": 2500}
    assert get(calls(), "orders")["items"] == [one]


def test_trouble_with_a_parcel_is_told_with_its_order(shop: Shop) -> None:
    delayed = report("late", at(5), ShipmentState.DELAYED, expected_on=date(2026, 11, 20))
    made = taken(order(shipments=(shipment(reports=(delayed,)),)))
    one = get(calls(), f"orders/{made.id}")
    (incident,) = one["incidents"]
    assert incident.keys() == {
        "id", "shipment_id", "family", "cause", "began_at", "expected_on", "resolved_at",
    }  # fmt: skip
    assert incident["shipment_id"] == one["shipments"][0]["id"]
    assert (incident["family"], incident["cause"]) == ("late", "delay")
    assert (incident["expected_on"], incident["resolved_at"]) == ("2026-11-20", None)


def test_a_persons_orders_come_newest_first_in_pages(shop: Shop) -> None:
    for number in range(1, 6):
        take(order(f"{number}", placed_at=at(number)))
    take(order("9", buyer=buyer("bea@example.com", ref="8")))
    customer = taken(order("1")).customer_id
    client, cursor, seen = calls(), None, list[str]()
    for size in (2, 2, 1):
        page = get(
            client, "orders", customer=customer, limit=2, **({"cursor": cursor} if cursor else {})
        )
        assert len(page["items"]) == size
        seen += [one["number"] for one in page["items"]]
        cursor = page["next"]
    assert cursor is None and seen == ["#1005", "#1004", "#1003", "#1002", "#1001"]


def test_who_was_joined_has_the_orders_of_both(shop: Shop) -> None:
    ana = shop.mail("ana@example.com", "Hello").conversation.customer
    other = shop.mail("ana@work.example", "Hello").conversation.customer
    take(order("1"))
    take(order("2", buyer=buyer("ana@work.example", ref="8")))
    join(ana, other, by=shop.agent("hal"))
    for one in (ana, other):
        assert len(get(calls(), "orders", customer=one.id)["items"]) == 2


@pytest.mark.parametrize("path", ["orders/01900000-0000-7000-8000-000000000000"])
def test_an_order_that_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    assert calls().get(f"{API}/{path}").status_code == 404
