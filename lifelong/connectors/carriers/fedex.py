"""FedEx: TrackReply of its web service."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News, NoNews, Reported
from lifelong.connectors.carriers.answers import Carrier, Question, day, moment
from lifelong.connectors.carriers.xml import tree_of, words
from lifelong.connectors.tracking import Meaning, place_in, reported, tracking_news
from lifelong.conversations.incoming import Unreadable

State = ShipmentState
_UNKNOWN = "9040"
_EVENTS: dict[str, Meaning] = {
    "AF": (State.IN_TRANSIT, None),
    "AR": (State.IN_TRANSIT, None),
    "CA": (State.CANCELLED, None),
    "CD": (State.DELAYED, Cause.CUSTOMS),
    "DE": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "DL": (State.DELIVERED, None),
    "DP": (State.IN_TRANSIT, None),
    "DY": (State.DELAYED, Cause.DELAY),
    "HL": (State.READY_FOR_PICKUP, None),
    "HP": (State.READY_FOR_PICKUP, None),
    "IP": (State.IN_TRANSIT, None),
    "IT": (State.IN_TRANSIT, None),
    "OC": (State.PREPARING, None),
    "OD": (State.OUT_FOR_DELIVERY, None),
    "PU": (State.IN_TRANSIT, None),
    "RS": (State.FAILED, Cause.RETURNED),
    "SE": (None, Cause.EXCEPTION),
}


def read(raw: bytes, number: str) -> News:
    """Raises `Unreadable`."""
    root = tree_of(raw)
    if root.tag != "TrackReply":
        raise Unreadable(_("It is no answer of FedEx's tracking."))
    found = root.findall("CompletedTrackDetails/TrackDetails")
    if not found:
        raise Unreadable(_refusal(root.find("CompletedTrackDetails") or root))
    if len(found) > 1:
        raise Unreadable(_("FedEx knows several parcels under this number."))
    details = found[0]
    if words(details, "Notification/Severity") in ("ERROR", "FAILURE"):
        if words(details, "Notification/Code") == _UNKNOWN:
            return NoNews(why=_("FedEx does not know this number, or not yet."))
        raise Unreadable(_refusal(details))
    return tracking_news(words(details, "TrackingNumber"), "fedex", _reports(details))


def _refusal(said: Element) -> str:
    code = words(said, "Notification/Code") or words(said, "Notifications/Code")
    return _("FedEx could not answer (%(code)s).") % {"code": code[:40]}


def _reports(details: Element) -> list[Reported]:
    events = details.findall("Events")
    reports = [
        reported(
            "fedex",
            _EVENTS.get(words(one, "EventType"), (None, None)),
            at,
            code=place_in(words(one, "EventType"), words(one, "StatusExceptionCode")),
            place=place_in(
                words(one, "Address/City"),
                words(one, "Address/StateOrProvinceCode"),
                words(one, "Address/CountryCode"),
            ),
            words=words(one, "StatusExceptionDescription") or words(one, "EventDescription"),
        )
        for one in events
        if (at := moment(words(one, "Timestamp"))) is not None
    ]
    expected_on = day(words(details, "EstimatedDeliveryTimestamp"))
    if expected_on and reports:
        newest = max(one.at for one in reports)
        reports.append(reported("fedex", (None, None), newest, expected_on=expected_on))
    return reports


def question(number: str, secrets: Mapping[str, str]) -> Question:
    said = {name: escape(secrets.get(name, "")) for name in ("key", "password", "account", "meter")}
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<TrackRequest xmlns="http://fedex.com/ws/track/v7"><WebAuthenticationDetail>'
        f"<UserCredential><Key>{said['key']}</Key><Password>{said['password']}</Password>"
        "</UserCredential></WebAuthenticationDetail><ClientDetail>"
        f"<AccountNumber>{said['account']}</AccountNumber>"
        f"<MeterNumber>{said['meter']}</MeterNumber></ClientDetail>"
        "<Version><ServiceId>trck</ServiceId><Major>7</Major><Intermediate>0</Intermediate>"
        "<Minor>0</Minor></Version><SelectionDetails><PackageIdentifier>"
        f"<Type>TRACKING_NUMBER_OR_DOORTAG</Type><Value>{escape(number)}</Value>"
        "</PackageIdentifier></SelectionDetails>"
        "<ProcessingOptions>INCLUDE_DETAILED_SCANS</ProcessingOptions></TrackRequest>"
    )
    return Question("POST", "/xml", body.encode(), {"Content-Type": "text/xml"})


FEDEX = Carrier("fedex", question, read)
