"""A raw delivery of Shopify's, read: which topic, which copy, what is new."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from lifelong.channels.models import Connection, Delivery
from lifelong.commerce.news import News, NoNews, OrderGone, ProductGone, Telling
from lifelong.connectors.hooks import Knock
from lifelong.connectors.shopify import bodies
from lifelong.connectors.shopify.orders import customer_news, order_news, refund_news
from lifelong.connectors.shopify.parcels import event_news, shipment_news
from lifelong.connectors.shopify.products import product_news
from lifelong.connectors.shopify.shops import settings_of
from lifelong.connectors.shopify.values import clean
from lifelong.conversations.incoming import Unreadable

#: what is kept of the headers, by our names
_KEPT = {
    "topic": "x-shopify-topic",
    "shop": "x-shopify-shop-domain",
    "webhook_id": "x-shopify-webhook-id",
    "event_id": "x-shopify-event-id",
    "triggered_at": "x-shopify-triggered-at",
    "api_version": "x-shopify-api-version",
    "test": "x-shopify-test",
}
Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class _Told:
    """Beside the body: whose shop, and when it said so."""

    connection: Connection
    at: datetime

    @property
    def currency(self) -> str:
        return self.connection.brand.currency


def envelope(knock: Knock) -> dict[str, Any]:
    """The headers that tell what the body is about."""
    return {
        name: knock.headers[header][:300]
        for name, header in _KEPT.items()
        if header in knock.headers
    }


def read_news(delivery: Delivery) -> Telling:
    """Raises `Unreadable` when nothing can be made of it."""
    connection = delivery.connection
    if connection is None:
        raise Unreadable(_("The shop that it came from is no longer connected."))
    said = delivery.envelope
    topic = str(said.get("topic", "")).lower()
    told = _Told(connection, _triggered_at(said) or delivery.received_at)
    _check_shop(connection, str(said.get("shop", "")))
    raw = bytes(delivery.body)
    return Telling(
        delivery_id=delivery.id,
        connection=connection,
        identity=_identity(connection, topic, raw),
        told_at=told.at,
        news=_news(topic, raw, told, is_trial=str(said.get("test", "")).lower() == "true"),
    )


def _news(topic: str, raw: bytes, told: _Told, *, is_trial: bool) -> News:
    if not topic:
        raise Unreadable(_("The header X-Shopify-Topic is missing."))
    if topic not in _READERS:
        words = _("Nothing is done here about “%(topic)s”. Shopify need not send it.")
        raise Unreadable(words % {"topic": topic[:80]})
    news = _READERS[topic](_parsed(raw), told)
    if is_trial:
        return NoNews(why=_("A trial of Shopify's: understood, and nothing of it was kept."))
    return news


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = clean(json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("Its body is not JSON.")) from error
    if not isinstance(body, dict):
        raise Unreadable(_("Its body is not a JSON object."))
    return bodies.unwrapped(body)


def _as(kind: type[Body], body: dict[str, Any]) -> Body:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        words = _("“%(place)s” in its body is missing or not what it should be.")
        raise Unreadable(words % {"place": place[:120]}) from error


def _order(body: dict[str, Any], told: _Told) -> News:
    return order_news(_as(bodies.Order, body), told_at=told.at)


def _refund(body: dict[str, Any], told: _Told) -> News:
    return refund_news(_as(bodies.Refund, body), paid_in=told.currency, told_at=told.at)


def _fulfilment(body: dict[str, Any], told: _Told) -> News:
    return shipment_news(_as(bodies.Fulfillment, body), told_at=told.at)


def _event(body: dict[str, Any], told: _Told) -> News:
    return event_news(_as(bodies.FulfillmentEvent, body), told_at=told.at)


def _product(body: dict[str, Any], told: _Told) -> News:
    return product_news(_as(bodies.Product, body), currency=told.currency)


def _customer(body: dict[str, Any], told: _Told) -> News:
    return customer_news(_as(bodies.Customer, body))


def _order_gone(body: dict[str, Any], told: _Told) -> News:
    return OrderGone(ref=_as(bodies.Gone, body).id)


def _product_gone(body: dict[str, Any], told: _Told) -> News:
    return ProductGone(ref=_as(bodies.Gone, body).id)


def _customer_gone(body: dict[str, Any], told: _Told) -> News:
    _as(bodies.Gone, body)
    return NoNews(why=_("The shop has deleted a customer; their conversation stays."))


_READERS: dict[str, Callable[[dict[str, Any], _Told], News]] = {
    **dict.fromkeys(
        (
            "orders/create", "orders/updated", "orders/paid", "orders/cancelled",
            "orders/fulfilled", "orders/partially_fulfilled",
        ),
        _order,
    ),
    "orders/delete": _order_gone,
    "refunds/create": _refund,
    "fulfillments/create": _fulfilment,
    "fulfillments/update": _fulfilment,
    "fulfillment_events/create": _event,
    "customers/create": _customer,
    "customers/update": _customer,
    "customers/enable": _customer,
    "customers/disable": _customer,
    "customers/delete": _customer_gone,
    "products/create": _product,
    "products/update": _product,
    "products/delete": _product_gone,
}  # fmt: skip

#: what a shop should send
TOPICS = tuple(_READERS)


def _identity(connection: Connection, topic: str, raw: bytes) -> str:
    """Of one body the same, whichever of the topics that carry it whole it came under."""
    reader = _READERS.get(topic)
    noun = reader.__name__ if reader else topic
    return hashlib.sha256(b"\0".join([connection.id.bytes, noun.encode(), raw])).hexdigest()


def _triggered_at(said: dict[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said["triggered_at"])
    except (KeyError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _check_shop(connection: Connection, shop: str) -> None:
    """An app signs for all its shops with one secret."""
    ours = settings_of(connection).domain
    if shop and ours and shop.lower() != ours.lower():
        words = _("It is of another shop than this connection (%(shop)s).")
        raise Unreadable(words % {"shop": shop[:100]})
