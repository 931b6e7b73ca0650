import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lifelong.lib import http
from lifelong.lib.http import AddressRefused, Network, NotFetched, TooLarge, TooSlow

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@contextmanager
def server(
    *answers: bytes, drip: float = 0, secure: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[bytes]]]:
    """Answers one connection after the other; gives its port and what it was asked."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            try:
                line, _ = listening.accept()
                if secure:
                    line = secure.wrap_socket(line, server_side=True)
            except OSError:
                return
            with line:
                asked.append(line.recv(10_000))
                _send(line, answer, drip)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], asked
    finally:
        # closing alone would leave accept() waiting
        _stop(listening)
        thread.join(5)


def _stop(listening: socket.socket) -> None:
    try:
        listening.shutdown(socket.SHUT_RDWR)
    finally:
        listening.close()


def _send(line: socket.socket, answer: bytes, drip: float) -> None:
    try:
        if not drip:
            line.sendall(answer)
            return
        for byte in answer:
            line.sendall(bytes([byte]))
            time.sleep(drip)
    except OSError:
        return  # the caller has hung up, as it should


def ok(body: bytes, content_type: str = "text/plain") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def here(port: int, look_up: Callable[[str], list[str]] = lambda host: ["127.0.0.1"]) -> Network:
    """The test's own server, and nothing else, is on this internet."""
    return Network(look_up, lambda ip: ip == "127.0.0.1", frozenset({port, 80}))


def fetch(url: str, network: Network, **limits: float) -> http.Fetched:
    return http.fetch(
        url,
        limit_bytes=int(limits.get("limit_bytes", 1000)),
        timeout=limits.get("timeout", 5),
        network=network,
    )


def test_what_is_there_is_fetched_by_its_name_without_cookie_or_referrer() -> None:
    with server(ok(b"hello", "Text/Plain; charset=x")) as (port, asked):
        found = fetch(f"http://shop.test:{port}/a b?q=ü", here(port))
    assert (found.content, found.content_type) == (b"hello", "text/plain")
    assert asked[0].startswith(b"GET /a%20b?q=%C3%BC HTTP/1.1\r\n")
    assert f"Host: shop.test:{port}".encode() in asked[0]
    assert b"cookie" not in asked[0].lower() and b"referer" not in asked[0].lower()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
     "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
     "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
     "::ffff:8.8.8.8", "fe80::1", "fe80::1%lo", "fec0::1", "fc00::1", "fd00::1", "ff02::1",
     "2002:7f00:1::", "2002:808:808::1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
     "2001::1", "2001:db8::1", "100::1", "not an address"],
)  # fmt: skip
def test_what_is_not_the_open_internet_is_refused(address: str) -> None:
    assert not http.is_public(address)
    with pytest.raises(AddressRefused):
        fetch("http://shop.test/", Network(look_up=lambda host: [address]))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111"])
def test_the_open_internet_is_public(address: str) -> None:
    assert http.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0"])
def test_our_own_machine_is_refused_by_whatever_name(host: str) -> None:
    with pytest.raises(NotFetched):
        http.fetch(f"http://{host}/", limit_bytes=10, timeout=2)


def test_a_local_server_is_not_even_knocked_at() -> None:
    with server(ok(b"secret")) as (port, asked):
        network = Network(ports=frozenset({port}))
        with pytest.raises(AddressRefused):
            fetch(f"http://127.0.0.1:{port}/", network)
    assert asked == []


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(AddressRefused):
        fetch("http://shop.test/", Network(look_up=lambda host: ["8.8.8.8", "10.0.0.1"]))


