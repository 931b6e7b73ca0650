from dataclasses import dataclass
from uuid import UUID

from lifelong.channels.models import DeliveryState


@dataclass(frozen=True)
class Settled:
    """What became of a delivery; `reason` is a sentence without personal data."""

    state: DeliveryState
    reason: str = ""
    entry_id: UUID | None = None
