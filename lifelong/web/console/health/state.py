"""Everything that the page says, looked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from lifelong.accounts.policy import Caller
from lifelong.channels.models import DeliveryState
from lifelong.web.console.health.backlog import Backlog, Line, backlog, waiting_line
from lifelong.web.console.health.diagnosis import Diagnosis, judged
from lifelong.web.console.health.door_rows import DoorRow, connection_rows, endpoint_rows
from lifelong.web.console.health.machine import Machine, machine
from lifelong.web.console.health.undelivered_rows import Undelivered, undelivered
from lifelong.web.console.intake.rounds import RoundRow, shown_round

#: what was parked longer ago has been looked at, and may lie there
NEWS = timedelta(days=7)


@dataclass(frozen=True)
class Now:
    diagnosis: Diagnosis
    undelivered: Undelivered
    parked: Line
    parked_lately: bool
    parked_round: RoundRow | None
    quarantined: Line
    endpoints: Sequence[DoorRow]
    connections: Sequence[DoorRow]
    backlog: Backlog
    machine: Machine


def health_now(caller: Caller) -> Now:
    """A dozen and a half statements, each of a few rows of an index."""
    endpoints, connections = endpoint_rows(caller), connection_rows(caller)
    failed, waits = undelivered(caller), backlog(caller)
    here, lately = machine(), waiting_line(DeliveryState.PARKED, caller, within=NEWS)
    return Now(
        diagnosis=judged(
            doors=[*endpoints, *connections],
            undelivered=failed.counted,
            parked=lately,
            backlog=waits,
            machine=here,
        ),
        undelivered=failed,
        parked=waiting_line(DeliveryState.PARKED, caller),
        parked_lately=bool(lately.count),
        parked_round=shown_round(DeliveryState.PARKED, caller),
        quarantined=waiting_line(DeliveryState.QUARANTINED, caller),
        endpoints=endpoints,
        connections=connections,
        backlog=waits,
        machine=here,
    )
