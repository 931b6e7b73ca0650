"""Whose order it is. A checkout claims; it proves nothing and joins nobody."""

import pytest

from lifelong.commerce.actions.attributing import AlreadyAttached, attach, store_handle
from lifelong.commerce.tests.building import buyer, connection, order, take, taken
from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Customer, Handle, HandleClaim

pytestmark = pytest.mark.django_db


def wrote(kind: str, value: str, *, proof: str | None = None) -> Customer:
    return recognise(kind=kind, value=value, how="mail", proof=proof).customer


def test_who_has_written_before_gets_their_order() -> None:
    ana = wrote("email", "ana@example.com", proof="dmarc")
    assert taken(order()).customer == ana
    said = HandleClaim.objects.get(kind="store")
    assert (said.customer, said.value) == (ana, store_handle(connection().id, "9"))
    assert said.how == "checkout" and not Handle.objects.filter(kind="store").exists()


def test_who_buys_first_is_known_when_they_write() -> None:
    made = taken(order())
    assert wrote("email", "ana@example.com") == made.customer
    assert Handle.objects.get(kind="email").proved_at is None


def test_a_checkout_does_not_make_a_phone_its_buyers() -> None:
    """Else whoever texts from it would be in the middle of Ana's conversation."""
    made = taken(order(buyer=buyer(phone="+4712345678")))
    assert not Handle.objects.filter(kind="phone").exists()
    assert HandleClaim.objects.get(kind="phone").customer == made.customer
    assert wrote("phone", "+4712345678") != made.customer


def test_handles_of_two_people_attach_an_order_to_neither() -> None:
    ana, ben = wrote("email", "ana@example.com"), wrote("phone", "+4712345678")
    made = taken(order(buyer=buyer(phone="+4712345678")))
    assert made.customer is None
    assert Customer.objects.count() == 2 and ana != ben


def test_a_phone_that_several_people_use_attaches_an_order_to_none_of_them() -> None:
    wrote("phone", "+4712345678", proof="text")
    Handle.objects.update(shared=True)
    made = taken(order(buyer=buyer(email="", ref="", phone="+4712345678")))
    assert made.customer is None
    account = taken(order("2", buyer=buyer(email="", phone="+4712345678")))
    assert account.customer == Handle.objects.get(kind="store").customer
    assert Customer.objects.count() == 2


def test_a_person_may_say_whose_order_it_is_once() -> None:
    ana = wrote("email", "ana@example.com")
    wrote("phone", "+4712345678")
    made = taken(order(buyer=buyer(phone="+4712345678")))
    attach(made, customer=ana)
    made.refresh_from_db()
    assert made.customer == ana
    with pytest.raises(AlreadyAttached):
        attach(made, customer=ana)


def test_the_stores_own_id_decides_over_other_handles() -> None:
    first = taken(order("1"))
    wrote("email", "new@example.com")
    again = taken(order("2", buyer=buyer(email="new@example.com")))
    assert again.customer == first.customer


def test_two_shops_may_give_the_same_id_to_different_people() -> None:
    from lifelong.channels.models import Connection

    first = taken(order("1"))
    other = Connection.objects.create(brand=connection().brand, name="Second", connector="shopify")
    assert store_handle(other.id, "9") != HandleClaim.objects.get(kind="store").value
    assert first.customer is not None


def test_a_store_customer_is_recognised_before_any_order() -> None:
    take(buyer())
    held = Handle.objects.get(kind="email")
    assert (held.value, held.claimed_how, held.customer.name) == (
        "ana@example.com", "store", "Ana Lind",
    )  # fmt: skip
    assert taken(order()).customer == held.customer


def test_an_order_without_any_handle_is_kept_and_nobodys() -> None:
    made = taken(order(buyer=buyer(email="", ref="")))
    assert made.customer is None and not Customer.objects.exists()
