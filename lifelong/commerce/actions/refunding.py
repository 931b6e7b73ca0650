"""Money that a store gave back. A refund never changes: a second telling of it is no news."""

from datetime import datetime

from lifelong.commerce.models import Order, Refund, RefundLine
from lifelong.commerce.news import RefundNews


def note_refund(order: Order, news: RefundNews, *, told_at: datetime) -> bool:
    """A refund of a locked order. Whether it was new."""
    if Refund.objects.filter(connection_id=order.connection_id, ref=news.ref).exists():
        return False
    refund = Refund.objects.create(
        connection_id=order.connection_id,
        ref=news.ref,
        order=order,
        amount=news.money.amount,
        currency=news.money.currency,
        refunded_at=news.refunded_at,
        note=news.note,
        updated_at=news.refunded_at,
        told_at=told_at,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, item_ref=one.item_ref, quantity=one.quantity, amount=one.amount)
        for one in news.lines
    )
    return True
