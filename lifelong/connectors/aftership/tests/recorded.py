import json
from typing import Any

from lifelong.channels.models import Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.aftership.signature import sign
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said

SECRET = "whsec"


def feed() -> Connection:
    return Connection.objects.create(
        brand=brand(), name="AfterShip", connector="aftership", secrets={"secret": SECRET}
    )


def checkpoint(at: str, tag: str, subtag: str = "") -> dict[str, Any]:
    return {
        "slug": "postnord",
        "checkpoint_time": at,
        "city": "Oslo",
        "country_iso3": "NOR",
        "message": "Arrived",
        "tag": tag,
        "subtag": subtag or f"{tag}_001",
    }


def update(*checkpoints: dict[str, Any], **msg: Any) -> dict[str, Any]:
    """As AfterShip sends `tracking_update`."""
    newest = checkpoints[-1] if checkpoints else {"tag": "Pending", "subtag": "Pending_001"}
    return {
        "ts": 1763370000,
        "event": "tracking_update",
        "event_id": "1c1a0c1e-0000-4000-8000-000000000000",
        "is_tracking_first_tag": True,
        "msg": {
            "id": "t1",
            "tracking_number": "PN1",
            "slug": "postnord",
            "tag": newest["tag"],
            "subtag": newest["subtag"],
            "updated_at": newest.get("checkpoint_time", "2026-11-17T10:00:00+00:00"),
            "checkpoints": list(checkpoints),
            **msg,
        },
    }


def said(body: Any) -> Said:
    return Said(json.dumps(body).encode())


def signed(url: str, body: bytes, door: AnyDoor) -> dict[str, str]:
    return {"Aftership-Hmac-Sha256": sign(body, secret=SECRET)}


MOVING = checkpoint("2026-11-17T09:00:00+00:00", "InTransit")
CUSTOMS = checkpoint("2026-11-18T09:00:00+00:00", "Exception", "Exception_004")
RECORDED = Recorded(
    door=feed,
    bodies=(
        said(update(MOVING)),
        said(update(MOVING, CUSTOMS)),
        said({"event": "something_else", "msg": {}}),
    ),
    garbage=(Said(b"{"), said([]), said({"event": "tracking_update", "msg": {}})),
    sign=signed,
)
