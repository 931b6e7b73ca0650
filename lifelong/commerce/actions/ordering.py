"""An order as its store tells it."""

from datetime import datetime

from lifelong.commerce.actions.attributing import buyer_of
from lifelong.commerce.actions.refunding import note_refund
from lifelong.commerce.actions.shipping import ship
from lifelong.commerce.models import Order, OrderItem, Recipient
from lifelong.commerce.news import OrderNews


def place(order: Order, news: OrderNews, *, told_at: datetime) -> bool:
    """Bring a locked order up to date. Whether anything of it was new."""
    is_new = order.learn(updated_at=news.updated_at or told_at, told_at=told_at)
    if is_new:
        _write(order, news)
    # what hangs on it has its own age: an old order may tell of a refund that is new to us
    for shipment in news.shipments:
        is_new |= ship(order, shipment, told_at=told_at)
    for refund in news.refunds:
        is_new |= note_refund(order, refund, told_at=told_at)
    return is_new


def forget(order: Order, *, told_at: datetime) -> bool:
    """The store has deleted it."""
    if order.deleted_at is not None:
        return False
    order.deleted_at = told_at
    order.save(update_fields=["deleted_at"])
    return True


def _write(order: Order, news: OrderNews) -> None:
    is_first = order.placed_at is None
    order.number, order.note, order.is_test = news.number, news.note, news.is_test
    # without its mark, taken off in the shop, it is still no purchase
    order.reship_for = order.reship_for or news.reship_for
    order.email, order.phone, order.buyer = news.buyer.email, news.buyer.phone, news.buyer.ref
    order.currency, order.total = news.total.currency, news.total.amount
    order.shipping, order.tax, order.discount = news.shipping, news.tax, news.discount
    order.financial, order.fulfilment = news.financial, news.fulfilment
    order.placed_at, order.country = news.placed_at, news.country
    order.cancelled_at, order.cancel_reason = news.cancelled_at, news.cancel_reason
    if order.customer is None:
        order.customer = buyer_of(news.buyer, connection_id=order.connection_id)
    order.save()
    if not is_first:
        order.items.exclude(ref__in=[one.ref for one in news.items]).delete()
        order.recipients.all().delete()
    _write_items(order, news)
    Recipient.objects.bulk_create(
        Recipient(
            order=order,
            name=one.name,
            phone=one.phone,
            address=list(one.address),
            is_buyer=one.is_buyer,
        )
        for one in news.recipients
    )


def _write_items(order: Order, news: OrderNews) -> None:
    OrderItem.objects.bulk_create(
        [
            OrderItem(
                order=order,
                ref=one.ref,
                product_ref=one.product_ref,
                variant_ref=one.variant_ref,
                title=one.title,
                variant=one.variant,
                sku=one.sku,
                quantity=one.quantity,
                price=one.price,
                discount=one.discount,
                place=place,
            )
            for place, one in enumerate({one.ref: one for one in news.items}.values())
        ],
        update_conflicts=True,
        unique_fields=["order", "ref"],
        update_fields=[
            "product_ref", "variant_ref", "title", "variant", "sku", "quantity", "price",
            "discount", "place",
        ],
    )  # fmt: skip
