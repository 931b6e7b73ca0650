"""A shop at Shopify, and bodies as Shopify sends them, with what is of use here."""

from typing import Any

from lifelong.channels.models import Connection
from lifelong.channels.tests.building import brand

SECRET = "hush"


def shop(domain: str = "lantern.myshopify.com") -> Connection:
    return Connection.objects.create(
        brand=brand(),
        name="Lantern & Co",
        connector="shopify",
        settings={"domain": domain, "api_url": f"https://{domain}"},
        secrets={"secret": SECRET},
    )


def order_body(**fields: Any) -> dict[str, Any]:
    """As `orders/create` sends one."""
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
