from datetime import timedelta
from uuid import UUID

import structlog

from lifelong.conversations.models import Conversation
from lifelong.lib import clock
from lifelong.lib.jobs import job, periodic
from lifelong.routing.actions.calling import call_the_next
from lifelong.routing.actions.ending import end_the_forgotten
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.actions.returning import return_all_of_the_gone, return_chats_of_the_lost
from lifelong.routing.actions.ringing import end_all_unanswered, end_unanswered
from lifelong.routing.candidates import next_match
from lifelong.routing.models import Offer

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
def return_what_the_lost_hold() -> None:
    return_chats_of_the_lost()
    # and who waits for the only keeper waits for nobody: another serves them
    match_inboxes()


@periodic("* * * * *")
def stop_ringing_too_long() -> None:
    end_all_unanswered()


@periodic("* * * * *")
def call_who_is_next() -> None:
    call_the_next()


@job()
def end_ring(offer_id: str) -> None:
    offer = Offer.objects.filter(pk=UUID(offer_id)).first()
    if offer is not None:
        end_unanswered(offer)


@job()
def use_quiet_slot(conversation_id: str) -> None:
    """Words went to and fro here a while ago. If it is quiet now, somebody else has the place."""
    rows = Conversation.objects.filter(pk=UUID(conversation_id), live_until__gt=clock.now())
    speaking_until = rows.values_list("live_until", flat=True).first()
    if speaking_until is None:
        match_inboxes()
    else:
        use_quiet_slot.at(speaking_until, conversation_id=conversation_id)


@periodic("* * * * *")
def look_for_the_stranded() -> None:
    """The safety net under the reactions: is there room while somebody waits?"""
    choice = next_match()
    if choice is None:
        return
    if choice.waiting.last_agent_id is not None or choice.waiting.risks:
        # held until now for who served them last, or a keeper: nothing but time ends that
        match_all.later()
    else:
        # perhaps its reaction is just running: only what still waits then was forgotten
        conversation_id = str(choice.waiting.conversation_id)
        take_up_the_stranded.at(clock.now() + GRACE, conversation_id=conversation_id)


@job()
def take_up_the_stranded(conversation_id: str) -> None:
    matched = match_inboxes()
    if UUID(conversation_id) in matched:
        log.error("stranded: nothing had matched it", conversation_id=conversation_id)