def test_a_name_is_looked_up_once_and_the_checked_address_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    called = []

    def call(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", call)
    with pytest.raises(NotFetched):
        fetch("http://rebinding.test/", Network(look_up=lambda host: next(answers)))
    assert called == [("8.8.8.8", 80)]


def test_a_name_that_turns_private_on_the_next_hop_is_refused() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with server(redirect("/again"), ok(b"secret")) as (port, asked):
        network = here(port, lambda host: next(answers))
        with pytest.raises(AddressRefused):
            fetch(f"http://rebinding.test:{port}/", network)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "file:///etc/passwd", "http://shop.test:22/", "gopher://shop.test/",
     "http://user:pw@shop.test/"],
)  # fmt: skip
def test_a_redirect_passes_the_same_door(target: str) -> None:
    def look_up(host: str) -> list[str]:
        return ["127.0.0.1" if host == "shop.test" else host]

    with server(redirect(target)) as (port, _asked), pytest.raises(AddressRefused):
        fetch(f"http://shop.test:{port}/", here(port, look_up))


def test_three_redirects_are_followed_and_four_are_not() -> None:
    with server(*[redirect("/x")] * 3, ok(b"there")) as (port, _asked):
        assert fetch(f"http://shop.test:{port}/", here(port)).url.endswith("/x")
    with server(*[redirect("/x")] * 5) as (port, asked), pytest.raises(NotFetched):
        fetch(f"http://shop.test:{port}/", here(port))
    assert len(asked) == 4


@pytest.mark.parametrize(
    "answer",
    [ok(b"x" * 200), b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200],
    ids=["body", "head"],
)
def test_a_slow_drip_is_cut(answer: bytes) -> None:
    started = time.monotonic()
    with server(answer, drip=0.05) as (port, _asked):
        with pytest.raises(TooSlow):
            fetch(f"http://shop.test:{port}/", here(port), timeout=0.5)
        assert time.monotonic() - started < 5


def test_a_drip_without_length_is_not_taken_for_the_whole() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50
    with server(endless, drip=0.03) as (port, _asked), pytest.raises(TooSlow):
        fetch(f"http://shop.test:{port}/", here(port), timeout=1)


def test_over_tls_the_name_is_asked_for_and_must_be_the_one_in_the_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = tmp_path / "shop.pem"
    _write_certificate(certificate, "shop.test")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    names: list[str | None] = []
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificate)
    secure.sni_callback = lambda line, name, context: names.append(name)
    with server(ok(b"hello"), secure=secure) as (port, _asked):
        assert fetch(f"https://shop.test:{port}/", here(port)).content == b"hello"
    with server(ok(b"hello"), secure=secure) as (port, _asked), pytest.raises(NotFetched):
        fetch(f"https://other.test:{port}/", here(port))
    assert names == ["shop.test", "other.test"]


def _write_certificate(path: Path, host: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signed = made.sign(key, hashes.SHA256())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))


def test_more_than_the_limit_is_cut() -> None:
    with server(ok(b"x" * 1001)) as (port, _asked), pytest.raises(TooLarge):
        fetch(f"http://shop.test:{port}/", here(port))
    with server(ok(b"x" * 1000)) as (port, _asked):
        assert len(fetch(f"http://shop.test:{port}/", here(port)).content) == 1000


@pytest.mark.parametrize(
    "answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n", redirect("http://[::1/")]
)
def test_an_answer_that_is_none_is_not_fetched(answer: bytes) -> None:
    with server(answer) as (port, _asked), pytest.raises(NotFetched):
        fetch(f"http://shop.test:{port}/", here(port))


def test_a_picture_is_what_its_bytes_say() -> None:
    with server(ok(PNG, "text/html")) as (port, _asked):
        found = http.fetch_image(f"http://shop.test:{port}/", network=here(port))
    assert (found.content, found.content_type) == (PNG, "image/png")


@pytest.mark.parametrize(
    "content", [b"<svg onload='x'/>", b"<html>", b"", b"RIFF....WAVE", b"BM....."]
)
def test_what_is_no_raster_picture_is_refused(content: bytes) -> None:
    with server(ok(content, "image/png")) as (port, _asked), pytest.raises(NotFetched):
        http.fetch_image(f"http://shop.test:{port}/", network=here(port))
