"""What only one browser can open, by the example of RFC 8291, and who says so."""

from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from lifelong.cues.encryption import (
    MOST_BYTES,
    from_base64,
    in_base64,
    new_key,
    public_key,
    seal_for,
    signed_as_ours,
)

#: appendix A
WORDS = b"When I grow up, I want to be a watermelon"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
ONCE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
    "y4a-fN"
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_example_of_the_rfc_comes_out_to_the_byte() -> None:
    once = ec.derive_private_key(int.from_bytes(from_base64(ONCE), "big"), ec.SECP256R1())
    sealed = seal_for(
        from_base64(BROWSER), WORDS, secret=from_base64(SECRET), salt=from_base64(SALT), once=once
    )
    assert in_base64(sealed) == SEALED


def test_the_same_words_never_look_the_same_twice() -> None:
    one, other = (
        seal_for(from_base64(BROWSER), WORDS, secret=from_base64(SECRET)) for _ in range(2)
    )
    assert one[:16] != other[:16] and one[21:86] != other[21:86]


def test_what_a_push_server_would_refuse_as_too_long_is_not_sealed() -> None:
    fits = seal_for(from_base64(BROWSER), b"x" * MOST_BYTES, secret=from_base64(SECRET))
    assert len(fits) <= 4096
    with pytest.raises(ValueError, match="do not fit"):
        seal_for(from_base64(BROWSER), b"x" * (MOST_BYTES + 1), secret=from_base64(SECRET))


def test_a_push_server_can_tell_that_it_is_us_and_for_how_long() -> None:
    private, public = new_key()
    said = signed_as_ours(
        private, public, origin="https://push.example", contact="https://shop.example", now=NOON
    )
    scheme, token, key = said.split(" ")
    assert (scheme, key) == ("vapid", f"k={public}")
    claims = jwt.decode(
        token.removeprefix("t=").removesuffix(","),
        public_key(from_base64(public)),
        algorithms=["ES256"],
        audience="https://push.example",
        options={"verify_exp": False},
    )
    assert claims["sub"] == "https://shop.example"
    assert 0 < claims["exp"] - NOON.timestamp() <= 86400
    unnamed = signed_as_ours(private, public, origin="https://a.example", contact="", now=NOON)
    token = unnamed.split(" ")[1].removeprefix("t=").removesuffix(",")
    assert "sub" not in jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize("said", ["ü", "a", "@@@@"])
def test_what_is_no_base64_is_said_to_be_none(said: str) -> None:
    with pytest.raises(ValueError):
        from_base64(said)
