from uuid import UUID

from lifelong.lib.jobs import job, periodic
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.actions.planning import forget_plans


@job()
def carry_on(bulk_id: str) -> None:
    carry_out(UUID(bulk_id))


@periodic("40 3 * * *")
def forget_what_was_only_planned() -> None:
    forget_plans()
