"""What a carrier's module offers: how to ask it about a parcel, and how to read what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from lifelong.commerce.news import News


@dataclass(frozen=True)
class Question:
    """A request, below the address that an admin has set."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carrier:
    """`question(number, secrets)`; `read(raw, number)` raises `Unreadable` with the reason.

    `read` is pure. An answer about several parcels is read for the one that was asked about.
    """

    name: str
    question: Callable[[str, Mapping[str, str]], Question]
    read: Callable[[bytes, str], News]


def moment(words: str) -> datetime | None:
    """ISO 8601 with an offset or Z; what has none counts as UTC."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    if not 1990 <= found.year <= 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day(words: str) -> date | None:
    found = moment(words)
    return found.date() if found else None
