"""What stores tell, taken in: once, whatever order it comes in, all of a batch or nothing.

Locks are taken in one order everywhere: what was heard, tracking numbers, orders, handles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.models import DeliveryState
from lifelong.commerce.actions import cataloguing, ordering, refunding, shipping
from lifelong.commerce.actions.attributing import know_buyer
from lifelong.commerce.actions.hearing import hear
from lifelong.commerce.actions.marking import mark_all
from lifelong.commerce.actions.noticing import notice_all
from lifelong.commerce.actions.opening_orders import Key, open_orders
from lifelong.commerce.actions.tracking import (
    Number,
    keep_strays,
    lock_numbers,
    orders_of,
    parcels_of,
)
from lifelong.commerce.events import OrderChanged
from lifelong.commerce.models import Order, Shipment
from lifelong.commerce.news import (
    BuyerNews,
    News,
    NoNews,
    OrderGone,
    OrderNews,
    ProductGone,
    ProductNews,
    RefundNews,
    ReportNews,
    ShipmentNews,
    Telling,
    TrackingNews,
)
from lifelong.commerce.tracking import numbers_in
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def take_in(telling: Telling) -> Outcome:
    return take_in_all([telling])[0]


def take_in_all(tellings: Sequence[Telling]) -> list[Outcome]:
    """Take in each exactly once, in the order in which the stores said it."""
    with transaction():
        firsts = _first_copies(tellings)
        lock_numbers(_numbers(firsts.values()))
        tracked = dict(_tracked(firsts.values()))
        keys = {key for one in firsts.values() if (key := _order_of(one))}
        orders = open_orders(keys | orders_of(parcels_of(tracked)))
        outcomes = {one.delivery_id: _copy(one) for one in tellings}
        changed: dict[UUID, Order] = {}
        in_turn = sorted(firsts.values(), key=lambda one: (one.told_at, one.delivery_id))
        for telling in in_turn:
            if not isinstance(telling.news, TrackingNews):
                outcomes[telling.delivery_id], touched = _take(telling, orders)
                changed |= {one.id: one for one in touched}
        # looked for again: these stores may just have told of their parcels
        parcels = parcels_of(tracked)
        for telling in in_turn:
            if isinstance(telling.news, TrackingNews):
                outcome, touched = _track(telling, telling.news, parcels, orders)
                outcomes[telling.delivery_id] = outcome
                changed |= {one.id: one for one in touched}
        mark_all(changed.values())
        notice_all(changed.values())
        for order in changed.values():
            record(OrderChanged(customer_id=order.customer_id, order_id=order.id))
        hear({one.connection.id for one in firsts.values() if _tells_where_parcels_are(one)})
        return [outcomes[one.delivery_id] for one in tellings]


def _first_copies(tellings: Sequence[Telling]) -> dict[str, Telling]:
    """Write down what is heard; by their identities those that nobody told us before."""
    first: dict[str, Telling] = {}
    for telling in tellings:
        first.setdefault(telling.identity, telling)
    keys = sorted(first)  # in one order everywhere, so that two batches cannot lock each other
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commerce_heard (key, at, delivery_id)"
            " SELECT key, %s, delivery_id FROM unnest(%s::text[], %s::uuid[])"
            " AS new(key, delivery_id)"
            " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING key, delivery_id",
            [clock.now(), keys, [first[key].delivery_id for key in keys]],
        )
        heard_by = dict(cursor.fetchall())
    return {key: one for key, one in first.items() if heard_by[key] == one.delivery_id}


def _order_of(telling: Telling) -> Key | None:
    """Which order it is about."""
    news = telling.news
    if isinstance(news, OrderNews | OrderGone):
        return str(telling.connection.id), news.ref
    if isinstance(news, ShipmentNews | ReportNews | RefundNews):
        return str(telling.connection.id), news.order_ref
    return None


def _numbers(tellings: Iterable[Telling]) -> set[Number]:
    """The tracking numbers they name."""
    named: set[Number] = set()
    for telling in tellings:
        news, brand_id = telling.news, telling.connection.brand_id
        shipments = news.shipments if isinstance(news, OrderNews) else ()
        for shipment in (news,) if isinstance(news, ShipmentNews) else shipments:
            named |= {(brand_id, number) for number in numbers_in(shipment.tracking_number)}
    return named | {key for key, _carrier in _tracked(tellings)}


def _tracked(tellings: Iterable[Telling]) -> Iterator[tuple[Number, str]]:
    """Numbers of which somebody tells who may not know their orders, and their carriers."""
    for telling in tellings:
        news = telling.news
        if isinstance(news, TrackingNews):
            yield (telling.connection.brand_id, news.number), news.carrier


def _tells_where_parcels_are(telling: Telling) -> bool:
    return isinstance(telling.news, TrackingNews | ReportNews)


def _track(
    telling: Telling,
    news: TrackingNews,
    parcels: Mapping[Number, Sequence[Shipment]],
    orders: Mapping[Key, Order],
) -> tuple[Outcome, list[Order]]:
    """What became of it, and the orders that it changed."""
    brand_id, touched, is_new = telling.connection.brand_id, [], False
    theirs = parcels[brand_id, news.number]
    for shipment in theirs:
        shipment.order = orders[str(shipment.order.connection_id), shipment.order.ref]
        if shipping.report_all(shipment, news.reports):
            is_new = True
            touched.append(shipment.order)
    if theirs:
        return _outcome(telling, is_new=is_new), touched
    if keep_strays(brand_id, news):
        why = _("No store has told of this parcel yet: it is kept until one does.")
        return Outcome(telling.delivery_id, DeliveryState.STORED, why), []
    return _outcome(telling, is_new=False), []


def _take(telling: Telling, orders: Mapping[Key, Order]) -> tuple[Outcome, list[Order]]:
    """What became of it, and the order that it changed."""
    order = orders.get(_order_of(telling) or ("", ""))
    is_new = _learn(telling, order)
    return _outcome(telling, is_new=is_new), [order] if is_new and order is not None else []


def _learn(telling: Telling, order: Order | None) -> bool:
    """Whether it was new."""
    news: News = telling.news
    match news:
        case BuyerNews():
            return know_buyer(news, connection=telling.connection)
        case ProductNews():
            return cataloguing.offer(news, telling)
        case ProductGone():
            return cataloguing.withdraw(news, telling)
        case NoNews():
            return True
    assert order is not None
    match news:
        case OrderNews():
            return ordering.place(order, news, told_at=telling.told_at)
        case OrderGone():
            return ordering.forget(order, told_at=telling.told_at)
        case ShipmentNews():
            return shipping.ship(order, news, told_at=telling.told_at)
        case ReportNews():
            return shipping.report(order, news)
        case RefundNews():
            return refunding.note_refund(order, news, told_at=telling.told_at)
        case TrackingNews():
            raise AssertionError("it names no order")


def _copy(telling: Telling) -> Outcome:
    return Outcome(telling.delivery_id, DeliveryState.DUPLICATE)


def _outcome(telling: Telling, *, is_new: bool) -> Outcome:
    if isinstance(telling.news, NoNews):
        return Outcome(telling.delivery_id, DeliveryState.STORED, telling.news.why)
    if not is_new:
        why = _("It came late: something newer is known.")
        return Outcome(telling.delivery_id, DeliveryState.STORED, why)
    return Outcome(telling.delivery_id, DeliveryState.STORED)
