"""How a play fares, in plain counts."""

from dataclasses import dataclass
from datetime import UTC, datetime

import ibis

from lifelong.outcomes.facts import Facts
from lifelong.plays.assignment import Arm


@dataclass(frozen=True)
class Counts:
    """`eligible`: cases, whatever the arm. `sent`: messages. `last_at`: when somebody last became
    one the play is for."""

    eligible: int = 0
    held: int = 0
    owed: int = 0
    sent: int = 0
    replied: int = 0
    last_at: datetime | None = None

    @property
    def treated(self) -> int:
        """Drawn for the play; who is owed help is not among them."""
        return self.eligible - self.held - self.owed


def counts(facts: Facts) -> dict[int, Counts]:
    """By the number of the play."""
    cases = facts.cases
    found = cases.group_by("play_id").aggregate(
        eligible=cases.count(),
        held=_number(cases.arm == Arm.HOLDOUT.value),
        owed=_number(cases.arm == Arm.OWED.value),
        sent=cases.touches.sum(),
        replied=_number(cases.replied_at.notnull()),
        last_at=cases.begun_at.max(),
    )
    return {
        row.pop("play_id"): Counts(**(row | {"last_at": row["last_at"].replace(tzinfo=UTC)}))
        for row in found.to_pyarrow().to_pylist()
    }


def _number(condition: ibis.expr.types.BooleanValue) -> ibis.expr.types.Value:
    return condition.ifelse(1, 0).sum()
