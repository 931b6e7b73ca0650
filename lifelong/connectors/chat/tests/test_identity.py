from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from lifelong.connectors.chat.identity import NotProved, read_identity

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SECRET, OLD, OTHERS = "a" * 43, "b" * 43, "c" * 43


def token(secret: str = SECRET, **claims: Any) -> str:
    said = {"sub": "c-1001", "exp": (NOW + timedelta(minutes=5)).timestamp(), "jti": "x", **claims}
    known = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(known, secret, algorithm="HS256")


def read(one: str) -> Any:
    return read_identity(one, secrets=[SECRET, OLD], now=NOW)


def test_the_shop_says_who_somebody_is() -> None:
    who = read(token(sub=1001, email="Ana@Shop.example", phone="+49 (30) 901820", name="Ana"))
    assert (who.store_id, who.email, who.phone, who.name) == (
        "1001", "ana@shop.example", "+4930901820", "Ana",
    )  # fmt: skip


def test_a_mail_address_is_enough_and_so_is_a_nonce() -> None:
    assert read(token(sub=None, jti=None, nonce="n", email="ana@shop.example")).store_id == ""


def test_what_a_customer_mistyped_at_the_shop_is_left_out() -> None:
    who = read(token(phone="030", email="nobody"))
    assert (who.store_id, who.email, who.phone) == ("c-1001", "", "")
    assert read(token(sub=None, email="ana@shop.example", phone="030")).phone == ""


def test_the_secret_before_still_counts() -> None:
    assert read(token(OLD)).store_id == "c-1001"


def unsigned() -> str:
    return jwt.encode({"sub": "c-1001", "exp": 2**31, "jti": "x"}, "", algorithm="none")


def other_algorithm() -> str:
    return jwt.encode({"sub": "c-1001", "exp": 2**31, "jti": "x"}, SECRET * 2, algorithm="HS512")


FAR = (NOW + timedelta(days=2)).timestamp()
PAST = (NOW - timedelta(minutes=1)).timestamp()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (token(OTHERS), "not made with the widget's secret"),
        (unsigned(), "not made with the widget's secret"),
        (other_algorithm(), "not made with the widget's secret"),
        ("nonsense", "not made with the widget's secret"),
        (token()[:-4] + "AAAA", "not made with the widget's secret"),
        (token(exp=None), "never expires"),
        (token(exp="soon"), "never expires"),
        (token(exp=1e300), "never expires"),
        (token(exp=PAST), "has expired"),
        (token(exp=FAR), "more than a day"),
        (token(jti=None), "has no jti"),
        (token(sub=None), "names nobody"),
        (token(sub=True), "names nobody"),
        (token(sub=None, email="nobody"), "e-mail address of this sign-in is none"),
    ],
)
def test_what_shows_nothing_is_refused_with_the_reason(made: str, why: str) -> None:
    with pytest.raises(NotProved, match=why):
        read(made)
