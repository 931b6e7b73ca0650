"""Stamps.com, which carries by USPS: TrackShipmentResponse. It does not repeat the number."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News
from lifelong.connectors.carriers.answers import Carrier, Question, moment
from lifelong.connectors.carriers.xml import tree_of, words
from lifelong.connectors.tracking import Meaning, place_in, reported, tracking_news
from lifelong.conversations.incoming import Unreadable

State = ShipmentState
_EVENTS: dict[str, Meaning] = {
    "ElectronicNotification": (State.PREPARING, None),
    "Accepted": (State.IN_TRANSIT, None),
    "Enroute": (State.IN_TRANSIT, None),
    "OutForDelivery": (State.OUT_FOR_DELIVERY, None),
    "NoticeLeft": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "Refused": (State.FAILED, Cause.REFUSED),
    "Undeliverable": (None, Cause.ADDRESS),
    "Returned": (State.FAILED, Cause.RETURNED),
    "Delivered": (State.DELIVERED, None),
}
_SPACE = "http://stamps.com/xml/namespace/2013/10/swsim/swsimv33"


def read(raw: bytes, number: str) -> News:
    """Raises `Unreadable`."""
    root = tree_of(raw)
    answer = root.find("Body/TrackShipmentResponse")
    if root.tag != "Envelope" or answer is None:
        raise Unreadable(_("It is no answer of Stamps.com's tracking."))
    reports = [
        reported(
            "stamps",
            _EVENTS.get(words(one, "TrackingEventType"), (None, None)),
            at,
            code=words(one, "TrackingEventType"),
            place=place_in(words(one, "City"), words(one, "State"), words(one, "Country")),
            words=words(one, "Event"),
        )
        for one in answer.findall("TrackingEvents/TrackingEvent")
        if (at := moment(words(one, "Timestamp"))) is not None
    ]
    return tracking_news(number, "usps", reports)


def question(number: str, secrets: Mapping[str, str]) -> Question:
    body = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
        f' xmlns:tns="{_SPACE}"><soap:Body><tns:TrackShipment>'
        f"<tns:Authenticator>{escape(secrets.get('key', ''))}</tns:Authenticator>"
        f"<tns:TrackingNumber>{escape(number)}</tns:TrackingNumber>"
        "</tns:TrackShipment></soap:Body></soap:Envelope>"
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f"{_SPACE}/TrackShipment"}
    return Question("POST", "/swsim/swsimv33.asmx", body.encode(), headers)


STAMPS = Carrier("stamps", question, read)
