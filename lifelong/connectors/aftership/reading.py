"""AfterShip's updates of trackings, as news of parcels."""

from datetime import date
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
TAGS: dict[str, Meaning] = {
    "Pending": (None, None),
    "InfoReceived": (State.PREPARING, None),
    "InTransit": (State.IN_TRANSIT, None),
    "OutForDelivery": (State.OUT_FOR_DELIVERY, None),
    "AttemptFail": (State.ATTEMPTED, Cause.ATTEMPT_FAILED),
    "Delivered": (State.DELIVERED, None),
    "AvailableForPickup": (State.READY_FOR_PICKUP, None),
    "Exception": (None, Cause.EXCEPTION),
    # nothing has been heard of it for 30 days
    "Expired": (None, Cause.STALLED),
}
#: what an exception is, by the number behind its name
EXCEPTIONS: dict[str, Meaning] = {
    "001": (None, Cause.EXCEPTION),
    # the customer moved
    "002": (None, Cause.ADDRESS),
    "003": (State.FAILED, Cause.REFUSED),
    "004": (State.DELAYED, Cause.CUSTOMS),
    # strikes, closed roads
    "005": (State.DELAYED, Cause.DELAY),
    "006": (State.DELAYED, Cause.PAYMENT),
    "007": (None, Cause.ADDRESS),
    # the pickup was missed
    "008": (None, Cause.NOT_PICKED_UP),
    # rejected by the carrier
    "009": (State.FAILED, Cause.EXCEPTION),
    "010": (State.FAILED, Cause.RETURNED),
    "011": (State.FAILED, Cause.RETURNED),
    "012": (State.FAILED, Cause.DAMAGED),
    "013": (State.FAILED, Cause.LOST),
    "016": (State.DELAYED, Cause.DELAY),
    "017": (State.DELAYED, Cause.WEATHER),
    "018": (State.DELAYED, Cause.DOCUMENTS),
}
#: other events than a new status that tell of a parcel
EVENTS = ("tracking_update", "edd_revise", "tracking_pending_time")


class Checkpoint(BaseModel):
    #: by the clock of the place, often without its zone
    checkpoint_time: Moment = None
    created_at: Moment = None
    message: Words = ""
    tag: Words = ""
    subtag: Words = ""
    city: Words = ""
    state: Words = ""
    location: Words = ""
    country_iso3: Words = ""
    country_region: Words = ""


class Estimate(BaseModel):
    estimated_delivery_date: Words = ""
    datetime: Words = ""


class Tracking(BaseModel):
    tracking_number: Words
    slug: Words = ""
    tag: Words = ""
    subtag: Words = ""
    updated_at: Moment = None
    expected_delivery: Words = ""
    courier_estimated_delivery_date: Annotated[Estimate, Held] = Field(default_factory=Estimate)
    latest_estimated_delivery: Annotated[Estimate, Held] = Field(default_factory=Estimate)
    checkpoints: Annotated[list[Checkpoint], Listed] = Field(default_factory=list)


def read(delivery: Delivery) -> Telling:
    """Raises `Unreadable`."""
    return tell(delivery, news_of)


def news_of(body: dict[str, Any]) -> News:
    """Raises `Unreadable`."""
    if body.get("event") not in EVENTS:
        return NoNews(why=_("It is not about where a parcel is."))
    said = shaped(Tracking, body.get("msg"))
    return tracking_news(said.tracking_number, said.slug, _reports(said))


def _reports(said: Tracking) -> list[Reported]:
    reports = [
        reported(
            "aftership",
            meaning(one.tag, one.subtag),
            at,
            code=one.subtag or one.tag,
            place=place_in(
                one.location or place_in(one.city, one.state),
                one.country_region or one.country_iso3,
            ),
            words=one.message,
        )
        for one in said.checkpoints
        if (at := one.checkpoint_time or one.created_at) is not None
    ]
    return reports + _now(said, reports)


def _now(said: Tracking, reports: list[Reported]) -> list[Reported]:
    """What it says beyond its checkpoints: when it comes, and a newer status."""
    if said.updated_at is None:
        return []
    now = meaning(said.tag, said.subtag)
    newest = max(reports, key=lambda one: one.at, default=None)
    if newest is not None and now == (newest.state, newest.cause):
        now = None, None
    day = _day(said)
    if now == (None, None) and day is None:
        return []
    return [reported("aftership", now, said.updated_at, expected_on=day, code=said.subtag)]


def meaning(tag: str, subtag: str) -> Meaning:
    """Of a status with its sub-status, such as Exception and Exception_004."""
    if tag == "Exception":
        return EXCEPTIONS.get(subtag.rpartition("_")[2], TAGS["Exception"])
    return TAGS.get(tag, (None, None))


def _day(said: Tracking) -> date | None:
    for words in (
        said.latest_estimated_delivery.datetime,
        said.courier_estimated_delivery_date.estimated_delivery_date,
        said.expected_delivery,
    ):
        try:
            return date.fromisoformat(words[:10])
        except ValueError:
            continue
    return None
