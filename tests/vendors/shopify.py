"""Shopify as a shop's news come from it: signed webhooks, some of them twice or out of order."""

import base64
import hashlib
import hmac
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

News = tuple[str, Mapping[str, Any]]


def sign(body: bytes, secret: str) -> str:
    """X-Shopify-Hmac-Sha256, as Shopify's documentation says."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Shopify:
    """One shop, which tells `door` what happens there."""

    def __init__(self, door: str, *, domain: str = "lantern.myshopify.com", secret: str) -> None:
        self.door = door
        self.domain = domain
        self.secret = secret

    def tell(self, topic: str, body: Mapping[str, Any], *, signature: str = "") -> int:
        """The status of the answer."""
        raw = json.dumps(body).encode()
        return self._post(raw, self._headers(topic, raw) | _forged(signature))

    def tell_twice(self, topic: str, body: Mapping[str, Any]) -> list[int]:
        """As after an answer that was not heard: the same bytes under the same id."""
        raw = json.dumps(body).encode()
        headers = self._headers(topic, raw)
        return [self._post(raw, headers) for _copy in range(2)]

    def tell_backwards(self, news: Sequence[News]) -> list[int]:
        """Webhooks overtake each other: what happened last is heard first."""
        return [self.tell(topic, body) for topic, body in reversed(news)]

    def _headers(self, topic: str, raw: bytes) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "X-Shopify-Topic": topic,
            "X-Shopify-Shop-Domain": self.domain,
            "X-Shopify-API-Version": "2026-07",
            "X-Shopify-Webhook-Id": secrets.token_hex(16),
            "X-Shopify-Event-Id": secrets.token_hex(16),
            "X-Shopify-Triggered-At": datetime.now(UTC).isoformat(),
            "X-Shopify-Hmac-Sha256": sign(raw, self.secret),
        }

    def _post(self, raw: bytes, headers: Mapping[str, str]) -> int:
        request = urllib.request.Request(self.door, data=raw, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code


def _forged(signature: str) -> dict[str, str]:
    return {"X-Shopify-Hmac-Sha256": signature} if signature else {}
