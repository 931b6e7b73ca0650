import json
from typing import Any

from lifelong.channels.models import Brand, Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.easypost.signature import sign
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said

SECRET = "sécret"


def feed(of: Brand | None = None) -> Connection:
    return Connection.objects.create(
        brand=of or brand(), name="EasyPost", connector="easypost", secrets={"secret": SECRET}
    )


def detail(at: str, status: str, **fields: Any) -> dict[str, Any]:
    return {
        "object": "TrackingDetail",
        "message": "Arrived at FedEx location",
        "status": status,
        "status_detail": "unknown",
        "datetime": at,
        "source": "FedEx",
        "carrier_code": "AR",
        "tracking_location": {"city": "EDISON", "state": "NJ", "country": "US", "zip": "08817"},
        **fields,
    }


def event(*details: dict[str, Any], **tracker: Any) -> dict[str, Any]:
    """As EasyPost sends `tracker.updated`."""
    said = {
        "id": "trk_1",
        "object": "Tracker",
        "tracking_code": "PN1",
        "status": details[-1]["status"] if details else "unknown",
        "status_detail": details[-1]["status_detail"] if details else "unknown",
        "updated_at": details[-1]["datetime"] if details else "2026-11-17T10:00:00Z",
        "est_delivery_date": None,
        "carrier": "PostNord",
        "tracking_details": list(details),
        "is_return": False,
        **tracker,
    }
    return {"description": "tracker.updated", "id": "evt_1", "object": "Event", "result": said}


def said(body: Any) -> Said:
    return Said(json.dumps(body).encode())


def signed(url: str, body: bytes, door: AnyDoor) -> dict[str, str]:
    return {"X-Hmac-Signature": sign(body, secret=SECRET)}


MOVING = detail("2026-11-17T09:00:00Z", "in_transit")
LOST = detail("2026-11-19T09:00:00Z", "failure", status_detail="lost")
RECORDED = Recorded(
    door=feed,
    bodies=(
        said(event(MOVING)),
        said(event(MOVING, LOST)),
        said({"object": "Event", "description": "batch.created", "result": {"object": "Batch"}}),
    ),
    garbage=(
        Said(b""),
        Said(b"[1"),
        said({"object": "Event", "result": {}}),
        said(event(tracking_code="?")),
    ),
    sign=signed,
)
