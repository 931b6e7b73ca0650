"""Orders and parcels by the number that somebody typed."""

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Order
from lifelong.commerce.search import orders_numbered, parcels_numbered
from lifelong.commerce.tests.building import at, order, shipment, take, taken
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db


def numbers(said: str) -> list[str]:
    return [one.number for one in orders_numbered(said, visible_to=caller_for(agent()))]


@pytest.fixture
def sold() -> None:
    for ref, number in enumerate(("#1001", "LC-1001", "#10012", "#2001", "#100", "A-7/b")):
        taken(order(str(ref), number=number, placed_at=at(ref)))


@pytest.mark.parametrize("said", ["1001", "#1001", " #1001 ", "LC-1001", "lc-1001"])
def test_an_order_is_found_by_its_number_with_or_without_what_stands_before(
    sold: None, said: str
) -> None:
    assert numbers(said) == ["LC-1001", "#1001", "#10012"]


def test_orders_are_found_as_the_number_is_typed(sold: None) -> None:
    assert numbers("10") == ["#100", "LC-1001", "#1001", "#10012"]
    assert numbers("7/B") == ["A-7/b"]
    assert numbers("001") == numbers("tent") == numbers("#") == numbers("1001 tent") == []
    assert numbers("10%") == numbers("1_01") == []


def test_what_was_deleted_or_only_mentioned_is_no_order(sold: None) -> None:
    Order.objects.filter(number="#1001").update(deleted_at=at(1))
    Order.objects.filter(number="LC-1001").update(placed_at=None)
    assert numbers("1001") == ["#10012"]


@pytest.mark.parametrize("said", ["9400 1000-11", "9400100011", "#9400100011"])
def test_a_parcel_is_found_by_its_number_however_it_is_written(said: str) -> None:
    taken(order("1"))
    take(shipment("5", tracking_number="9400 1000 11, 77001122"))
    found = parcels_numbered(said, visible_to=caller_for(agent()))
    assert [one.order.ref for one in found] == ["1"]
    assert not parcels_numbered("94001000", visible_to=caller_for(agent()))
    assert not parcels_numbered("1", visible_to=caller_for(agent()))


def test_who_may_not_see_customers_finds_neither(sold: None) -> None:
    caller = caller_for(agent(Role.WAREHOUSE))
    for find in (orders_numbered, parcels_numbered):
        with pytest.raises(NotAllowed):
            find("1001", visible_to=caller)
