"""Fetching what a stranger's address names, without being sent round our own house.

A name is looked up once, every address it has must be public, and the connection goes to an
address that was checked: a name that answers differently the second time (DNS rebinding) gains
nothing. Each redirect is a new address and passes the same door. Direct connections only:
proxies in the environment are not used, since they would look the name up again.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from lifelong.lib.errors import Refused

MAX_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_UNICAST = ipaddress.ip_network("2000::/3")
_SIX_TO_FOUR = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("192.88.99.0/24"))


class NotFetched(Refused):
    """The address gave nothing that we take."""

    code = "not-fetched"
    status = 502


class AddressRefused(NotFetched):
    """It leads, or leads on, to where we do not go."""

    code = "address-refused"


class TooLarge(NotFetched):
    code = "too-large"


class TooSlow(NotFetched):
    code = "too-slow"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, and is not another one in disguise.

    Everything that IANA's special-purpose registries set apart is not; nor are addresses that
    carry an IPv4 address inside (mapped, 6to4, NAT64): a gateway would unwrap it.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip not in _UNICAST or ip.teredo):
        return False
    if any(ip in network for network in _SIX_TO_FOUR if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def look_up(host: str) -> list[str]:
    """The IP addresses of a name, best first."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_rest, address in found))


@dataclass(frozen=True)
class Network:
    """Where `fetch` may go. Tests make their own."""

    look_up: Callable[[str], Sequence[str]] = look_up
    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})

    def addresses(self, host: str) -> Sequence[str]:
        try:
            found = self.look_up(host)
        except (OSError, UnicodeError) as error:
            raise NotFetched(_("There is no such address: %s.") % host) from error
        if not found or not all(self.allows(address) for address in found):
            raise AddressRefused(_("%s is not on the open internet.") % host)
        return found


INTERNET = Network()


@dataclass(frozen=True)
class Fetched:
    """`content_type` in lower case without parameters; `url` where it was found in the end."""

    content: bytes
    content_type: str
    url: str


def fetch(
    url: str,
    *,
    limit_bytes: int,
    timeout: float,
    accept: str = "*/*",
    network: Network = INTERNET,
) -> Fetched:
    """GET `url`, http or https, without cookies or referrer, over at most MAX_REDIRECTS.

    `timeout` in seconds is for all of it (the look-up of the name is only counted, not cut).
    Raises `NotFetched`: AddressRefused, TooLarge, TooSlow, or plain for any other failure.
    """
    deadline = time.monotonic() + timeout
    for _hop in range(MAX_REDIRECTS + 1):
        target = _checked(url, network)
        with _answer(target, network, accept, deadline) as answer:
            if answer.status not in _REDIRECTS:
                if answer.status != 200:
                    raise NotFetched(_("The other side answered %s.") % answer.status)
                content = _body(answer, limit_bytes)
                return Fetched(content, answer.headers.get_content_type(), url)
            url = urljoin(url, answer.getheader("Location") or "")
    raise NotFetched(_("The address leads on too often."))


def _checked(url: str, network: Network) -> SplitResult:
    try:
        target = urlsplit(url)
        port = target.port or (443 if target.scheme == "https" else 80)
    except ValueError as error:
        raise AddressRefused(_("That is not an address.")) from error
    if target.scheme not in ("http", "https") or not target.hostname or "@" in target.netloc:
        raise AddressRefused(_("Only addresses of http and https are fetched."))
    if port not in network.ports:
        raise AddressRefused(_("Port %s is not one of the web.") % port)
    return target


@contextmanager
def _answer(
    target: SplitResult, network: Network, accept: str, deadline: float
) -> Iterator[http.client.HTTPResponse]:
    assert target.hostname
    kind = _SecureConnection if target.scheme == "https" else _Connection
    connection = kind(target.hostname, target.port, network.addresses(target.hostname), deadline)
    path = quote(target.path or "/", safe="/%:=&~+!$,;'@()*")
    if target.query:
        path += "?" + quote(target.query, safe="/%:=&~+!$,;'@()*?[]")
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Lifelong"}
    try:
        connection.request("GET", path, headers=headers)
        yield connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.raise_if_late()
        raise NotFetched(_("%s could not be read.") % target.hostname) from error
    finally:
        connection.close()
    connection.raise_if_late()


class _Connection(http.client.HTTPConnection):
    """To one of the addresses that were checked, and cut when time is up."""

    def __init__(
        self, host: str, port: int | None, addresses: Sequence[str], deadline: float
    ) -> None:
        super().__init__(host, port)
        self.addresses = addresses
        self.deadline = deadline
        self.alarm: threading.Timer | None = None

    def connect(self) -> None:
        self.sock = self.to_first_that_answers()
        # a timeout of the socket starts anew with every byte; this one does not
        line = self.sock.dup()
        self.alarm = threading.Timer(self.left, _cut, [line])
        self.alarm.daemon = True
        self.alarm.start()
        self.line = line

    def to_first_that_answers(self) -> socket.socket:
        for address in self.addresses:
            try:
                return socket.create_connection((address, self.port), timeout=self.left)
            except OSError as error:
                failure = error
        raise failure

    @property
    def left(self) -> float:
        """Seconds, never zero: that would mean without blocking."""
        return max(0.001, self.deadline - time.monotonic())

    def raise_if_late(self) -> None:
        if time.monotonic() >= self.deadline:
            raise TooSlow(_("%s took too long to answer.") % self.host)

    def close(self) -> None:
        super().close()
        if self.alarm:
            self.alarm.cancel()
            self.line.close()
            self.alarm = None


class _SecureConnection(_Connection):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        secure = ssl.create_default_context()
        self.sock = secure.wrap_socket(self.sock, server_hostname=self.host)


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it had ended by itself


def _body(answer: http.client.HTTPResponse, limit_bytes: int) -> bytes:
    content = answer.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise TooLarge(_("What the address holds is too large."))
    return content


#: raster pictures by how they begin. Never SVG: it is a document and can act.
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


#: pictures that a browser may show from our address; all else is downloaded
SHOWN_PICTURES = frozenset(kind for _start, kind in _PICTURES) | {"image/webp"}


def picture_type(content: bytes) -> str | None:
    """What kind of raster picture the bytes are, whatever anybody says they are."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES if content.startswith(start)), None)


def fetch_image(url: str, *, network: Network = INTERNET) -> Fetched:
    """A picture from outside, of at most 5 MB, within 10 s; its type is what its bytes say."""
    found = fetch(url, limit_bytes=5_000_000, timeout=10, accept="image/*", network=network)
    kind = picture_type(found.content)
    if kind is None:
        raise NotFetched(_("That is no picture that we show."))
    return Fetched(found.content, kind, found.url)
