"""pytest plugin: tests talk to this machine and to nobody else.

An audit hook sees every connection and look-up that Python makes, whatever library makes it.
"""

import ipaddress
import socket
import sys
from typing import Any

import pytest


class WentOutside(RuntimeError):
    """A test tried to reach another machine: fake what is out there."""


def pytest_configure(config: pytest.Config) -> None:
    sys.addaudithook(_stay_inside)


def _stay_inside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        # a path or bytes is a socket of this machine
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise WentOutside(f"{event} {address}")
    elif event == "socket.getaddrinfo" and not _needs_no_asking(arguments[0]):
        raise WentOutside(f"{event} {arguments[0]}")


def _is_here(host: Any) -> bool:
    try:
        ip = ipaddress.ip_address(str(host))
    except ValueError:
        return bool(host in ("localhost", ""))
    return ip.is_loopback or ip.is_unspecified


def _needs_no_asking(host: Any) -> bool:
    """Whether a name is looked up without a question to the network."""
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name in ("localhost", socket.gethostname()):
        return True
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, name)
            return True
        except (OSError, ValueError):
            continue
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return True
