import json
from typing import Any

from lifelong.channels.models import Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said

SECRET = "123abc-token"


def feed() -> Connection:
    return Connection.objects.create(
        brand=brand(), name="Shippo", connector="shippo", secrets={"secret": SECRET}
    )


def status(at: str, status: str, code: str = "") -> dict[str, Any]:
    return {
        "object_created": at,
        "status": status,
        "status_details": "Your shipment has arrived.",
        "status_date": at,
        "substatus": {"code": code, "text": "", "action_required": False} if code else None,
        "location": {"city": "Oslo", "state": "", "zip": "0150", "country": "NO"},
    }


def updated(*history: dict[str, Any], **data: Any) -> dict[str, Any]:
    """As Shippo sends `track_updated`."""
    return {
        "event": "track_updated",
        "test": False,
        "data": {
            "carrier": "postnord",
            "tracking_number": "PN1",
            "eta": None,
            "tracking_status": history[-1] if history else None,
            "tracking_history": list(history),
            **data,
        },
    }


def said(body: Any) -> Said:
    return Said(json.dumps(body).encode())


def _sign(url: str, body: bytes, door: AnyDoor) -> dict[str, str]:
    return {}  # its token is in the address


MOVING = status("2026-11-17T09:00:00Z", "TRANSIT")
DAMAGED = status("2026-11-18T09:00:00Z", "FAILURE", "package_damaged")
RECORDED = Recorded(
    door=feed,
    bodies=(
        said(updated(MOVING)),
        said(updated(MOVING, DAMAGED)),
        said({"event": "transaction_created", "data": {}}),
    ),
    garbage=(Said(b"nothing"), said({"event": "track_updated"}), said(updated(tracking_number=""))),
    sign=_sign,
    token=f"token={SECRET}",
)
