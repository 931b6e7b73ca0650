"""EasyPost's events about trackers, as news of parcels."""

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
    "unknown": (None, None),
    "pre_transit": (State.PREPARING, None),
    "in_transit": (State.IN_TRANSIT, None),
    "out_for_delivery": (State.OUT_FOR_DELIVERY, None),
    "available_for_pickup": (State.READY_FOR_PICKUP, None),
    "delivered": (State.DELIVERED, None),
    "return_to_sender": (State.FAILED, Cause.RETURNED),
    "failure": (State.FAILED, Cause.EXCEPTION),
    "error": (None, Cause.EXCEPTION),
    "cancelled": (State.CANCELLED, None),
}
#: what is wrong, where the detail of a status says so
_DETAILS: dict[str, Cause] = {
    "address_correction": Cause.ADDRESS,
    "awaiting_customer_pickup": Cause.NOT_PICKED_UP,
    "damaged": Cause.DAMAGED,
    "delayed": Cause.DELAY,
    "delivery_exception": Cause.ATTEMPT_FAILED,
    "destroyed": Cause.DAMAGED,
    "held": Cause.EXCEPTION,
    "lost": Cause.LOST,
    "missorted": Cause.DELAY,
    "refused": Cause.REFUSED,
    "return": Cause.RETURNED,
    "unable_to_deliver": Cause.ATTEMPT_FAILED,
    "undeliverable": Cause.ADDRESS,
    "weather_delay": Cause.WEATHER,
}


class Location(BaseModel):
    city: Words = ""
    state: Words = ""
    country: Words = ""


class Detail(BaseModel):
    message: Words = ""
    status: Words = ""
    status_detail: Words = ""
    datetime: Moment = None
    carrier_code: Words = ""
    tracking_location: Annotated[Location, Held] = Field(default_factory=Location)


class Tracker(BaseModel):
    tracking_code: Words
    carrier: Words = ""
    status: Words = ""
    status_detail: Words = ""
    updated_at: Moment = None
    est_delivery_date: Moment = None
    is_return: bool | None = None
    tracking_details: Annotated[list[Detail], Listed] = Field(default_factory=list)


def read(delivery: Delivery) -> Telling:
    """Raises `Unreadable`."""
    return tell(delivery, news_of)


def news_of(body: dict[str, Any]) -> News:
    """Of an event, or of a tracker as its interface answers one. Raises `Unreadable`."""
    inner = body.get("result") if body.get("object") == "Event" else body
    if isinstance(inner, dict) and inner.get("object", "Tracker") != "Tracker":
        return NoNews(why=_("It is not about a tracker."))
    tracker = shaped(Tracker, inner)
    if tracker.is_return:
        return NoNews(why=_("It is about a parcel on its way back to the shop."))
    return tracking_news(tracker.tracking_code, tracker.carrier, _reports(tracker))


def _reports(tracker: Tracker) -> list[Reported]:
    said = [
        reported(
            "easypost",
            _meaning(one.status, one.status_detail),
            one.datetime,
            code=one.status_detail or one.carrier_code,
            place=place_in(
                one.tracking_location.city,
                one.tracking_location.state,
                one.tracking_location.country,
            ),
            words=one.message,
        )
        for one in tracker.tracking_details
        if one.datetime is not None
    ]
    return said + _now(tracker, said)


def _now(tracker: Tracker, said: list[Reported]) -> list[Reported]:
    """What the tracker says beyond its details: when it comes, and a newer status."""
    if tracker.updated_at is None:
        return []
    meaning = _meaning(tracker.status, tracker.status_detail)
    newest = max(said, key=lambda one: one.at, default=None)
    if newest is not None and meaning == (newest.state, newest.cause):
        meaning = None, None
    day = tracker.est_delivery_date.date() if tracker.est_delivery_date else None
    if meaning == (None, None) and day is None:
        return []
    return [
        reported(
            "easypost", meaning, tracker.updated_at, expected_on=day, code=tracker.status_detail
        )
    ]


def _meaning(status: str, detail: str) -> Meaning:
    state, cause = _STATUSES.get(status, (None, None))
    if state in (State.DELIVERED, State.CANCELLED, State.READY_FOR_PICKUP):
        return state, None
    return state, _DETAILS.get(detail, cause)
