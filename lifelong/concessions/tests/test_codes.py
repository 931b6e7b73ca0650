"""Codes that customers type."""

import re
from typing import Any

from lifelong.concessions.codes import code_of
from lifelong.lib import ids


def test_a_code_can_be_read_out_and_is_the_same_every_time() -> None:
    one = ids.new_id()
    assert code_of(one) == code_of(one)
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){2}[A-HJ-NP-Z2-9]{4}", code_of(one))


def test_who_knows_the_id_and_not_our_secret_does_not_know_the_code(settings: Any) -> None:
    one = ids.new_id()
    ours = code_of(one)
    settings.SECRET_KEY = "of another installation"
    assert code_of(one) != ours


def test_no_two_concessions_share_one() -> None:
    assert len({code_of(ids.new_id()) for _each in range(2000)}) == 2000
