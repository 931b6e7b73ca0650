import gzip
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


def got(path: str, **headers: str) -> tuple[Any, bytes]:
    answer = Client(headers=headers).get(path)
    return answer, b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("path", ["/static/look/main.js", "/static/look/screens.css"])
def test_a_script_and_a_style_go_packed_to_whoever_can_unpack(path: str) -> None:
    plain, whole = got(path)
    packed, sent = got(path, **PACKED)
    assert "Content-Encoding" not in plain and packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent) == whole
    assert int(packed["Content-Length"]) == len(sent) < len(whole)
    assert packed["Content-Type"] == plain["Content-Type"]
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"]


def test_what_the_browser_has_is_not_sent_again() -> None:
    first, _sent = got("/static/look/main.js", **PACKED)
    since = {"If-Modified-Since": first["Last-Modified"]}
    again, sent = got("/static/look/main.js", **PACKED, **since)
    assert (again.status_code, sent) == (304, b"")


def test_pages_are_left_as_they_are() -> None:
    page, _sent = got("/sign-in/", **PACKED)
    assert page.status_code == 200 and "Content-Encoding" not in page
