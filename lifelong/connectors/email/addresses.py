"""E-mail addresses out of headers: decoded, normalised, once each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import getaddresses

from lifelong.connectors.email.headers import words

_LONGEST_HEADER = 20_000
#: of one kind of header: further lines and addresses are not read
_LONGEST = 60_000
_MOST = 500
_PLAIN = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;:\"'@]{1,255}")
_SOUND = re.compile(r"[^\s<>\"@,;:\x00-\x1f]{1,64}@[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


@dataclass(frozen=True)
class Address:
    value: str  # lower-cased, the domain in IDNA
    name: str = ""

    @property
    def domain(self) -> str:
        return self.value.rpartition("@")[2]


def read(values: Iterable[str]) -> list[Address]:
    """All addresses of some header lines. Groups are opened, "undisclosed-recipients" is nobody."""
    found: dict[str, Address] = {}
    left = _LONGEST
    for value in values:
        if left <= 0 or len(found) >= _MOST:
            break
        left -= len(value) + 100
        for name, spec in _pairs(value[:_LONGEST_HEADER]):
            if normal := normalise(spec):
                found.setdefault(normal, Address(normal, _name(name, normal)))
    return list(found.values())[:_MOST]


def normalise(value: str) -> str | None:
    """`Ana@BÜCHER.example` -> `ana@xn--bcher-kva.example`; None if it is no address."""
    local, at, domain = words(value).strip().strip("<>").rpartition("@")
    if not at:
        return None
    normal = f"{local.lower()}@{_idna(domain.strip('.').lower())}"
    return normal if _SOUND.fullmatch(normal) and len(normal) <= 320 else None


def _idna(domain: str) -> str:
    if domain.isascii() or len(domain) > 255:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        pairs = getaddresses([value])
    # The standard parser recurses into comments and trips over some rubbish.
    except (ValueError, IndexError, RecursionError, AttributeError, TypeError):
        pairs = []
    if any(normalise(spec) for _, spec in pairs):
        return pairs
    return [("", plain) for plain in _PLAIN.findall(words(value))]


def _name(name: str, value: str) -> str:
    shown = words(name).strip().strip("'\"").strip()
    return "" if shown.lower() == value else shown[:200]
