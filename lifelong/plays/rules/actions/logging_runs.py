"""The log of rules: that each was looked at, and what came of it; kept for 30 days."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.events.log import Recorded
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.models import Outcome, RuleRun
from lifelong.plays.rules.rulebook import Ready

KEPT = timedelta(days=30)
#: rows that go at a time
AT_ONCE = 5000

_OF_A_LOOK = {
    "event_id": "uuid",
    "contact_id": "uuid",
    "customer_id": "uuid",
    "order_id": "uuid",
    "depth": "int",
}
_OF_A_RUN = {
    "id": "uuid",
    "rule_id": "uuid",
    "version_id": "uuid",
    "at": "timestamptz",
    "outcome": "text",
    "missed": "jsonb",
    "did": "jsonb",
    "error": "text",
    "took_ms": "int",
}


def _typed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


#: All in one statement and one parameter, what is the same for all said once: for a fact there are
#: as many as rules that wait for it.
_INSERT = (
    f"INSERT INTO rules_rulerun ({', '.join([*_OF_A_LOOK, *_OF_A_RUN])})"
    f" SELECT {', '.join([*_OF_A_LOOK, *_OF_A_RUN])}"
    f" FROM json_to_recordset(%s::json) AS look({_typed(_OF_A_LOOK)}, runs json),"
    f" json_to_recordset(runs) AS run({_typed(_OF_A_RUN)})"
)


@dataclass(slots=True)
class Run:
    """A `RuleRun` that is about to be. No row yet: it takes ten times as long to make one."""

    rule_id: UUID
    version_id: UUID
    event_id: UUID | None
    contact_id: UUID | None
    customer_id: UUID | None
    order_id: UUID | None
    depth: int
    at: datetime
    outcome: Outcome = Outcome.FIRED
    missed: dict[str, Any] | None = None
    did: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    took_ms: int = 0

    @property
    def look(self) -> tuple[object, ...]:
        """What it shares with the other rules that were looked at for the same."""
        return self.event_id, self.contact_id, self.customer_id, self.order_id, self.depth

    def told(self) -> dict[str, Any]:
        return {
            "id": str(ids.new_id()),
            "rule_id": str(self.rule_id),
            "version_id": str(self.version_id),
            "at": self.at.isoformat(),
            "outcome": self.outcome,
            "missed": self.missed,
            "did": self.did,
            "error": self.error,
            "took_ms": self.took_ms,
        }


def run_of(rule: Ready, known: Known, event: Recorded | None) -> Run:
    """It fires unless something is in its way."""
    return Run(
        rule_id=rule.rule_id,
        version_id=rule.version_id,
        event_id=event.id if event else None,
        contact_id=known.contact.id if known.contact else None,
        customer_id=known.customer_id,
        order_id=known.order_id,
        depth=event.depth if event else 0,
        at=clock.now(),
    )


def log_runs(runs: Sequence[Run]) -> None:
    if not runs:
        return
    looks = [
        {**dict(zip(_OF_A_LOOK, look, strict=True)), "runs": [one.told() for one in several]}
        for look, several in groupby(runs, key=lambda one: one.look)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(looks, default=str)])


def forget_old_runs() -> int:
    """How many went."""
    gone = 0
    while True:
        with transaction():
            old = RuleRun.objects.filter(at__lt=clock.now() - KEPT).order_by("at")
            several = list(old.values_list("id", flat=True)[:AT_ONCE])
            RuleRun.objects.filter(pk__in=several).delete()
        gone += len(several)
        if len(several) < AT_ONCE:
            return gone
