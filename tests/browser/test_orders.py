"""What a shop tells shows on the hero's screen by itself."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lifelong.connectors.shopify.signature import sign
from lifelong.connectors.shopify.tests.building import fulfilment_body, order_body
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser]

SHOP = """
from lifelong.channels.models import Brand, Connection
Connection.objects.create(brand=Brand.objects.get(), name="Lantern & Co", connector="shopify",
    key="the-shops-door", settings={"domain": "lantern.myshopify.com"}, secrets={"secret": "hush"})
"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(SHOP)
    return shop


def tell(shop: Instance, topic: str, body: dict[str, Any]) -> None:
    """As Shopify does, over HTTP."""
    raw = json.dumps(body).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{shop.port}/hooks/shopify/the-shops-door",
        data=raw,
        headers={
            "Content-Type": "application/json",
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": sign(raw, secret="hush"),
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def event(status: str, at: str, expected: str) -> dict[str, Any]:
    return {
        "id": f"{status}1",
        "fulfillment_id": 123456,
        "order_id": 820982911946154508,
        "status": status,
        "happened_at": at,
        "estimated_delivery_at": expected,
    }


def test_an_order_its_parcel_and_its_delay_come_in_while_one_reads(
    browser: Browser, shop: Instance
) -> None:
    write(shop, "Ana", "I would like to order two lanterns.")
    page = open_desk(signed_in(browser, shop, "mia"))
    open_person(page, "Ana")
    who, timeline = page.locator("#who"), page.locator("#entries")
    expect(who.locator("details.order")).to_have_count(0)

    tell(shop, "orders/create", order_body())
    expect(who.locator("details.order")).to_contain_text("€55.00")
    expect(timeline).to_contain_text("Ordered #9999")
    who.locator("details.order > summary").click()
    expect(who.locator("details.order")).to_contain_text("2 × Lantern")

    tell(shop, "fulfillments/create", fulfilment_body())
    expect(timeline).to_contain_text("#9999 was shipped")
    first, later = "2031-11-19T20:00:00+01:00", "2031-11-23T20:00:00+01:00"
    tell(shop, "fulfillment_events/create", event("in_transit", "2026-11-18T08:00:00+01:00", first))
    tell(shop, "fulfillment_events/create", event("delayed", "2026-11-18T09:00:00+01:00", later))
    expect(timeline).to_contain_text("now expected Nov 23, 2031")
    order = who.locator("details.order")
    expect(order).to_have_attribute("open", "")
    expect(order.locator("summary .soon")).to_contain_text("delayed, expected Nov 23, 2031")
    expect(order.get_by_role("link", name="PostNord PN1")).to_be_visible()
    _leads_to_its_page(page)


def _leads_to_its_page(page: Page) -> None:
    page.locator("#who").get_by_role("link", name="Open the order").click()
    expect(page.get_by_role("heading", name="#9999")).to_be_visible()
    expect(page.get_by_role("link", name="Ana")).to_be_visible()
