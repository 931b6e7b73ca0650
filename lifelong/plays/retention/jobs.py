from uuid import UUID

from lifelong.lib.jobs import job, periodic
from lifelong.plays.retention.actions.settling import settle_due
from lifelong.routing.actions.serving import note_changed_stake


@periodic("41 3 * * *")
def settle_what_is_over() -> None:
    settle_due()


@job()
def note_again(conversation_id: str) -> None:
    note_changed_stake(UUID(conversation_id))
