"""What a vendor's folder offers to the house."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.models import Delivery
from lifelong.connectors.hooks import Hook
from lifelong.connectors.messages import take_messages

T = TypeVar("T")


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
