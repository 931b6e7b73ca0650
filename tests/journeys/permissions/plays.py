"""What works: plays, and what service earned."""

from lifelong.accounts.policy import Verb
from tests.journeys.permissions.lines import OUTCOMES, REFUSED, RUN, Door

#: there are several brands here, and a lead works for one of them
ALL_BRANDS = (*OUTCOMES, Verb.SEE_ALL_INBOXES)
DOORS: dict[str, Door] = {
    "GET /plays": Door(OUTCOMES),
    "POST /plays/retention": Door(RUN, form=lambda place: {"brand": str(place.brand_id)}),
    "GET /plays/<uuid:play_id>": Door(OUTCOMES),
    "POST /plays/<uuid:play_id>": Door(RUN, answers=REFUSED),
    "POST /plays/<uuid:play_id>/switch": Door(RUN),
    "DELETE /plays/<uuid:play_id>/switch": Door(RUN),
    "GET /plays/<uuid:play_id>/effects.csv": Door(OUTCOMES),
    "GET /plays/<uuid:play_id>/effects.parquet": Door(OUTCOMES),
    "GET /plays/earned": Door(ALL_BRANDS),
    "GET /plays/earned/numbers": Door(ALL_BRANDS),
    "GET /plays/earned.csv": Door(ALL_BRANDS),
    "GET /plays/earned.parquet": Door(ALL_BRANDS),
}
