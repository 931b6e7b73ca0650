"""Twilio's own signature vectors, from the shared data: each passes, and none when altered."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from lifelong.connectors.hooks import Forged, Knock
from lifelong.connectors.twilio.signature import verify

FILE = (
    Path(__file__).resolve().parents[3]
    / "shared/data/webhooks/signatures/twilio_request_validator.json"
)
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []

pytestmark = pytest.mark.skipif(not VECTORS, reason="the shared data is not here")
each = pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])


def knock(vector: dict[str, Any], **other: Any) -> Knock:
    params = other.get("params", vector["params"])
    body = other.get("body", vector.get("body") or urlencode([tuple(one) for one in params]))
    return Knock(
        url=other.get("url", vector["url"]),
        headers={"x-twilio-signature": other.get("signature", vector["signature"])},
        body=body.encode(),
    )


@each
def test_a_vector_passes(vector: dict[str, Any]) -> None:
    verify(knock(vector), {"token": vector["token"]})


@each
@pytest.mark.parametrize("how", ["field", "more", "address", "signature", "token", "unsigned"])
def test_none_passes_when_altered(vector: dict[str, Any], how: str) -> None:
    token, sent = vector["token"], knock(vector)
    if how == "field":
        if vector["params"]:
            name, value = vector["params"][0]
            sent = knock(vector, params=[[name, value + "x"], *vector["params"][1:]])
        else:
            sent = knock(vector, body=vector["body"].replace("value", "valve"))
    elif how == "more":
        sent = knock(
            vector,
            **(
                {"params": [*vector["params"], ["Body", "hello"]]}
                if vector["params"]
                else {"body": vector["body"] + " "}
            ),
        )
    elif how == "address":
        sent = knock(vector, url=vector["url"].replace("foo=1", "foo=2"))
    elif how == "signature":
        sent = knock(vector, signature="A" + vector["signature"][1:])
    elif how == "token":
        token = "54321"
    else:
        sent = Knock(url=sent.url, headers={}, body=sent.body)
    with pytest.raises(Forged) as refused:
        verify(sent, {"token": token})
    assert str(refused.value).endswith(".")


def test_a_hash_that_fits_another_body_is_named_as_the_reason() -> None:
    hashed = next(one for one in VECTORS if "bodySHA256" in one["url"])
    with pytest.raises(Forged, match="hash"):
        verify(knock(hashed, body="{}"), {"token": hashed["token"]})


@each
def test_the_address_may_be_another_inside_than_outside(
    vector: dict[str, Any], settings: Any
) -> None:
    """A proxy in front of us calls us by our inner name."""
    scheme, _, rest = vector["url"].partition("://")
    place, _, path = rest.partition("/")
    settings.PUBLIC_URL = f"{scheme}://{place}"
    verify(knock(vector, url=f"http://10.0.0.5:8000/{path}"), {"token": vector["token"]})


def test_without_a_token_nothing_passes() -> None:
    with pytest.raises(Forged, match="No auth token"):
        verify(knock(VECTORS[0]), {})
