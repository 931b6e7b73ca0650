"""What a connector's folder brings along for the one test that all of them pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lifelong.channels.models import Connection, Endpoint

AnyDoor = Endpoint | Connection


@dataclass(frozen=True)
class Said:
    """One thing that a vendor sent, as it came: a body, and what stood beside it."""

    body: bytes
    #: headers of a webhook; the envelope where the connector has none
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """`RECORDED` in `lifelong/connectors/<name>/tests/recorded.py`."""

    #: makes a door at which all of it may knock
    door: Callable[[], AnyDoor]
    #: distinct messages or news, each of which is stored; all by `sender`
    bodies: tuple[Said, ...]
    #: what the vendor's own signature may cover and nobody can read
    garbage: tuple[Said, ...]
    content_type: str = "application/json"
    #: the headers by which the vendor signs a body for an address and a door; None: no webhook
    sign: Callable[[str, bytes, AnyDoor], dict[str, str]] | None = None
    #: what stands behind the ? of the address, where that is the vendor's signature
    token: str = ""
    #: who sent the bodies, as an admin would block them; "": nobody wrote, a system told
    sender: str = ""
