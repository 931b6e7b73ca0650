"""Shopify: what is in the shop can be read by its Admin API, and is told by webhook, signed.

It keeps to what Shopify promises and to nothing more: a telling may come twice, late, or before
one that was made earlier; what is not answered by 200 is sent again.
"""

import base64
import hashlib
import hmac
import json
import random
import re
import secrets
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.vendors.server import Asked, Says, Vendor
from tests.vendors.shopify_graphql import Gifts

_THING = re.compile(r"/admin/api/[\w-]+/(?P<noun>\w+?)s(?:/(?P<ref>\d+))?\.json")
_OF_ORDER = re.compile(r"/admin/api/[\w-]+/orders/(?P<ref>\d+)/(?P<what>refunds|transactions).json")


def sign(body: bytes, secret: str) -> str:
    """X-Shopify-Hmac-Sha256, as Shopify's documentation says."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass
class Telling:
    """One webhook: the same id, moment and body at every try."""

    topic: str
    body: bytes
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    triggered_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Shopify(Vendor):
    """A shop. `hook` is where it sends its webhooks."""

    def __init__(self, hook: str, *, secret: str, port: int = 0) -> None:
        super().__init__(port)
        self.hook, self._secret = hook, secret
        self.access_token = f"shpat_{secrets.token_hex(16)}"
        self.things: dict[tuple[str, str], dict[str, Any]] = {}
        #: by the id of their order
        self.transactions: dict[str, list[dict[str, Any]]] = {}
        self.refunds: dict[str, list[dict[str, Any]]] = {}
        self._paying = threading.Lock()
        #: what is made by GraphQL
        self.gifts = Gifts(self.things, self.happens)
        #: told, and not yet answered by 200
        self.waiting: list[Telling] = []

    # what is asked of it

    def answer(self, asked: Asked) -> Says:
        if asked.headers.get("x-shopify-access-token") != self.access_token:
            return Says(401, {"errors": "[API] Invalid API key or access token"})
        if asked.path.endswith("/graphql.json"):
            with self._paying:
                return self.gifts.answer(json.loads(asked.body))
        if (of_order := _OF_ORDER.fullmatch(asked.path)) is not None:
            return self._money_of(of_order["ref"], of_order["what"], asked)
        found = _THING.fullmatch(asked.path)
        if found is None:
            return Says(404, {"errors": "Not Found"})
        noun, ref = found["noun"], found["ref"]
        if ref is None:
            return Says(
                200, {f"{noun}s": [one for at, one in self.things.items() if at[0] == noun]}
            )
        thing = self.things.get((noun, ref))
        return Says(200, {noun: thing}) if thing else Says(404, {"errors": "Not Found"})

    def pays(self, ref: str, amount: str, *, currency: str = "EUR") -> None:
        """An order was paid by card."""
        self.things.setdefault(("order", ref), {"id": int(ref)})
        payment = {"kind": "sale", "gateway": "bogus", "status": "success", "parent_id": None}
        self._transact(ref, payment | {"amount": amount, "currency": currency})

    def knows(self, ref: str, *, customer: str, **to: str) -> None:
        """Whose order it is, and where it went."""
        self.things.setdefault(("customer", customer), {"id": int(customer)})
        self.things["order", ref] |= {"email": "ana@example.com", "shippingAddress": to}

    def _transact(self, ref: str, transaction: dict[str, Any]) -> dict[str, Any]:
        rows = self.transactions.setdefault(ref, [])
        rows.append({**transaction, "id": 1000 + sum(map(len, self.transactions.values()))})
        return rows[-1]

    def _money_of(self, ref: str, what: str, asked: Asked) -> Says:
        if ("order", ref) not in self.things:
            return Says(404, {"errors": "Not Found"})
        if asked.method == "GET":
            rows = self.refunds if what == "refunds" else self.transactions
            return Says(200, {what: rows.get(ref, [])})
        if what != "refunds":
            return Says(406, {"errors": "Not Acceptable"})
        with self._paying:
            return self._pay_back(ref, json.loads(asked.body)["refund"])

    def _pay_back(self, ref: str, wanted: dict[str, Any]) -> Says:
        """As Shopify: a second copy is a second refund, but never more than was paid."""
        rows = self.transactions.get(ref, [])
        for part in wanted["transactions"]:
            paid = sum(Decimal(one["amount"]) for one in rows if one["id"] == part["parent_id"])
            back = sum(
                Decimal(one["amount"]) for one in rows if one["parent_id"] == part["parent_id"]
            )
            if back + Decimal(part["amount"]) > paid:
                words = "Refund amount is greater than the amount available"
                return Says(422, {"errors": {"base": [words]}})
        made = [
            self._transact(ref, {**part, "status": "success", "currency": wanted["currency"]})
            for part in wanted["transactions"]
        ]
        refund = {
            "id": 5000 + sum(map(len, self.refunds.values())),
            "order_id": int(ref),
            "note": wanted["note"],
            "created_at": datetime.now(UTC).isoformat(),
            "transactions": made,
            "refund_line_items": wanted["refund_line_items"],
        }
        self.refunds.setdefault(ref, []).append(refund)
        self.happens("refunds/create", refund)
        return Says(201, {"refund": refund})

    # what it tells

    def happens(self, topic: str, body: dict[str, Any]) -> None:
        """Something is so from now on; it is told by the next `send`."""
        noun = topic.partition("/")[0].removesuffix("s")
        self.things[noun, str(body["id"])] = body
        self.waiting.append(Telling(topic, json.dumps(body).encode()))

    def send(self, *, copies: int = 1, disorder: int | None = None) -> list[int]:
        """Try all that waits, each so often; `disorder`: a seed. What we answered."""
        tries = self.waiting * copies
        if disorder is not None:
            random.Random(disorder).shuffle(tries)
        statuses = [self._post(one) for one in tries]
        done = {one.id for one, status in zip(tries, statuses, strict=True) if status == 200}
        self.waiting = [one for one in self.waiting if one.id not in done]
        return statuses

    def _post(self, telling: Telling) -> int:
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Topic": telling.topic,
            "X-Shopify-Webhook-Id": telling.id,
            "X-Shopify-Triggered-At": telling.triggered_at.isoformat(),
            "X-Shopify-Hmac-Sha256": sign(telling.body, self._secret),
        }
        request = urllib.request.Request(self.hook, data=telling.body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        except OSError:
            return 0
