from datetime import timedelta
from uuid import UUID

import structlog

from lifelong.lib import clock
from lifelong.lib.jobs import job, periodic
from lifelong.routing.actions.ending import end_the_forgotten
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.actions.returning import return_all_of_the_gone
from lifelong.routing.queries import longest_waiting, rooms

log = structlog.get_logger()

#: how long a reaction may take before its match counts as forgotten
GRACE = timedelta(seconds=10)


@job()
def match_all() -> None:
    match_inboxes()


@periodic("* * * * *")
def sign_off_who_forgot() -> None:
    end_the_forgotten()


@periodic("* * * * *")
def return_what_the_gone_hold() -> None:
    """A season ends by itself, without anything happening that a reaction could hear."""
    return_all_of_the_gone()


@periodic("* * * * *")
def look_for_the_stranded() -> None:
    """The safety net under the reactions: is there room while somebody waits?"""
    free = rooms()
    head = longest_waiting(frozenset().union(*(room.inbox_ids for room in free))) if free else None
    if head is not None:
        # perhaps its reaction is just running: only what still waits then was forgotten
        take_up_the_stranded.at(clock.now() + GRACE, conversation_id=str(head.conversation_id))


@job()
def take_up_the_stranded(conversation_id: str) -> None:
    matched = match_inboxes()
    if UUID(conversation_id) in matched:
        log.error("stranded: nothing had matched it", conversation_id=conversation_id)
