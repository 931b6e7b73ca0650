"""Canada Post: tracking-detail of its web services."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News, NoNews, Reported
from lifelong.connectors.carriers.answers import Carrier, Question, day
from lifelong.connectors.carriers.xml import tree_of, words
from lifelong.connectors.tracking import Meaning, place_in, reported, tracking_news
from lifelong.conversations.incoming import Unreadable

State = ShipmentState
#: "No Pin History"
_UNKNOWN = "004"
_HOURS = {
    "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_DELIVERED = ("1408", "1409", "1421", "1422", "1423", "1424", "1425", "1426", "1427", "1428",
              "1429", "1430", "1431", "1432", "1433", "1434", "1441", "1442", "1496", "1497",
              "1498", "1499")  # fmt: skip
_EVENTS: dict[str, Meaning] = {
    **dict.fromkeys(_DELIVERED, (State.DELIVERED, None)),
    # a picture of the signature, not a place
    "20": (None, None),
    "0100": (State.IN_TRANSIT, None),
    # the last notice before it goes back
    "0156": (None, Cause.NOT_PICKED_UP),
    "0173": (None, Cause.ADDRESS),
    "0174": (State.OUT_FOR_DELIVERY, None),
    "0500": (State.OUT_FOR_DELIVERY, None),
    "1479": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "1701": (State.READY_FOR_PICKUP, None),
    "2300": (State.IN_TRANSIT, None),
    "3000": (State.PREPARING, None),
}


def read(raw: bytes, number: str) -> News:
    """Raises `Unreadable`."""
    root = tree_of(raw)
    if root.tag == "messages":
        code = words(root, "message/code")
        if code == _UNKNOWN:
            return NoNews(why=_("Canada Post does not know this number, or not yet."))
        raise Unreadable(_("Canada Post could not answer (%(code)s).") % {"code": code[:40]})
    if root.tag != "tracking-detail":
        raise Unreadable(_("It is no answer of Canada Post's tracking."))
    return tracking_news(words(root, "pin"), "canadapost", _reports(root))


def _reports(root: Element) -> list[Reported]:
    reports = [
        reported(
            "canadapost",
            _EVENTS.get(words(one, "event-identifier"), (None, None)),
            at,
            code=words(one, "event-identifier"),
            place=place_in(words(one, "event-site"), words(one, "event-province")),
            words=words(one, "event-description"),
        )
        for one in root.findall("significant-events/occurrence")
        if (at := _moment(one)) is not None
    ]
    return reports + _days(root, reports)


def _days(root: Element, reports: list[Reported]) -> list[Reported]:
    """The day that was said first, and the one that it was changed to."""
    if not reports:
        return []
    first, newest = min(one.at for one in reports), max(one.at for one in reports)
    said, changed = (
        day(words(root, name)) for name in ("expected-delivery-date", "changed-expected-date")
    )
    made = [reported("canadapost", (None, None), first, expected_on=said)] if said else []
    if changed:
        why = words(root, "changed-expected-delivery-reason")
        made.append(reported("canadapost", (None, None), newest, expected_on=changed, words=why))
    return made


def _moment(event: Element) -> datetime | None:
    zone = timezone(timedelta(hours=_HOURS.get(words(event, "event-time-zone"), -5)))
    try:
        said = f"{words(event, 'event-date')}T{words(event, 'event-time') or '00:00:00'}"
        found = datetime.fromisoformat(said).replace(tzinfo=zone)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None


def question(number: str, secrets: Mapping[str, str]) -> Question:
    who = base64.b64encode(f"{secrets.get('key', '')}:{secrets.get('password', '')}".encode())
    return Question(
        "GET",
        f"/vis/track/pin/{quote(number, safe='')}/detail",
        headers={
            "Authorization": f"Basic {who.decode()}",
            "Accept": "application/vnd.cpc.track+xml",
        },
    )


CANADAPOST = Carrier("canadapost", question, read)
