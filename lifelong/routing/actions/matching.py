"""Bringing who waits to who has room: longest waiting first, never two owners, never too many.

Locks are taken in the house's order: the conversation, then the agent's open shift. Each match
is one transaction of its own, so no two matchers can wait for each other.
"""

from collections.abc import Collection
from enum import Enum, auto
from uuid import UUID

from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import in_transaction, transaction
from lifelong.live.publishing import publish
from lifelong.routing.events import CustomerMatched
from lifelong.routing.matching import Choice, choose
from lifelong.routing.models import Offer, Shift
from lifelong.routing.queries import at_work, load_of, longest_waiting, rooms


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
    while True:
        outcome, conversation_id = match_one(inbox_ids)
        if outcome is Outcome.NOTHING:
            return matched
        if conversation_id is not None:
            matched.append(conversation_id)


def match_one(inbox_ids: Collection[UUID] | None = None) -> tuple[Outcome, UUID | None]:
    """At most one match. One query when nobody has room, two when nobody waits."""
    with transaction():
        choice = _choose(inbox_ids)
        if choice is None:
            return Outcome.NOTHING, None
        shift = _lock(choice)
        if shift is None:
            return Outcome.OVERTAKEN, None
        _give(choice, shift)
        return Outcome.MATCHED, choice.waiting.conversation_id


def _choose(inbox_ids: Collection[UUID] | None) -> Choice | None:
    free = rooms(inbox_ids)
    if not free:
        return None
    head = longest_waiting(frozenset().union(*(room.inbox_ids for room in free)))
    return choose([head], free, now=clock.now()) if head else None


def _lock(choice: Choice) -> Shift | None:
    """The agent's shift, when under both locks the choice still holds."""
    waits = Conversation.objects.select_for_update(of=("self",)).filter(
        pk=choice.waiting.conversation_id,
        inbox_id=choice.waiting.inbox_id,
        owner=None,
        status=Status.NEW,
    )
    if waits.values("id").first() is None:
        return None
    return lock_with_room(choice.room.agent_id)


def lock_with_room(agent_id: UUID, *, for_one_more: bool = True) -> Shift | None:
    """The agent's open shift, locked, if they are at work and have room.

    `for_one_more`: else for no more than they hold already. The lock is what makes counting
    safe: whoever brings an agent a customer holds it until the count has changed.
    """
    open_shift = Shift.objects.select_for_update(of=("self",)).filter(
        agent_id=agent_id, signed_off_at=None
    )
    if open_shift.values("id").first() is None:
        return None
    # asked again now that we have the lock: a query that waited still sees what was before
    shift = at_work().filter(agent_id=agent_id).select_related("agent").first()
    if shift is None:
        return None
    load = load_of(agent_id) + (1 if for_one_more else 0)
    return shift if load <= shift.agent.capacity else None


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
