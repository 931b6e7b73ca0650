"""Orders told by webhook: how many a second are answered, while they are read and followed."""

import asyncio
import base64
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from bench.dials import dial
from bench.http import Connection
from bench.result import Result, percentile, spread
from bench.saying import say
from bench.shop import Shop, shop

TARGET = 200
#: the shop waits so long for an answer at most, says Shopify; ours shall need far less
TARGET_P99_MS = 1000
SECONDS = 30
CONNECTIONS = 16
PATIENCE = 120
KEY, SECRET = "the-shops-door", "hush"
CONNECT = f"""
from lifelong.channels.models import Brand, Connection
Connection.objects.create(brand=Brand.objects.get(), name="Shop", connector="shopify",
                          key="{KEY}", secrets={{"secret": "{SECRET}"}})
"""
UNREAD = "SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed'"
STATES = "SELECT state, count(*) FROM channels_delivery GROUP BY state"
ORDERS = "SELECT count(*) FROM commerce_order WHERE placed_at IS NOT NULL"
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


@dataclass
class Answered:
    """What came back: how long each took in ms, and statuses that were no 200."""

    took: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)


def measure() -> Result:
    with shop("web", "intake", "worker") as measured:
        measured.until_it_serves()
        measured.instance.do(CONNECT)
        return asyncio.run(_measure(measured, dial("seconds", SECONDS)))


async def _measure(measured: Shop, seconds: int) -> Result:
    before = measured.cpu_seconds()
    answered, begin = Answered(), time.monotonic()
    senders = [_send(measured.instance.port, one, seconds, answered) for one in range(CONNECTIONS)]
    await asyncio.gather(*senders)
    rate = len(answered.took) / (time.monotonic() - begin)
    behind = measured.count(UNREAD)
    say(f"answered {rate:.0f}/s, {behind} not read yet")
    settled = await _until_settled(measured)
    after = measured.cpu_seconds()
    sent = len(answered.took) + len(answered.wrong)
    lost = sent - measured.count(ORDERS)
    p99 = percentile(answered.took, 99)
    return Result(
        value=rate,
        unit="webhooks/s",
        target=TARGET,
        met=rate >= TARGET and p99 < TARGET_P99_MS and not answered.wrong and not lost,
        extra={
            "answer_ms": spread(answered.took) | {"p99": round(p99, 1)},
            "wrong": answered.wrong[:3],
            "behind": behind,
            "settled_per_second": round(sent / (settled - begin), 1),
            "deliveries": dict(measured.ask(STATES)),
            "lost": lost,
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
        },
    )


async def _send(port: int, sender: int, seconds: int, answered: Answered) -> None:
    """One after another, each another order, of one of a hundred buyers."""
    door, end, number = Connection(port), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        number += 1
        body = json.dumps(_order(sender * 1_000_000 + number))
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Topic": "orders/create",
            "X-Shopify-Hmac-Sha256": _signature(body.encode()),
        }
        asked = time.monotonic()
        answer = await door.ask("POST", f"/hooks/shopify/{KEY}", headers=headers, body=body)
        if answer.status == 200:
            answered.took.append((time.monotonic() - asked) * 1000)
        else:
            answered.wrong.append(answer.status)
    door.close()


def _signature(body: bytes) -> str:
    return base64.b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()


def _order(number: int) -> dict[str, Any]:
    """With what an order usually carries: four items and an address."""
    buyer = number % 100
    items = [
        {"id": number * 10 + n, "title": f"Lantern {n}", "quantity": 1, "price": "25.00"}
        for n in range(4)
    ]
    return {
        "id": number,
        "name": f"#{number}",
        "email": f"buyer{buyer}@example.com",
        "currency": "EUR",
        "total_price": "100.00",
        "financial_status": "paid",
        "created_at": "2026-11-16T10:00:00+01:00",
        "updated_at": "2026-11-16T10:00:00+01:00",
        "customer": {"id": buyer + 1, "first_name": "Buyer", "last_name": str(buyer)},
        "shipping_address": {"name": f"Buyer {buyer}", "address1": "Kaj 1", "city": "Oslo"},
        "line_items": items,
    }


async def _until_settled(measured: Shop) -> float:
    """The moment at which all was read and followed; at most PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not measured.count(UNREAD) and not measured.count(JOBS):
            break
        await asyncio.sleep(0.25)
    return time.monotonic()
