"""From where mail is handed to us: whose word about SPF, DKIM and DMARC counts."""

import ipaddress
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(text: str) -> Network:
    """An address or a CIDR network. Raises ValueError for what is neither."""
    return ipaddress.ip_network(text.strip(), strict=False)


def is_within(peer: str, hops: Iterable[str]) -> bool:
    """Whether the one at the other end of the wire is one of `hops`; nobody is in none."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network(hop) for hop in hops)
