"""Numbers of 245 regions, in every spelling that the shared data has."""

import json
from pathlib import Path
from typing import Any

import pytest

from lifelong.connectors.twilio.reading import _NUMBER
from lifelong.customers.phones import normalise, shown

FILE = Path(__file__).resolve().parents[3] / "shared/data/phone/libphonenumber_examples.json"
NUMBERS: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []

pytestmark = pytest.mark.skipif(not NUMBERS, reason="the shared data is not here")


def test_every_number_is_one_handle_however_it_is_written() -> None:
    for one in NUMBERS:
        if one["type"] == "INVALID_EXAMPLE":
            assert normalise(one["e164"]) is None
            continue
        region = one["region"]
        for spelling in (one["e164"], one["national"], one["international"]):
            assert normalise(spelling, region=region) == one["e164"], one
        assert normalise(shown(one["e164"])) == one["e164"]


def test_every_mobile_number_is_taken_for_a_persons_when_it_texts() -> None:
    mobiles = [one["e164"] for one in NUMBERS if one["type"] == "MOBILE"]
    assert mobiles and all(_NUMBER.fullmatch(one) for one in mobiles)


@pytest.mark.parametrize("words", ["", "hello", "+", "++49", "0" * 61, "call me", "\x00"])
def test_words_are_no_number(words: str) -> None:
    assert normalise(words, region="DE") is None
