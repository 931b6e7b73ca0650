"""What a vendor's folder offers to the house."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.models import Connection, Delivery, Endpoint
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession
from lifelong.connectors.hooks import Hook
from lifelong.connectors.messages import take_messages
from lifelong.conversations.models import Entry
from lifelong.lib.http import Fetched

T = TypeVar("T")


class Repeat(StrEnum):
    """What becomes of a message that is handed over twice."""

    #: the copies count as one
    SAFE = "safe"
    #: the customer gets two, so the vendor is asked first whether it has it
    LOOK_UP = "look-up"
    #: the customer gets two, and nobody can be asked
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class WayOut:
    """How messages of ours leave. All of it is called outside of transactions.

    `send` hands one over and returns the vendor's id of it, "" where it keeps ours; it raises
    `DeliveryFailed`. `look_up` returns that id if the vendor has the message from an earlier
    try, None if it certainly has not; it raises `DeliveryFailed` when that cannot be told.
    """

    send: Callable[[Entry, Endpoint], str]
    repeat: Repeat
    look_up: Callable[[Entry, Endpoint], str | None] | None = None


@dataclass(frozen=True)
class WayToGive:
    """How concessions of one kind are carried out. All of it is called outside of transactions.

    `hand_over` does it and returns the vendor's id of it; `look_up` returns that id if an
    earlier try has done it, None if certainly none has; where nobody can be asked there is none,
    and what is in doubt is not tried again. Both raise `DeliveryFailed`.
    """

    hand_over: Callable[[Concession], str]
    look_up: Callable[[Concession], str | None] | None = None


@dataclass(frozen=True)
class Connector(Generic[T]):
    """How one vendor's raw deliveries become what happens here.

    `read` is pure but for our own settings, and raises `Unreadable` with a sentence; `take`
    brings what was read into the house, all of it or nothing, and says what became of each.
    """

    read: Callable[[Delivery], T]
    take: Callable[[Sequence[T]], list[Outcome]] = take_messages  # type: ignore[assignment]
    #: how its webhooks are checked; None: it has none
    hook: Hook | None = None
    #: how a system is asked that tells nothing by itself; called every five minutes, it says how
    #: many answers it has kept
    ask: Callable[[Connection], int] | None = None
    #: how a file is fetched that the vendor keeps for a message; it raises `NotFetched`
    fetch: Callable[[str, Endpoint], Fetched] | None = None
    #: how our messages leave by it; None: it carries none
    out: WayOut | None = None
    #: what can be given by it
    gives: Mapping[Kind, WayToGive] = field(default_factory=dict)
