import socket

import pytest

from tests.guards import WentOutside


def test_another_machine_cannot_be_reached_from_a_test() -> None:
    with pytest.raises(WentOutside), socket.socket() as line:
        line.connect(("192.0.2.1", 80))
    with pytest.raises(WentOutside), socket.socket(type=socket.SOCK_DGRAM) as line:
        line.sendto(b"x", ("192.0.2.1", 53))
    with pytest.raises(WentOutside):
        socket.getaddrinfo("shop.example", 80)


def test_this_machine_can() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(("localhost", here.getsockname()[1])).close()
