"""Parcels told by webhook: how many a second are answered, while they are read and followed."""

import asyncio
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
TARGET_P99_MS = 1000
SECONDS = 30
CONNECTIONS = 16
PATIENCE = 120
#: parcels that are told of in turn; each has a history of three scans and one more each round
PARCELS = 2000
KEY, SECRET = "the-feeds-door", "hush"
CONNECT = f"""
from lifelong.channels.models import Brand, Connection
from lifelong.commerce.models import Order, Shipment
brand = Brand.objects.get()
shop = Connection.objects.create(brand=brand, name="Shop", connector="shopify", key="shop")
Connection.objects.create(brand=brand, name="Feed", connector="easypost",
                          key="{KEY}", secrets={{"secret": "{SECRET}"}})
orders = Order.objects.bulk_create(
    Order(connection=shop, ref=str(n), currency="EUR") for n in range({PARCELS}))
Shipment.objects.bulk_create(
    Shipment(connection=shop, order=one, ref=one.ref, carrier_code="ups", numbers=["1Z" + one.ref])
    for one in orders)
"""
UNREAD = "SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed'"
STATES = "SELECT state, count(*) FROM channels_delivery GROUP BY state"
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
    states = dict(measured.ask(STATES))
    lost = len(answered.took) - states.get("stored", 0)
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
            "settled_per_second": round(len(answered.took) / (settled - begin), 1),
            "deliveries": states,
            "lost": lost,
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
        },
    )


async def _send(port: int, sender: int, seconds: int, answered: Answered) -> None:
    """One after another, each of a parcel of its own share."""
    door, end, number = Connection(port), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        parcel = (number * CONNECTIONS + sender) % PARCELS
        body = json.dumps(_event(parcel, number // (PARCELS // CONNECTIONS))).encode()
        number += 1
        headers = {"Content-Type": "application/json", "X-Hmac-Signature": _signature(body)}
        asked = time.monotonic()
        answer = await door.ask(
            "POST", f"/hooks/easypost/{KEY}", headers=headers, body=body.decode()
        )
        if answer.status == 200:
            answered.took.append((time.monotonic() - asked) * 1000)
        else:
            answered.wrong.append(answer.status)
    door.close()


def _signature(body: bytes) -> str:
    return "hmac-sha256-hex=" + hmac.digest(SECRET.encode(), body, "sha256").hex()


def _event(parcel: int, turn: int) -> dict[str, Any]:
    details = [
        {
            "status": "in_transit",
            "status_detail": "arrived_at_facility",
            "message": "Arrived at a facility",
            "datetime": f"2026-11-16T{10 + n % 12:02d}:{n // 12:02d}:00Z",
            "tracking_location": {"city": "ORLANDO", "state": "FL", "country": "US"},
        }
        for n in range(3 + turn)
    ]
    if turn % 10 == 9:
        details[-1] |= {"status": "failure", "status_detail": "delayed"}
    return {
        "object": "Event",
        "description": "tracker.updated",
        "id": f"evt_{parcel}_{turn}",
        "result": {
            "object": "Tracker",
            "tracking_code": f"1Z{parcel}",
            "carrier": "UPS",
            "status": details[-1]["status"],
            "updated_at": details[-1]["datetime"],
            "tracking_details": details,
        },
    }


async def _until_settled(measured: Shop) -> float:
    """The moment at which all was read and followed; at most PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not measured.count(UNREAD) and not measured.count(JOBS):
            break
        await asyncio.sleep(0.25)
    return time.monotonic()
