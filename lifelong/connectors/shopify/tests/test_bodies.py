"""What is read from Shopify's bodies."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lifelong.commerce.news import OrderNews
from lifelong.connectors.shopify import bodies
from lifelong.connectors.shopify.orders import customer_news, order_news
from lifelong.connectors.shopify.tests.building import order_body
from lifelong.connectors.shopify.values import clean, email_in, minor, phone_in
from lifelong.lib.money import Money

AT = datetime(2026, 11, 16, tzinfo=UTC)


def read(**fields: Any) -> OrderNews:
    return order_news(bodies.Order.model_validate(order_body(**fields)), told_at=AT)


@pytest.mark.parametrize(
    ("words", "currency", "amount"),
    [
        ("409.94", "USD", 40994),
        ("1200", "JPY", 1200),
        ("1200.00", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("0.005", "EUR", 1),
        ("-5.00", "EUR", -500),
    ],
)
def test_amounts_are_whole_numbers_of_the_smallest_part(
    words: str, currency: str, amount: int
) -> None:
    assert minor(Decimal(words), currency) == amount


def test_what_the_buyer_paid_in_counts_rather_than_the_shops_currency() -> None:
    both = {
        "shop_money": {"amount": "10.00", "currency_code": "USD"},
        "presentment_money": {"amount": "1500", "currency_code": "JPY"},
    }
    item = {"id": 1, "price": "10.00", "price_set": both}
    told = read(currency="USD", total_price="10.00", total_price_set=both, line_items=[item])
    assert told.total == Money(1500, "JPY")
    assert told.items[0].price == 1500


def test_what_is_no_currency_of_a_buyer_leaves_the_shops() -> None:
    """Found by mutation: a currency of three signs, "1.5"."""
    both = {"presentment_money": {"amount": "1500", "currency_code": "1.5"}}
    given = {"kind": "refund", "status": "success", "amount": "5", "currency": "1.5"}
    refund = {"id": 1, "order_id": 1, "transactions": [given]}
    told = read(total_price_set=both, refunds=[refund])
    assert (told.total.currency, told.refunds[0].money) == ("EUR", Money(500, "EUR"))


def test_who_the_parcel_goes_to_may_be_somebody_else() -> None:
    gift = read(shipping_address={"name": "Bo Ek", "phone": "22 12 34 56", "country_code": "NO"})
    (to,) = gift.recipients
    assert (to.name, to.phone, to.is_buyer) == ("Bo Ek", "+4722123456", False)
    (own,) = read(shipping_address={"first_name": "ANA", "last_name": "Lind "}).recipients
    assert own.is_buyer


@pytest.mark.parametrize(
    ("words", "country", "phone"),
    [
        ("+1 (212) 555-0100", "", "+12125550100"),
        ("0047 22 12 34 56", "", "+4722123456"),
        ("0047 22 12 34 56", "US", "+4722123456"),
        ("(0)30 901820", "DE", "+4930901820"),
        ("030/90 18 20", "DE", "+4930901820"),
        ("+49 (0)30 901820", "", "+4930901820"),
        ("22 12 34 56", "NO", "+4722123456"),
        ("030 901820", "", ""),
        ("030 901820", "Germany", ""),
        ("+1 234", "US", ""),
        ("call me", "DE", ""),
        ("", "DE", ""),
    ],
)
def test_a_phone_is_spelled_as_in_a_handle(words: str, country: str, phone: str) -> None:
    assert phone_in(words, country=country) == phone


def test_a_buyers_phone_is_read_as_people_write_it_where_they_live() -> None:
    here, there = {"country_code": "DE"}, {"country_code": "NO"}
    body = {"phone": "030 901820", "customer": None, "shipping_address": there}
    assert read(**body, billing_address=here).buyer.phone == "+4930901820"
    assert read(**body, billing_address=None).buyer.phone == ""
    own = {"id": 9, "phone": "030 901820", "default_address": here}
    assert read(phone="", customer=own, billing_address=there).buyer.phone == "+4930901820"
    assert customer_news(bodies.Customer.model_validate(own)).phone == "+4930901820"


@pytest.mark.parametrize(
    ("words", "email"),
    [
        ("Ana@Example.com", "ana@example.com"),
        ("ana@b\u00fccher.example", "ana@xn--bcher-kva.example"),
        ("ana@@example.com", ""),
        ("ana example.com", ""),
        ("a@" + "b" * 80 + ".com", ""),
        ("", ""),
    ],
)
def test_an_address_is_spelled_as_in_a_handle(words: str, email: str) -> None:
    assert email_in(words) == email


def test_what_no_database_keeps_is_taken_out() -> None:
    assert clean(json.loads(r'{"a\u0000": ["x\u0000y", "\ud800z", 1]}')) == {"a": ["xy", "z", 1]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("total_price", "NaN"),
        ("total_price", "1e40"),
        ("total_price", {}),
        ("created_at", "yesterday"),
        ("created_at", "0001-01-01T00:00:00Z"),
        ("currency", "euro"),
        ("id", ""),
        ("line_items", [{"id": 1, "quantity": 10**12}]),
    ],
)
def test_what_is_no_value_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError):
        read(**{field: value})
