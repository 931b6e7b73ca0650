"""A shop at Shopify, connected: what it sends knocks at the door, signed."""

import json
from functools import cache
from typing import Any

from django.test import Client

from lifelong.channels.models import Connection, Delivery
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify.signature import sign
from lifelong.connectors.shopify.tests.building import SECRET


@cache
def _vendor() -> Client:
    """One for all: each has to load the house anew."""
    return Client()


def knock(
    at: Connection, topic: str, body: Any, *, signature: str | None = None, **headers: str
) -> Any:
    """The answer at the door. `headers` by their names after X-Shopify-, with _ for -."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = {f"X-Shopify-{name.replace('_', '-')}": value for name, value in headers.items()}
    return _vendor().post(
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
