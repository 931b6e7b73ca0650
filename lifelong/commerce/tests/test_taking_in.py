"""What stores tell is taken in once, whatever order it comes in."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from lifelong.channels.models import DeliveryState
from lifelong.commerce.actions.taking_in import take_in, take_in_all
from lifelong.commerce.models import (
    Financial,
    Milestone,
    Order,
    Product,
    Refund,
    Shipment,
    ShipmentState,
)
from lifelong.commerce.news import News, ProductGone, ProductNews, VariantNews
from lifelong.commerce.tests.building import (
    START,
    at,
    order,
    refund,
    report,
    shipment,
    take,
    taken,
    telling,
    the_order,
)
from lifelong.events.models import Event
from lifelong.lib.money import Money

pytestmark = pytest.mark.django_db


def facts() -> list[str]:
    named = Event.objects.exclude(name="OrderChanged").order_by("id")
    return list(named.values_list("name", flat=True))


def test_an_order_is_kept_with_all_that_was_bought() -> None:
    made = taken(order())
    (item,), (recipient,) = made.items.all(), made.recipients.all()
    assert (made.number, made.money(made.total)) == ("#1001", Money(5500, "EUR"))
    assert (item.title, item.quantity, item.price) == ("Lantern", 2, 2500)
    assert (recipient.name, recipient.address) == ("Ana Lind", ["Kaj 1", "Oslo"])
    assert facts() == ["OrderPlaced"]


def test_the_same_body_twice_is_a_copy() -> None:
    first, copy = telling(order(), identity="a" * 64), telling(order(), identity="a" * 64)
    states = [one.state for one in take_in_all([first, copy])]
    assert states == [DeliveryState.STORED, DeliveryState.DUPLICATE]
    assert take_in(copy).state == DeliveryState.DUPLICATE
    assert take_in(first).state == DeliveryState.STORED, "read again, it is no copy of itself"
    assert facts() == ["OrderPlaced"]


def test_an_older_update_that_comes_late_changes_nothing() -> None:
    taken(order(financial=Financial.REFUNDED, updated_at=at(3)))
    late = take(order(financial=Financial.PENDING, updated_at=at(1)), told_at=at(9))
    assert late.reason and late.state == DeliveryState.STORED
    assert the_order().financial == Financial.REFUNDED


def test_within_one_second_of_the_store_the_later_telling_counts() -> None:
    take(order(financial=Financial.PAID), told_at=at(0.2))
    take(order(financial=Financial.PENDING), told_at=at(0.1))
    assert the_order().financial == Financial.PAID


def test_an_item_that_was_taken_out_is_gone_and_others_keep_their_ids() -> None:
    first = order().items[0]
    second = type(first)(**{**first.__dict__, "ref": "12", "title": "Wick"})
    made = taken(order(items=(first, second)))
    before = made.items.get(ref="11").id
    take(order(items=(first,), updated_at=at(1)))
    assert list(made.items.values_list("id", flat=True)) == [before]


def test_parcel_and_refund_may_come_before_their_order() -> None:
    take(shipment(updated_at=at(2)))
    take(refund())
    waiting = the_order()
    assert waiting.placed_at is None and waiting.customer is None
    made = taken(order())
    assert made.id == waiting.id and made.customer is not None
    assert Shipment.objects.get().order == Refund.objects.get().order == made
    assert sorted(facts()) == ["OrderPlaced", "OrderRefunded", "ShipmentMoved", "ShipmentSent"]


def test_an_old_order_may_tell_of_a_refund_that_is_new_to_us() -> None:
    taken(order(updated_at=at(5)))
    assert take(order(updated_at=at(1), refunds=(refund(),))).reason == ""
    assert Refund.objects.get().money == Money(2500, "EUR")


def test_a_refund_is_counted_once_whoever_tells_of_it() -> None:
    take(order(refunds=(refund(),)))
    take(refund())
    assert Refund.objects.count() == facts().count("OrderRefunded") == 1


NEWS: list[News] = [
    order(),
    order(cancelled_at=at(60), updated_at=at(60)),
    shipment(updated_at=at(2)),
    report("a", at(3), ShipmentState.IN_TRANSIT, expected_on=date(2026, 11, 18)),
    report("b", at(20), ShipmentState.DELAYED, expected_on=date(2026, 11, 20)),
    refund(),
]


def test_in_whatever_order_it_comes_the_end_is_the_same() -> None:
    ends = set()
    for news in list(permutations(NEWS))[::37]:
        for number, one in enumerate(news):
            take(one, told_at=at(100 + number))
        parcel, made = Shipment.objects.get(), the_order()
        ends.add(
            (parcel.state, parcel.expected_on, parcel.shipped_at, made.cancelled_at, made.number)
        )
        reached = sorted(Milestone.objects.values_list("kind", flat=True))
        assert reached == ["cancelled", "delayed", "placed", "refunded", "shipped"], news
        Order.objects.all().delete()
    assert ends == {(ShipmentState.DELAYED, date(2026, 11, 20), at(2), at(60), "#1001")}


def test_each_milestone_is_a_fact_once() -> None:
    for one in [*NEWS, *NEWS]:
        take(one)
    assert sorted(facts()) == [
        "IncidentOpened", "OrderCancelled", "OrderPlaced", "OrderRefunded", "ShipmentDelayed",
        "ShipmentMoved",
        "ShipmentMoved", "ShipmentMoved", "ShipmentSent",
    ]  # fmt: skip
    delayed = Event.objects.get(name="ShipmentDelayed").data
    assert (delayed["was_on"], delayed["expected_on"]) == ("2026-11-18", "2026-11-20")


def test_goods_that_came_back_without_money_are_no_milestone() -> None:
    take(order(refunds=(refund(amount=0),)))
    assert Milestone.objects.get().kind == "placed"


def lantern(title: str = "Lantern", **fields: Any) -> ProductNews:
    variant = VariantNews(ref="1111", title="brass", sku="LAN-B", price=Money(2500, "EUR"), stock=3)
    fields.setdefault("updated_at", START)
    fields.setdefault("variants", (variant,))
    return ProductNews(
        ref="111", title=title, vendor="", kind="", status="active", image_url="", **fields
    )


def test_a_product_follows_its_store() -> None:
    take(lantern())
    take(lantern("Lantern II", updated_at=at(1)))
    take(lantern("Lantern 0", updated_at=at(-1)))
    product = Product.objects.get()
    assert (product.title, product.variants.get().price) == ("Lantern II", 2500)


def test_a_product_that_is_gone_does_not_come_back_by_a_late_update() -> None:
    take(ProductGone(ref="111"))
    take(lantern(updated_at=at(5)))
    assert Product.objects.get().deleted_at is not None
