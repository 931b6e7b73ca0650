"""Bringing who waits to who has room: the best match first, never two owners, never too many.

Locks are taken in the house's order: the conversation, then the agent's open shift. Each match
is one transaction of its own, so no two matchers can wait for each other.
"""

from collections.abc import Collection
from enum import Enum, auto
from uuid import UUID

from lifelong.channels.models import Kind
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.events.log import record
from lifelong.lib.transactions import in_transaction, transaction
from lifelong.live.publishing import publish
from lifelong.routing.actions.locking import lock_with_room
from lifelong.routing.actions.ringing import ring
from lifelong.routing.candidates import BOTH, next_match
from lifelong.routing.events import CustomerMatched
from lifelong.routing.matching import Choice
from lifelong.routing.models import Offer, OfferState, Shift

#: in a row; more is no coincidence
MOST_OVERTAKEN = 200


class Outcome(Enum):
    NOTHING = auto()
    MATCHED = auto()
    #: somebody else was faster: what was read no longer holds
    OVERTAKEN = auto()


def match_inboxes(inbox_ids: Collection[UUID] | None = None) -> list[UUID]:
    """Match until nobody waits for whom a fit agent has room; the conversations matched.

    Not within a transaction: many matches in one would hold locks in any order.
    """
    if in_transaction():
        raise RuntimeError("match_inboxes within a transaction: use match_one")
    matched: list[UUID] = []
    overtaken = 0
    while overtaken < MOST_OVERTAKEN:
        outcome, conversation_id = match_one(inbox_ids)
        if outcome is Outcome.NOTHING:
            return matched
        overtaken = overtaken + 1 if outcome is Outcome.OVERTAKEN else 0
        if conversation_id is not None:
            matched.append(conversation_id)
    raise RuntimeError("what is chosen never holds under the locks: do both count alike?")


def match_one(
    inbox_ids: Collection[UUID] | None = None, kinds: Collection[Kind] = BOTH
) -> tuple[Outcome, UUID | None]:
    """At most one match: who waits by mail is given, who waits live rings.

    One query when nobody has room, two when nobody waits.
    """
    with transaction():
        choice = next_match(inbox_ids, kinds)
        if choice is None:
            return Outcome.NOTHING, None
        shift = _lock(choice)
        if shift is None:
            return Outcome.OVERTAKEN, None
        if choice.waiting.kind is Kind.LIVE:
            ring(choice, agent=shift.agent)
        else:
            _give(choice, shift)
        return Outcome.MATCHED, choice.waiting.conversation_id


def _lock(choice: Choice) -> Shift | None:
    """The agent's shift, when under both locks the choice still holds."""
    waiting = choice.waiting
    rows = Conversation.objects.select_for_update(of=("self",)).filter(
        pk=waiting.conversation_id, inbox_id=waiting.inbox_id, owner=None, status=Status.NEW
    )
    if rows.values("id").first() is None:
        return None
    rings = Offer.objects.filter(conversation_id=waiting.conversation_id, state=OfferState.RINGING)
    if rings.exists():
        return None
    return lock_with_room(choice.room.agent_id, waiting.kind, more=1)


def _give(choice: Choice, shift: Shift) -> None:
    with changing(choice.waiting.conversation_id) as change:
        conversation = change.conversation
        change_owner(change, shift.agent, by=None)
        # an offer to whoever had them before, whose end was not noted yet
        Offer.objects.filter(conversation=conversation, ended_at=None).update(ended_at=change.now)
        offer = Offer(
            conversation=conversation,
            customer_id=conversation.customer_id,
            agent=shift.agent,
            at=change.now,
            state=OfferState.GIVEN,
            parts=choice.parts.as_json(),
        )
        offer.save(force_insert=True)
        publish(f"agent/{shift.agent.id}", audience=[f"agent:{shift.agent.id}"])
        record(
            CustomerMatched(
                customer_id=conversation.customer_id,
                conversation_id=conversation.id,
                offer_id=offer.id,
                agent_id=shift.agent.id,
                waiting_since=choice.waiting.since,
            )
        )
