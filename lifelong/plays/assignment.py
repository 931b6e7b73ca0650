"""Who gets a play's treatment, and who is held out to compare with. Touches no database."""

import enum
from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

#: why a case may not be held out, whatever the play: they are owed help
NEVER_HELD_OUT = frozenset(
    {"lost", "damaged", "returned", "address", "customs", "legal", "safety"}
)  # fmt: skip


class Arm(enum.StrEnum):
    TREATMENT = "treatment"
    #: the ordinary treatment, without the play
    HOLDOUT = "holdout"
    #: gets the play, since it may not be held back, and is compared with nobody: with these among
    #: the treated, the arms would differ by more than the play
    OWED = "owed"


def season_of(moment: datetime) -> str:
    """The calendar quarter in UTC, so that it is one for all brands: "2026-Q1". Raises ValueError
    for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone lies in no season")
    at = moment.astimezone(UTC)
    return f"{at.year}-Q{(at.month + 2) // 3}"


def assign(
    customer_id: UUID, play_id: UUID, season: str, *, share: float, causes: Collection[str] = ()
) -> Arm:
    """The same answer whenever and wherever it is asked. `share`: of the customers who are held
    out, 0 to 1; else ValueError. `causes`: what the case is about, in the words of
    `NEVER_HELD_OUT` where they fit.

    The plays' and seasons' draws are independent. A share that grows within a season holds out
    whoever was held out before, and more.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share")
    if not NEVER_HELD_OUT.isdisjoint(causes):
        return Arm.OWED
    return Arm.HOLDOUT if _place(customer_id, play_id, season) < share else Arm.TREATMENT


def _place(customer_id: UUID, play_id: UUID, season: str) -> float:
    """Evenly spread over 0 (included) to 1 (not). 53 bits, so that no rounding reaches 1."""
    digest = sha256(customer_id.bytes + play_id.bytes + season.encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53
