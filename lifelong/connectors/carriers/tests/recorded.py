from typing import Any

from lifelong.channels.models import Brand, Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.tests.recording import Recorded, Said

NUMBER = "9102901000462189604217"


def account(
    carrier: str = "usps", url: str = "https://carrier.example", of: Brand | None = None
) -> Connection:
    return Connection.objects.create(
        brand=of or brand(),
        name=carrier,
        connector="carriers",
        settings={"carrier": carrier, "api_url": url},
        secrets={"key": "login"},
    )


def scan(code: str, day: str, time: str = "9:01 am") -> str:
    return (
        f"<EventTime>{time}</EventTime><EventDate>{day}</EventDate><Event>Scan</Event>"
        f"<EventCity>HANNA CITY</EventCity><EventCode>{code}</EventCode>"
    )


def usps(*scans: str, number: str = NUMBER) -> bytes:
    """As USPS answers: the newest scan first."""
    first, *others = scans
    details = "".join(f"<TrackDetail>{one}</TrackDetail>" for one in others)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><TrackResponse><TrackInfo ID="{number}">'
        f"<TrackSummary>{first}</TrackSummary>{details}</TrackInfo></TrackResponse>"
    ).encode()


def said(body: bytes, carrier: str = "usps", number: str = NUMBER) -> Said:
    beside: dict[str, Any] = {"carrier": carrier, "number": number}
    return Said(body, beside)


STAMPS = b"""<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<TrackShipmentResponse xmlns="http://stamps.com/xml/namespace/2013/10/swsim/swsimv33">
<TrackingEvents><TrackingEvent><Timestamp>2026-11-17T10:32:00</Timestamp>
<TrackingEventType>Delivered</TrackingEventType></TrackingEvent></TrackingEvents>
</TrackShipmentResponse></soap:Body></soap:Envelope>"""
NOT_KNOWN = b"""<messages xmlns="http://www.canadapost.ca/ws/messages"><message><code>004</code>
<description>No Pin History</description></message></messages>"""
BOMB = b"""<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<TrackResponse><TrackInfo ID="1">&b;</TrackInfo></TrackResponse>"""

RECORDED = Recorded(
    door=account,
    bodies=(
        said(usps(scan("10", "November 17, 2026"))),
        said(STAMPS, "stamps"),
        said(NOT_KNOWN, "canadapost"),
    ),
    garbage=(
        said(b"<TrackResponse>"),
        said(b"{}", "fedex"),
        said(BOMB),
        said(usps(scan("10", "November 17, 2026"), number="1")),
        said(b"<TrackReply/>", "nobody"),
    ),
    content_type="text/xml",
)
