"""A connected shop, and bodies as Shopify sends them, signed."""

import json
from typing import Any

from django.test import Client

from lifelong.channels.models import Connection, Delivery
from lifelong.channels.tests.building import brand
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify.signature import sign

SECRET = "hush"


def shop(domain: str = "lantern.myshopify.com") -> Connection:
    return Connection.objects.create(
        brand=brand(),
        name="Lantern & Co",
        connector="shopify",
        settings={"domain": domain, "api_url": f"https://{domain}"},
        secrets={"secret": SECRET},
    )


def knock(
    at: Connection, topic: str, body: Any, *, signature: str | None = None, **headers: str
) -> Any:
    """The answer at the door. `headers` by their names after X-Shopify-, with _ for -."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = {f"X-Shopify-{name.replace('_', '-')}": value for name, value in headers.items()}
    return Client().post(
        f"/hooks/shopify/{at.key}",
        data=raw,
        content_type="application/json",
        headers={
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": sign(raw, secret=SECRET) if signature is None else signature,
            **said,
        },
    )


def send(at: Connection, topic: str, body: Any, **headers: str) -> Delivery:
    """Through the door, and read."""
    answer = knock(at, topic, body, **headers)
    assert answer.status_code == 200, answer.content
    while settle_batch():
        pass
    return Delivery.objects.order_by("-id")[0]


def order_body(**fields: Any) -> dict[str, Any]:
    """As `orders/create` sends one, with what is of use here."""
    return {
        "id": 820982911946154508,
        "name": "#9999",
        "email": "ana@example.com",
        "currency": "EUR",
        "total_price": "55.00",
        "created_at": "2026-11-16T10:00:00+01:00",
        "updated_at": "2026-11-16T10:00:00+01:00",
        "financial_status": "paid",
        "fulfillment_status": None,
        "customer": {"id": 115310627314723954, "first_name": "Ana", "last_name": "Lind"},
        "shipping_address": {"first_name": "Ana", "last_name": "Lind", "city": "Oslo"},
        "line_items": [
            {"id": 487817672276298554, "title": "Lantern", "quantity": 2, "price": "25.00"}
        ],
        "shipping_lines": [{"price": "5.00"}],
        **fields,
    }


def fulfilment_body(**fields: Any) -> dict[str, Any]:
    return {
        "id": 123456,
        "order_id": 820982911946154508,
        "status": "success",
        "created_at": "2026-11-17T09:00:00+01:00",
        "updated_at": "2026-11-17T09:00:00+01:00",
        "tracking_company": "PostNord",
        "tracking_number": "PN1",
        "tracking_urls": ["https://track.example/PN1"],
        "line_items": [{"id": 487817672276298554, "quantity": 2}],
        **fields,
    }
