"""Shopify's fulfilments and their events as news of parcels."""

from datetime import date, datetime

from lifelong.commerce.models import ShipmentState
from lifelong.commerce.news import ReportNews, ShipmentNews
from lifelong.connectors.shopify.bodies import Fulfillment, FulfillmentEvent

State = ShipmentState
#: what carriers say, by Shopify's words
CARRIERS_WORDS = {
    "label_purchased": State.PREPARING,
    "label_printed": State.PREPARING,
    "confirmed": State.PREPARING,
    "submitted": State.PREPARING,
    "carrier_picked_up": State.IN_TRANSIT,
    "in_transit": State.IN_TRANSIT,
    "delayed": State.DELAYED,
    "out_for_delivery": State.OUT_FOR_DELIVERY,
    "attempted_delivery": State.ATTEMPTED,
    "ready_for_pickup": State.READY_FOR_PICKUP,
    "picked_up": State.DELIVERED,
    "delivered": State.DELIVERED,
    "failure": State.FAILED,
    "not_delivered": State.FAILED,
}
#: the parcel was not sent after all
_STOPPED = ("cancelled", "error", "failure")


def shipment_news(body: Fulfillment, *, told_at: datetime) -> ShipmentNews:
    updated_at = body.updated_at or body.created_at or told_at
    return ShipmentNews(
        ref=body.id,
        order_ref=body.order_id,
        updated_at=body.updated_at or body.created_at,
        carrier=body.tracking_company[:120],
        tracking_number=", ".join(_all(body.tracking_number, body.tracking_numbers))[:200],
        tracking_url=_link(_all(body.tracking_url, body.tracking_urls)),
        items={one.id: one.quantity for one in body.line_items},
        reports=(_sent(body, updated_at), *_carried(body, updated_at)),
    )


def event_news(body: FulfillmentEvent, *, told_at: datetime) -> ReportNews:
    return ReportNews(
        ref=f"event {body.id}",
        shipment_ref=body.fulfillment_id,
        order_ref=body.order_id,
        at=body.happened_at or body.created_at or told_at,
        state=CARRIERS_WORDS.get(body.status),
        expected_on=_day(body.estimated_delivery_at),
    )


def _sent(body: Fulfillment, updated_at: datetime) -> ReportNews:
    """What the shop itself did with it."""
    at = body.created_at or updated_at
    if body.status in _STOPPED:
        word, state, at = "stopped", State.CANCELLED, updated_at
    elif body.status == "success":
        word, state = "sent", State.SHIPPED
    else:
        word, state = "asked for", State.PREPARING
    return ReportNews(
        ref=word,
        shipment_ref=body.id,
        order_ref=body.order_id,
        at=at,
        state=state,
        expected_on=None,
    )


def _carried(body: Fulfillment, updated_at: datetime) -> tuple[ReportNews, ...]:
    """What the carrier said last, where the fulfilment repeats it."""
    state = CARRIERS_WORDS.get(body.shipment_status)
    expected_on = _day(body.estimated_delivery_at)
    if state is None and expected_on is None:
        return ()
    words = f"{body.shipment_status} {expected_on or ''} {updated_at.isoformat()}"
    report = ReportNews(
        ref=words[:100],
        shipment_ref=body.id,
        order_ref=body.order_id,
        at=updated_at,
        state=state,
        expected_on=expected_on,
    )
    return (report,)


def _day(moment: datetime | None) -> date | None:
    """The day that was meant: by the clock of whoever wrote it."""
    return moment.date() if moment else None


def _all(one: str, several: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, [*several, one])))


def _link(urls: list[str]) -> str:
    """The first that a hero may click."""
    return next((url[:2000] for url in urls if url.startswith(("https://", "http://"))), "")
