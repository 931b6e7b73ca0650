"""Whether everything gets through."""

from lifelong.accounts.policy import Verb
from tests.journeys.permissions.lines import Door

LOOK = (Verb.SEE_HEALTH, Verb.SEE_INTAKE)
TRY = (Verb.TRY_AGAIN, *LOOK)
FAILED = {"entry_id": "failed_id"}

DOORS: dict[str, Door] = {
    "GET /health": Door(LOOK, quotes=True),
    "GET /health/now": Door(LOOK, quotes=True),
    "POST /health/backlog/attempts": Door(TRY, quotes=True),
    # nothing is parked any more, or it is read already
    "POST /health/parked/round": Door((Verb.SETTLE_INTAKE, *LOOK), answers=(200, 409), quotes=True),
    "POST /health/undelivered/attempts": Door(TRY, quotes=True),
    "POST /health/undelivered/<uuid:entry_id>/attempts": Door(TRY, at=FAILED, quotes=True),
    # of what became of it nobody doubts: the door did open
    "POST /health/undelivered/<uuid:entry_id>/doubt": Door(
        TRY, at=FAILED, quotes=True, answers=(200, 409)
    ),
}
