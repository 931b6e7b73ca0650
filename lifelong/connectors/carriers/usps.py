"""The United States Postal Service: TrackResponse of its web tools."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlencode
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _

from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News, NoNews, Reported
from lifelong.commerce.tracking import number_of
from lifelong.connectors.carriers.answers import Carrier, Question
from lifelong.connectors.carriers.xml import tree_of, words
from lifelong.connectors.tracking import Meaning, place_in, reported, tracking_news
from lifelong.conversations.incoming import Unreadable

State = ShipmentState
#: no such number, or nothing yet
_UNKNOWN = ("-2147219302", "-2147219301", "-2147219283")
_EVENTS: dict[str, Meaning] = {
    "01": (State.DELIVERED, None),
    "02": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "04": (State.FAILED, Cause.REFUSED),
    "05": (None, Cause.ADDRESS),
    "09": (State.FAILED, Cause.RETURNED),
    "14": (State.READY_FOR_PICKUP, None),
    "16": (State.READY_FOR_PICKUP, None),
    "21": (None, Cause.ADDRESS),
    "GX": (State.PREPARING, None),
    "MA": (State.PREPARING, None),
    "NP": (State.PREPARING, None),
    "OF": (State.OUT_FOR_DELIVERY, None),
}
#: it was seen somewhere
_SCANNED: Meaning = (State.IN_TRANSIT, None)


def read(raw: bytes, number: str) -> News:
    """Raises `Unreadable`."""
    root = tree_of(raw)
    if root.tag == "Error":
        raise Unreadable(_refusal(root))
    if root.tag != "TrackResponse":
        raise Unreadable(_("It is no answer of USPS's tracking."))
    infos = root.findall("TrackInfo")
    about = [one for one in infos if number_of(one.get("ID", "")) == number_of(number)]
    if not about:
        raise Unreadable(_("USPS has answered about other parcels."))
    error = about[0].find("Error")
    if error is None:
        return tracking_news(about[0].get("ID", ""), "usps", _reports(about[0]))
    if words(error, "Number") in _UNKNOWN:
        return NoNews(why=_("USPS does not know this number, or not yet."))
    raise Unreadable(_refusal(error))


def _refusal(error: Element) -> str:
    return _("USPS could not answer (%(code)s).") % {"code": words(error, "Number")[:40]}


def _reports(info: Element) -> list[Reported]:
    reports = [
        reported(
            "usps",
            _EVENTS.get(words(one, "EventCode"), _SCANNED),
            at,
            code=words(one, "EventCode"),
            place=place_in(
                words(one, "EventCity"), words(one, "EventState"), words(one, "EventCountry")
            ),
            words=words(one, "Event"),
        )
        for one in (*info.findall("TrackSummary"), *info.findall("TrackDetail"))
        if (at := _moment(one)) is not None
    ]
    expected_on = _day(words(info, "ExpectedDeliveryDate") or words(info, "PredictedDeliveryDate"))
    if expected_on and reports:
        newest = max(one.at for one in reports)
        reports.append(reported("usps", (None, None), newest, expected_on=expected_on))
    return reports


def _moment(event: Element) -> datetime | None:
    """By the clock of the place, which is not said: it counts as UTC."""
    said = f"{words(event, 'EventDate')} {words(event, 'EventTime') or '12:00 am'}"
    try:
        return datetime.strptime(said, "%B %d, %Y %I:%M %p").replace(tzinfo=UTC)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    try:
        return datetime.strptime(said, "%B %d, %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def question(number: str, secrets: Mapping[str, str]) -> Question:
    xml = (
        f"<TrackFieldRequest USERID={quoteattr(secrets.get('key', ''))}><Revision>1</Revision>"
        "<ClientIp>127.0.0.1</ClientIp><SourceId>lifelong</SourceId>"
        f"<TrackID ID={quoteattr(number)}/></TrackFieldRequest>"
    )
    return Question("GET", f"/ShippingAPI.dll?{urlencode({'API': 'TrackV2', 'XML': xml})}")


USPS = Carrier("usps", question, read)
