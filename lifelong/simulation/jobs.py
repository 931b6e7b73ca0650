from uuid import UUID

from lifelong.lib.jobs import job
from lifelong.simulation.actions.enlivening import let_happen


@job()
def happen(spell_id: str, number: int) -> None:
    let_happen(UUID(spell_id), number)
