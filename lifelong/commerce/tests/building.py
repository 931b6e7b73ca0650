"""What a store tells, for tests: `take(order(ref="1"))` is a telling that was taken in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.models import Brand, Connection
from lifelong.channels.tests.building import brand
from lifelong.commerce.actions.taking_in import take_in
from lifelong.commerce.models import Financial, Fulfilment, Order, ShipmentState
from lifelong.commerce.news import (
    BuyerNews,
    ItemNews,
    News,
    OrderNews,
    RecipientNews,
    RefundLineNews,
    RefundNews,
    ReportNews,
    ShipmentNews,
    Telling,
)
from lifelong.lib import ids
from lifelong.lib.money import Money

_number = count(1)
#: a Monday
START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    """So many hours after START."""
    return START + timedelta(hours=hours)


def connection() -> Connection:
    """The one shop of a test, of its first brand."""
    found = Connection.objects.first()
    if found is not None:
        return found
    return Connection.objects.create(
        brand=Brand.objects.order_by("id").first() or brand(),
        name="Lantern & Co",
        connector="shopify",
        secrets={"secret": "s3cret"},
    )


def telling(news: News, *, told_at: datetime | None = None, identity: str = "") -> Telling:
    return Telling(
        delivery_id=ids.new_id(),
        connection=connection(),
        identity=identity or f"{next(_number):064x}",
        told_at=told_at or START,
        news=news,
    )


def take(news: News, *, told_at: datetime | None = None) -> Outcome:
    return take_in(telling(news, told_at=told_at))


def taken(news: OrderNews, *, told_at: datetime | None = None) -> Order:
    take(news, told_at=told_at)
    return the_order(news.ref)


def the_order(ref: str = "1") -> Order:
    return Order.objects.get(ref=ref)


LAMP = ItemNews(
    ref="11",
    product_ref="111",
    variant_ref="1111",
    title="Lantern",
    variant="brass",
    sku="LAN-B",
    quantity=2,
    price=2500,
    discount=0,
)


def buyer(email: str = "ana@example.com", **fields: Any) -> BuyerNews:
    fields.setdefault("ref", "9")
    return BuyerNews(name="Ana Lind", email=email, **fields)


def order(ref: str = "1", **fields: Any) -> OrderNews:
    """Two lanterns for Ana, paid, placed at START, to herself."""
    plain = OrderNews(
        ref=ref,
        updated_at=START,
        number=f"#100{ref}",
        buyer=buyer(),
        recipients=(
            RecipientNews(name="Ana Lind", phone="", address=("Kaj 1", "Oslo"), is_buyer=True),
        ),
        items=(LAMP,),
        shipments=(),
        refunds=(),
        total=Money(5500, "EUR"),
        shipping=500,
        tax=0,
        discount=0,
        financial=Financial.PAID,
        fulfilment=Fulfilment.NONE,
        placed_at=START,
        cancelled_at=None,
        cancel_reason="",
        note="",
        is_test=False,
    )
    return replace(plain, **fields)


def report(ref: str, when: datetime, state: ShipmentState | None = None, **fields: Any) -> Any:
    fields.setdefault("expected_on", None)
    fields.setdefault("order_ref", "1")
    return ReportNews(ref=ref, shipment_ref="5", at=when, state=state, **fields)


def shipment(ref: str = "5", *, updated_at: datetime = START, **fields: Any) -> ShipmentNews:
    """Handed to the carrier at that moment."""
    plain = ShipmentNews(
        ref=ref,
        order_ref="1",
        updated_at=updated_at,
        carrier="PostNord",
        tracking_number="PN1",
        tracking_url="https://track.example/PN1",
        items={"11": 2},
        reports=(report("sent", updated_at, ShipmentState.SHIPPED),),
    )
    return replace(plain, **fields)


def refund(ref: str = "7", *, amount: int = 2500, **fields: Any) -> RefundNews:
    fields.setdefault("refunded_at", at(48))
    return RefundNews(
        ref=ref,
        order_ref="1",
        money=Money(amount, "EUR"),
        note="Broken glass",
        lines=(RefundLineNews(item_ref="11", quantity=1, amount=amount),),
        **fields,
    )
