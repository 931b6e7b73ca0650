"""Which earlier messages a mail says it answers."""

import re
from collections.abc import Iterable

from lifelong.connectors.email.headers import Headers

_ID = re.compile(r"<([^<>]{1,990})>")
_BARE = re.compile(r"[^\s<>,;\"@]{1,200}@[^\s<>,;\"@]{1,200}")
_MOST = 100


def message_id(headers: Headers) -> str | None:
    """Without its brackets; None if there is none to speak of."""
    value = headers.first("message-id")
    return next(iter([*message_ids(value), *value.split()]), None)


def answered(headers: Headers) -> tuple[str, ...]:
    """In-Reply-To first, then References, newest first, each once."""
    replied_to = _all(headers.all("in-reply-to"))
    references = _all(headers.all("references"))
    return tuple(dict.fromkeys([*replied_to, *reversed(references)]))[:_MOST]


def message_ids(value: str) -> list[str]:
    """Old clients leave the brackets out, or fold in the middle of an id."""
    found = ["".join(inside.split()) for inside in _ID.findall(value)]
    return [one for one in found if one] or _BARE.findall(value)


def _all(values: Iterable[str]) -> list[str]:
    return [one for value in values for one in message_ids(value)]
