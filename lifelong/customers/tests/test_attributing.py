"""Whom a record is about: a checkout, an import, a store's customer."""

import pytest

from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import (
    attribute,
    claim,
    identify,
)
from lifelong.customers.models import Customer, Handle, HandleClaim
from lifelong.customers.tests.handles import (
    MAIL,
    PHONE,
    WORK,
    holder,
    met,
    said,
    shown_to_be_one,
    signed,
)

pytestmark = pytest.mark.django_db


def test_a_record_of_nobody_we_know_makes_one_customer_by_its_mail_address() -> None:
    ana = attribute([said("store", "shop/1"), said("phone", PHONE), said("email", MAIL)])
    assert Customer.objects.get() == ana == holder("email", MAIL)
    said_too = HandleClaim.objects.filter(customer=ana).values_list("value", flat=True)
    assert set(said_too) == {PHONE, "shop/1"} and Handle.objects.count() == 1


def test_a_record_of_a_store_id_alone_makes_a_customer_by_it() -> None:
    ana = attribute([said("store", "shop/1")])
    assert ana == holder("store", "shop/1")
    assert attribute([said("store", "shop/1"), said("email", MAIL)]) == ana


def test_a_record_finds_its_customer_by_whatever_of_it_is_known() -> None:
    by_phone = met(PHONE, kind="phone", proof="text")
    assert attribute([said("email", MAIL), said("phone", PHONE)]) == by_phone
    by_mail = met(WORK)
    assert attribute([said("store", "shop/1"), said("email", WORK)]) == by_mail


def test_a_record_of_several_people_is_nobodys() -> None:
    met(PHONE, kind="phone", proof="text")
    met()
    assert attribute([said("email", MAIL), said("phone", PHONE)]) is None
    assert (
        attribute([said(*one) for one in (("store", "s/1"), ("email", MAIL), ("phone", PHONE))])
        is None
    )
    assert not HandleClaim.objects.exists()


def test_a_store_id_goes_on_to_point_at_whom_it_was_first_said_of() -> None:
    ana, other = met(), met(WORK)
    assert attribute([said("store", "shop/1"), said("email", MAIL)]) == ana
    assert attribute([said("store", "shop/1"), said("email", WORK)]) == ana != other
    assert attribute([said("store", "shop/1")]) == ana


def test_a_store_id_that_was_said_of_two_people_points_at_neither() -> None:
    claim(met(), kind="store", value="shop/1", how="store")
    claim(met(WORK), kind="store", value="shop/1", how="store")
    third = met("third@example.com")
    assert attribute([said("store", "shop/1"), said("email", "third@example.com")]) == third


def test_who_signed_in_by_a_store_id_gets_what_is_bought_by_it() -> None:
    first = met()
    attribute([said("store", "shop/1"), said("email", MAIL)])
    signed_in = identify([signed("store", "shop/1")])
    assert signed_in != first
    assert attribute([said("store", "shop/1"), said("email", MAIL)]) == signed_in


def test_a_shared_handle_points_at_nobody() -> None:
    family = met(PHONE, kind="phone", proof="text")
    Handle.objects.update(shared=True)
    assert attribute([said("phone", PHONE)]) is None
    by_store = attribute([said("store", "shop/1"), said("phone", PHONE)])
    assert by_store == holder("store", "shop/1") != family
    by_mail = attribute([said("email", MAIL), said("phone", PHONE)])
    assert by_mail == holder("email", MAIL) != family


def test_a_shared_store_id_points_at_nobody_either() -> None:
    office = attribute([said("store", "shop/1")])
    Handle.objects.update(shared=True)
    assert attribute([said("store", "shop/1"), said("email", MAIL)]) == holder("email", MAIL)
    assert holder("email", MAIL) != office


def test_a_record_proves_nothing_and_joins_nobody() -> None:
    ana = met(proof="dmarc")
    attribute([said("email", MAIL), said("phone", PHONE), said("store", "shop/1")])
    assert Handle.objects.get() == ana.handles.get()
    assert shown_to_be_one() == []


def test_a_record_tells_the_name_of_whom_it_finds() -> None:
    ana = met()
    attribute([Claim(kind="email", value=MAIL, how="checkout", name="Ana Lind")])
    ana.refresh_from_db()
    assert ana.name == "Ana Lind"
