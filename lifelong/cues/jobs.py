from datetime import datetime
from functools import partial
from uuid import UUID

from lifelong.cues.actions.cueing import (
    BUSY,
    Wanted,
    bells_for,
    forget_old_pushes,
    is_busy,
    lasts_until,
)
from lifelong.cues.models import Why
from lifelong.cues.sending import Push, send
from lifelong.lib import clock
from lifelong.lib.jobs import job, periodic
from lifelong.lib.transactions import transaction


@job(tries=5)
def ring_bells(
    agent_id: str, conversation_id: str, why: str, since: str, again: bool = False
) -> None:
    """`again`: they sat before their screen when it happened; this is the second look."""
    wanted = Wanted(UUID(agent_id), UUID(conversation_id), Why(why))
    ring = partial(
        ring_bells.at, agent_id=agent_id, conversation_id=conversation_id, why=why, since=since
    )
    if is_busy(wanted):
        if not again:
            ring(clock.now() + BUSY, again=True)
        return
    happened = datetime.fromisoformat(since)
    until = lasts_until(wanted.why, since=happened).isoformat()
    # the claim and what it is for: both or none, should the worker die
    with transaction():
        decided = bells_for(wanted, since=happened)
        for bell_id in decided.bells:
            push.later(bell_id=str(bell_id), conversation_id=conversation_id, why=why, until=until)
        if decided.again_at:
            ring(decided.again_at, again=again)


@job(tries=5)
def push(
    bell_id: str,
    conversation_id: str,
    why: str,
    until: str,
    tried: int = 0,
    turned_away: int = 0,
) -> None:
    """`tried` was heard of; `turned_away`: how often it did not come so far."""
    one = Push(
        UUID(bell_id),
        UUID(conversation_id),
        Why(why),
        datetime.fromisoformat(until),
        tried,
        turned_away,
    )
    if again := send(one):
        push.at(
            again.at,
            bell_id=bell_id,
            conversation_id=conversation_id,
            why=why,
            until=until,
            tried=again.tried,
            turned_away=again.turned_away,
        )


@periodic("23 4 * * *")
def forget_pushes() -> None:
    forget_old_pushes()
