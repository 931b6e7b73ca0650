"""Amounts as people write them: a comma is no thousandfold."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from lifelong.web.console.amounts import AmountField


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("12.50", "12.50"), ("12,50", "12.50"), ("12,5", "12.5"), ("1250", "1250"),
        ("1.250,00", "1250.00"), ("1,250.00", "1250.00"), ("1 250,00", "1250.00"),
        ("1’250.00", "1250.00"), ("1.250.000", "1250000"), ("0.125", "0.125"), ("0,125", "0.125"),
        (" 7 ", "7"), ("-3,50", "-3.50"),
    ],
)  # fmt: skip
def test_an_amount_is_the_same_in_every_language(language: str, said: str, meant: str) -> None:
    with translation.override(language):
        assert str(AmountField().clean(said)) == meant


@pytest.mark.parametrize("said", ["1.000", "1,000", "12.500", "999,999"])
def test_what_may_be_a_thousand_or_one_is_asked_back(said: str) -> None:
    with pytest.raises(ValidationError, match="thousand, or one"):
        AmountField().clean(said)


@pytest.mark.parametrize(
    "said", ["1.2.3", "1,2,3", "1.250.00", "12€", "abc", "1e9x", "--1", "1.25,000.0"]
)
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(said)
