"""A vendor's webhook: who may knock, and what is kept of the request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lifelong.channels.models import Connection, Endpoint


@dataclass(frozen=True)
class Knock:
    """A request as it came in at /hooks/<connector>/<key>."""

    #: the whole address, as the vendor has called it
    url: str
    #: names in lower case
    headers: Mapping[str, str]
    body: bytes


class Forged(Exception):
    """The request is not the vendor's. `str(error)` says why, without personal data."""


@dataclass(frozen=True)
class Hook:
    """`verify` raises `Forged`; `envelope` is what is kept beside the body.

    Both are asked in the loop that serves everybody: they are quick, and ask no database.
    """

    door: type[Endpoint] | type[Connection]
    verify: Callable[[Knock, dict[str, Any]], None]
    envelope: Callable[[Knock], dict[str, Any]] = lambda knock: {}
    #: what the vendor wants to hear: content type and words
    answer: tuple[str, str] = ("application/json", "{}")
