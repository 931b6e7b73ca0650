"""The address that an answer comes back to: it names its subject, and only we can make it.

`support+r.TOKEN@brand`: TOKEN is 16 bytes of id and 8 of HMAC-SHA256 over them, in base32.
Mail systems lower-case addresses on the way, so base64 would not survive.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from uuid import UUID

_TOKEN = re.compile(r"\+r\.([a-z2-7]{39})$", re.IGNORECASE)
_SIGNED = 8


def make(address: str, subject_id: UUID, key: bytes) -> str:
    local, _, domain = address.rpartition("@")
    signed = subject_id.bytes + _signature(subject_id.bytes, key)
    token = base64.b32encode(signed).decode().rstrip("=").lower()
    return f"{local}+r.{token}@{domain}"


def read(token: str, keys: Iterable[bytes]) -> UUID | None:
    """The id it was made for; None if none of our keys signed it."""
    try:
        signed = base64.b32decode(token.upper() + "=", casefold=False)
    except (binascii.Error, ValueError):
        return None
    if base64.b32encode(signed).decode().rstrip("=") != token.upper():
        # the last letter has bits to spare: another spelling of it is another token
        return None
    subject, signature = signed[:-_SIGNED], signed[-_SIGNED:]
    if len(subject) != 16:
        return None
    # Every key is tried whatever matched, so that the time taken tells nothing.
    ours = [hmac.compare_digest(signature, _signature(subject, key)) for key in keys]
    return UUID(bytes=subject) if any(ours) else None


def tokens(addresses: Iterable[str]) -> tuple[str, ...]:
    """What stands after +r. in these addresses, once each, unproved."""
    found = (_TOKEN.search(address.partition("@")[0]) for address in addresses)
    return tuple(dict.fromkeys(match[1].lower() for match in found if match))


def _signature(subject: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"reply-address:" + subject, hashlib.sha256)[:_SIGNED]
