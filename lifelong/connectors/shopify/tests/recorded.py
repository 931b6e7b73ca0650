import json
from typing import Any

from lifelong.connectors.shopify.signature import sign
from lifelong.connectors.shopify.tests.building import SECRET, fulfilment_body, order_body, shop
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said


def _said(topic: str, body: Any) -> Said:
    return Said(json.dumps(body).encode(), {"X-Shopify-Topic": topic})


def _sign(url: str, body: bytes, door: AnyDoor) -> dict[str, str]:
    return {"X-Shopify-Hmac-Sha256": sign(body, secret=SECRET)}


RECORDED = Recorded(
    door=shop,
    bodies=(
        _said("orders/create", order_body()),
        _said("fulfillments/create", fulfilment_body()),
        _said("orders/updated", order_body(updated_at="2026-11-18T10:00:00+01:00")),
    ),
    garbage=(
        Said(b"", {"X-Shopify-Topic": "orders/create"}),
        Said(b"[1, 2", {"X-Shopify-Topic": "orders/create"}),
        _said("orders/create", {"id": []}),
        _said("themes/publish", {"id": 1}),
    ),
    sign=_sign,
)
