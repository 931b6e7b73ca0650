from datetime import timedelta
from uuid import UUID

from lifelong.channels.actions.rereading import go_on
from lifelong.lib import clock
from lifelong.lib.jobs import job

#: between two looks at how far the intake has come
PAUSE = timedelta(seconds=1)


@job()
def go_on_with_round(round_id: str) -> None:
    if go_on(UUID(round_id)):
        go_on_with_round.at(clock.now() + PAUSE, round_id=round_id)
