from decimal import Decimal

import pytest

from lifelong.lib.money import Money


def test_amounts_are_exact() -> None:
    assert Money(1999, "EUR") + Money(1, "EUR") - Money(500, "EUR") == Money(1500, "EUR")
    assert Money(10, "EUR") + Money(20, "EUR") == Money(30, "EUR")


@pytest.mark.parametrize(
    ("money", "decimal"),
    [
        (Money(1999, "EUR"), "19.99"),
        (Money(1999, "JPY"), "1999"),
        (Money(1999, "KWD"), "1.999"),
        (Money(-5, "EUR"), "-0.05"),
    ],
)
def test_minor_units_are_the_currencys_own(money: Money, decimal: str) -> None:
    assert money.decimal == Decimal(decimal)


def test_it_is_written_as_people_write_it() -> None:
    assert Money(123456, "EUR").format("de") == "1.234,56\xa0€"
    assert Money(123456, "USD").format("en") == "$1,234.56"


def test_currencies_do_not_mix() -> None:
    for operate in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__):
        with pytest.raises(ValueError, match="do not mix"):
            operate(Money(1, "EUR"), Money(1, "USD"))


def test_a_currency_is_an_iso_code() -> None:
    for code in ("", "eur", "EURO"):
        with pytest.raises(ValueError, match="not a currency"):
            Money(1, code)
