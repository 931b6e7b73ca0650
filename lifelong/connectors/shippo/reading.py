"""Shippo's track_updated, as news of parcels."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from lifelong.channels.models import Delivery
from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News, NoNews, Reported, Telling
from lifelong.connectors.tracking import (
    Held,
    Listed,
    Meaning,
    Moment,
    Words,
    place_in,
    reported,
    shaped,
    tell,
    tracking_news,
)

State = ShipmentState
_STATUSES: dict[str, Meaning] = {
    "UNKNOWN": (None, None),
    "PRE_TRANSIT": (State.PREPARING, None),
    "TRANSIT": (State.IN_TRANSIT, None),
    "DELIVERED": (State.DELIVERED, None),
    "RETURNED": (State.FAILED, Cause.RETURNED),
    "FAILURE": (State.FAILED, Cause.EXCEPTION),
}
#: what a sub-status says more exactly
_SUBSTATUSES: dict[str, Meaning] = {
    "out_for_delivery": (State.OUT_FOR_DELIVERY, None),
    "pickup_available": (State.READY_FOR_PICKUP, None),
    "package_held": (State.DELAYED, Cause.EXCEPTION),
    "delivery_attempted": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "delivery_rescheduled": (State.DELAYED, Cause.DELAY),
    "reschedule_delivery": (State.DELAYED, Cause.DELAY),
    "delayed": (State.DELAYED, Cause.DELAY),
    "location_inaccessible": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "notice_left": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "address_issue": (None, Cause.ADDRESS),
    "contact_carrier": (None, Cause.EXCEPTION),
    "package_damaged": (State.FAILED, Cause.DAMAGED),
    "package_lost": (State.FAILED, Cause.LOST),
    "package_undeliverable": (State.FAILED, Cause.EXCEPTION),
    "package_disposed": (State.FAILED, Cause.DAMAGED),
    "package_unclaimed": (None, Cause.NOT_PICKED_UP),
    "return_to_sender": (State.FAILED, Cause.RETURNED),
}


class Location(BaseModel):
    city: Words = ""
    state: Words = ""
    country: Words = ""


class Substatus(BaseModel):
    code: Words = ""


class Status(BaseModel):
    status: Words = ""
    status_details: Words = ""
    status_date: Moment = None
    substatus: Substatus | str | None = None
    location: Annotated[Location, Held] = Field(default_factory=Location)

    @property
    def code(self) -> str:
        """In newer bodies an object, in older ones a word."""
        return (
            self.substatus.code if isinstance(self.substatus, Substatus) else self.substatus or ""
        )


class Track(BaseModel):
    tracking_number: Words
    carrier: Words = ""
    eta: Moment = None
    tracking_status: Status | None = None
    tracking_history: Annotated[list[Status], Listed] = Field(default_factory=list)


def read(delivery: Delivery) -> Telling:
    """Raises `Unreadable`."""
    return tell(delivery, news_of)


def news_of(body: dict[str, Any]) -> News:
    """Of a webhook, or of a track as Shippo's interface answers one. Raises `Unreadable`."""
    event = body.get("event")
    if event is not None and event != "track_updated":
        return NoNews(why=_("It is not about where a parcel is."))
    track = shaped(Track, body if event is None else body.get("data"))
    return tracking_news(track.tracking_number, track.carrier, _reports(track))


def _reports(track: Track) -> list[Reported]:
    said = [*track.tracking_history]
    now = track.tracking_status
    if now is not None and now not in said:
        said.append(now)
    reports = [
        reported(
            "shippo",
            _SUBSTATUSES.get(one.code, _STATUSES.get(one.status, (None, None))),
            one.status_date,
            code=one.code or one.status,
            place=place_in(one.location.city, one.location.state, one.location.country),
            words=one.status_details,
        )
        for one in said
        if one.status_date is not None
    ]
    if track.eta is not None and reports:
        newest = max(one.at for one in reports)
        reports.append(reported("shippo", (None, None), newest, expected_on=track.eta.date()))
    return reports
