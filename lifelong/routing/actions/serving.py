"""What is done for somebody who waits: their owner if that one can, else a match."""

from collections.abc import Collection
from uuid import UUID

from lifelong.channels.models import LIVE, kind_of
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.routing.actions.calling import call_for_owner, end_calls
from lifelong.routing.actions.matching import Outcome, match_one
from lifelong.routing.actions.returning import keep_or_return
from lifelong.routing.actions.staking import kept_until, note_stake
from lifelong.routing.candidates import rooms
from lifelong.routing.jobs import match_all
from lifelong.routing.queries import serving


def anybody_is_to_be_served(conversation_ids: Collection[UUID]) -> bool:
    """At most three queries for any number who wrote: on a full day nothing is to be done for
    them, since they join the queue or stay with a hero who can serve them."""
    rows = Conversation.objects.filter(pk__in=conversation_ids)
    standing = list(rows.values_list("status", "inbox_id", "channel", "owner_id"))
    held = [row for row in standing if row[0] == Status.OPEN and row[3]]
    if any(channel in LIVE for _, _, channel, _ in held):
        return True
    owners = {owner_id for *_, owner_id in held if owner_id}
    if owners and owners != serving(owners):
        return True
    new = [row for row in standing if row[0] == Status.NEW]
    return bool(new and rooms({row[1] for row in new}, {kind_of(row[2]) for row in new}))


def serve(conversation_id: UUID) -> None:
    """Somebody waits (again): their owner if that one can, else a match."""
    status = serve_if_new(conversation_id)
    if status == Status.OPEN:
        keep_or_return(conversation_id)


def serve_if_new(conversation_id: UUID) -> str:
    """A match for who has no owner; how they stood."""
    rows = Conversation.objects.values_list("status", "inbox_id", "channel")
    status, inbox_id, channel = rows.get(pk=conversation_id)
    if status == Status.NEW:
        outcome, matched = match_one([inbox_id], [kind_of(channel)])
        # somebody else may have become free to be matched by time alone, and was first
        if outcome is Outcome.OVERTAKEN or matched not in (None, conversation_id):
            match_all.later()
    return status


def fill_room() -> None:
    """One match in this reaction's transaction; when it was overtaken, a job tries afresh."""
    if match_one()[0] is Outcome.OVERTAKEN:
        match_all.later()


def note_new_stake(conversation_id: UUID) -> None:
    """Nothing but time ends the wait for a keeper, and live a minute's job is too slow for it. Who
    is owned is matched no more: whether somebody is to be called is asked here."""
    stake = note_stake(conversation_id)
    if stake is not None and stake.conversation.owner_id:
        call_for_owner(stake)
    moment = kept_until(stake) if stake else None
    if moment is not None:
        match_all.at(moment)


def note_changed_stake(conversation_id: UUID) -> None:
    """Others may be fit now, or called no more."""
    note_new_stake(conversation_id)
    end_calls(conversation_id)
    match_all.later()
