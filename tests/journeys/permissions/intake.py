"""Parked mail and the quarantine."""

from lifelong.accounts.policy import Verb
from tests.journeys.permissions.lines import (
    BLOCKED,
    INTAKE,
    PARKED,
    PUT_AWAY,
    QUARANTINED,
    SETTLE,
    Door,
)

DOORS: dict[str, Door] = {
    "GET /intake/counts": Door(INTAKE),
    "GET /intake/parked": Door(INTAKE),
    "GET /intake/parked/rows": Door(INTAKE),
    # nothing waits any more, or nothing is under way: the door did open
    "POST /intake/parked/round": Door(SETTLE, answers=(200, 409)),
    "DELETE /intake/parked/round": Door(SETTLE, answers=(200, 409)),
    "POST /intake/quarantine/round": Door(SETTLE, answers=(200, 409)),
    "DELETE /intake/quarantine/round": Door(SETTLE, answers=(200, 409)),
    "GET /intake/quarantine": Door(INTAKE),
    "GET /intake/quarantine/rows": Door(INTAKE),
    "GET /intake/blocked": Door(INTAKE),
    "GET /intake/blocked/rows": Door(INTAKE),
    "DELETE /intake/blocked/<uuid:delivery_id>": Door(SETTLE, at=BLOCKED),
    "GET /intake/deliveries/<uuid:delivery_id>": Door(INTAKE, at=PARKED),
    "GET /intake/deliveries/<uuid:delivery_id>/raw": Door((Verb.SETTLE_INTAKE,), at=PARKED),
    "POST /intake/deliveries/<uuid:delivery_id>/replay": Door(SETTLE, at=PARKED),
    "POST /intake/deliveries/<uuid:delivery_id>/away": Door(
        SETTLE, at=PARKED, form=lambda place: {"why": "Seen"}
    ),
    "DELETE /intake/deliveries/<uuid:delivery_id>/away": Door(SETTLE, at=PUT_AWAY),
    "POST /intake/deliveries/<uuid:delivery_id>/admission": Door(SETTLE, at=QUARANTINED),
    "POST /intake/deliveries/<uuid:delivery_id>/block": Door(SETTLE, at=QUARANTINED),
}
