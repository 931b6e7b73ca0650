"""Hosts that are written in ways which http.client reads otherwise."""

import socket
from collections.abc import Callable

import pytest

from lifelong.lib import http
from lifelong.lib.http import Network, NotReached


def ask_by_fetch(url: str) -> None:
    http.fetch(url, limit_bytes=10, timeout=2)


def ask_by_call(url: str) -> None:
    http.call("POST", url, timeout=2, network=http.INTERNET)


@pytest.mark.parametrize("ask", [ask_by_fetch, ask_by_call])
@pytest.mark.parametrize(
    ("url", "port"),
    [("https://[2606:4700::25]/", 443), ("http://[2606:4700::25]/", 80),
     ("https://[2606:4700::abcd]/", 443), ("https://[2606:4700::abcd]:443/", 443)],
)  # fmt: skip
def test_an_address_of_six_has_no_port_at_its_end(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[str], None], url: str, port: int
) -> None:
    called = []

    def call(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address[1])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", call)
    with pytest.raises(NotReached):
        ask(url)
    assert called == [port]


def test_what_cannot_be_a_host_is_not_reached() -> None:
    with pytest.raises(NotReached):
        network = Network(look_up=lambda host: ["8.8.8.8"])
        http.fetch("http://a b/", limit_bytes=10, timeout=2, network=network)
