from uuid import UUID

from lifelong.lib.jobs import job
from lifelong.simulation.actions.enlivening import let_happen


# the next one comes in seconds
@job(tries=1)
def happen(spell_id: str, number: int) -> None:
    let_happen(UUID(spell_id), number)
