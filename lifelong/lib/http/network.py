"""Where we may go: the open internet, and what an admin has named."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from lifelong.lib.errors import Refused

_UNICAST = ipaddress.ip_network("2000::/3")
_SIX_TO_FOUR = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("192.88.99.0/24"))


class NotFetched(Refused):
    """The address gave nothing that we take."""

    code = "not-fetched"
    status = 502


class AddressRefused(NotFetched):
    """It leads, or leads on, to where we do not go."""

    code = "address-refused"


class NotReached(NotFetched):
    """Nothing that we wanted to say was heard."""

    code = "not-reached"


class TooLarge(NotFetched):
    code = "too-large"


class TooSlow(NotFetched):
    code = "too-slow"


class Answered(NotFetched):
    """The other side said no; `answered` is the status of its answer."""

    def __init__(self, answered: int) -> None:
        super().__init__(_("The other side answered %s.") % answered)
        self.answered = answered


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
    #: "host:port" that an admin has named: asked wherever it stands
    named: frozenset[str] = frozenset()

    def check(self, host: str, port: int) -> None:
        """Raises `AddressRefused`."""
        if port not in self.ports and f"{host}:{port}" not in self.named:
            raise AddressRefused(_("Port %s is not one of the web.") % port)

    def addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = self.look_up(host)
        except (OSError, UnicodeError) as error:
            raise NotReached(_("There is no such address: %s.") % host) from error
        if found and f"{host}:{port}" in self.named:
            return found
        if not found or not all(self.allows(address) for address in found):
            raise AddressRefused(_("%s is not on the open internet.") % host)
        return found


INTERNET = Network()


def split(url: str) -> SplitResult:
    """The parts of an address of http or https. Raises `AddressRefused`."""
    try:
        target = urlsplit(url)
        _checked = target.port
    except ValueError as error:
        raise AddressRefused(_("That is not an address.")) from error
    if target.scheme not in ("http", "https") or not target.hostname or "@" in target.netloc:
        raise AddressRefused(_("Only addresses of http and https are fetched."))
    return target


def origin_of(url: str) -> str:
    """The "host:port" that `url` leads to, as `Network.named` says it."""
    target = split(url)
    return f"{target.hostname}:{port_of(target)}"


def port_of(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)
