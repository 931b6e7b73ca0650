"""What the variables stand for with one customer: only what is certain."""

from dataclasses import replace
from datetime import date

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand, Connection
from lifelong.channels.tests.building import brand
from lifelong.commerce.models import Order, ShipmentState
from lifelong.commerce.tests.building import (
    LAMP,
    at,
    order,
    report,
    shipment,
    take,
    taken,
    the_order,
)
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import receive_one
from lifelong.knowledge.values import (
    About,
    Matter,
    first_name,
    order_meant,
    orders_meant,
    values_of,
)
from lifelong.knowledge.variables import Values, Variable
from lifelong.lib.money import Money


@pytest.mark.parametrize(
    ("name", "first"),
    [("Ana Lind", "Ana"), ("José", "José"), ("Lind, Ana", ""), ("A. Lind", ""), ("", ""),
     ("ana@example.com", ""), ("4711", ""), ("李 小龙", "")],
)  # fmt: skip
def test_nobody_is_greeted_by_what_may_not_be_their_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def values(of: Order) -> Values:
    return values_of(About(brand=brand("Lantern"), customer=of.customer, order=of, hero=agent()))


@pytest.mark.django_db
def test_an_order_with_one_parcel_tells_what_there_is_to_say() -> None:
    taken(order())
    due = report("r", at(1), ShipmentState.IN_TRANSIT, expected_on=date(2026, 11, 20))
    take(shipment(reports=(due,)))
    found = values(the_order())
    assert found[Variable.FIRST_NAME] == "Ana"
    assert found[Variable.ORDER_NUMBER] == "#1001"
    assert found[Variable.ORDER_DAY] == date(2026, 11, 16)
    assert found[Variable.ORDER_ITEM] == "Lantern"
    assert found[Variable.ORDER_TOTAL] == Money(5500, "EUR")
    assert found[Variable.CARRIER] == "PostNord"
    assert found[Variable.EXPECTED_DAY] == date(2026, 11, 20)
    assert found[Variable.BRAND] == "Lantern"
    assert Variable.CODE not in found


@pytest.mark.django_db
def test_of_several_items_and_parcels_none_is_guessed() -> None:
    taken(order(items=(LAMP, replace(LAMP, ref="12", title="Tent"))))
    take(shipment())
    take(shipment("6", reports=()))
    found = values(the_order())
    assert Variable.ORDER_ITEM not in found and Variable.CARRIER not in found


@pytest.mark.django_db
def test_a_parcel_that_came_is_not_expected_any_more() -> None:
    taken(order())
    came = report("r", at(1), ShipmentState.DELIVERED, expected_on=date(2026, 11, 20))
    take(shipment(reports=(came,)))
    assert Variable.EXPECTED_DAY not in values(the_order())


def meant(contact: Contact) -> str:
    """The same whether it is asked of one or of many."""
    theirs, at = [contact.customer_id], shop_brand(contact)
    of_one = order_meant(contact, theirs, at)
    assert orders_meant([Matter(contact, theirs, at)]).get(contact.id) == of_one
    return str(of_one)


def shop_brand(contact: Contact) -> Brand:
    assert contact.endpoint is not None
    return contact.endpoint.brand


@pytest.mark.django_db
def test_the_order_that_was_mentioned_is_meant_else_the_newest() -> None:
    contact = receive_one("Where is it?").contact
    taken(order("1", placed_at=at(0)))
    taken(order("2", placed_at=at(5)))
    assert meant(contact) == "#1002"
    assert meant(receive_one("I mean 1001, please.").contact) == "#1001"
    assert meant(receive_one("Or (#1002)?").contact) == "#1002"


@pytest.mark.django_db
def test_orders_of_others_are_never_meant() -> None:
    contact = receive_one("Where is #1001?").contact
    taken(order("1"))
    Order.objects.update(customer=None)
    assert meant(contact) == "None"


@pytest.mark.django_db
def test_orders_in_another_brands_shop_are_never_meant() -> None:
    contact = receive_one("Where is #1002?").contact
    taken(order("1", placed_at=at(0)))
    other = Connection.objects.create(brand=brand("Other"), name="Other", connector="shopify")
    taken(order("2", placed_at=at(5)))
    Order.objects.filter(ref="2").update(connection=other)
    assert meant(contact) == "#1001"


@pytest.mark.django_db
def test_what_was_cancelled_or_sent_again_is_meant_only_by_its_number() -> None:
    contact = receive_one("Where is it?").contact
    for day in range(3):
        taken(order(str(day), placed_at=at(day)))
    Order.objects.filter(ref="1").update(cancelled_at=at(1))
    Order.objects.filter(ref="2").update(reship_for=contact.id)
    assert meant(contact) == "#1000"
    assert meant(receive_one("I mean 1001, please.").contact) == "#1001"
