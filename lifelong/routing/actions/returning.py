"""Giving a waiting customer back to the queue when their agent cannot serve them now."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q

from lifelong.channels.models import LIVE, Kind, kind_of
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.routing.actions.locking import lock_with_room
from lifelong.routing.candidates import LOST
from lifelong.routing.models import Offer, OfferState, Shift
from lifelong.routing.queries import at_work, gone


def keep_or_return(conversation_id: UUID) -> None:
    """The customer waits again: they stay with their owner if that one is at work with room.

    A customer who was pending counts against no capacity, so their return may find it used up.
    Who returns live gets the same agent, be it one over.
    """
    with transaction():
        row = (
            Conversation.objects.select_for_update(of=("self",))
            .filter(pk=conversation_id, status=Status.OPEN, owner__isnull=False)
            .values_list("owner_id", "channel")
            .first()
        )
        if row is None or row[0] is None:
            return
        kind = kind_of(row[1])
        if lock_with_room(row[0], kind, more=-1 if kind is Kind.LIVE else 0) is None:
            _return(conversation_id)


def return_waiting(agent_id: UUID) -> None:
    """All of an agent's customers who wait, unless the agent is back at work by now.

    Those who are pending stay theirs. Conversations are locked the youngest first, and no shift
    after them.
    """
    with transaction():
        if at_work().filter(agent_id=agent_id).exists():
            return
        waiting = Conversation.objects.filter(owner_id=agent_id, status=Status.OPEN)
        for conversation_id in waiting.order_by("-id").values_list("id", flat=True):
            _return(conversation_id, of=agent_id)


def return_chats_of_the_lost() -> None:
    """Who waits live for an agent whose screen has been silent for too long."""
    silent = Shift.objects.filter(signed_off_at=None, screen_at__lt=clock.now() - LOST)
    waiting = Conversation.objects.filter(
        owner__in=silent.values("agent_id"), status=Status.OPEN, channel__in=LIVE
    )
    for conversation_id, agent_id in list(waiting.order_by("id").values_list("id", "owner_id")):
        with transaction():
            # they may have come back this second
            if silent.filter(agent_id=agent_id).exists():
                _return(conversation_id, of=agent_id)


def return_all_of_the_gone() -> None:
    """Nobody who no longer works here keeps a customer, whoever had brought it to them."""
    held = Conversation.objects.filter(owner__in=gone()).exclude(status=Status.CLOSED)
    for agent_id in sorted(set(held.values_list("owner_id", flat=True))):
        assert agent_id is not None
        return_all(agent_id)


def return_all(agent_id: UUID) -> None:
    """All customers of an agent who no longer works here, those who are pending too.

    A pending one then has no owner: when they write again, they are matched.
    """
    with transaction():
        if not gone().filter(pk=agent_id).exists():
            return
        held = Conversation.objects.filter(owner_id=agent_id).exclude(status=Status.CLOSED)
        for conversation_id in held.order_by("-id").values_list("id", flat=True):
            _return(conversation_id, of=agent_id, statuses=_UNSETTLED)


_UNSETTLED = (Status.OPEN, Status.PENDING)


def _return(
    conversation_id: UUID,
    *,
    of: UUID | None = None,
    statuses: Collection[Status] = (Status.OPEN,),
) -> None:
    with changing(conversation_id) as change:
        conversation = change.conversation
        if conversation.status in statuses and of in (None, conversation.owner_id):
            change_owner(change, None, by=None)


def end_offers(conversation_id: UUID) -> None:
    """Note the end of offers to whoever no longer has the customer."""
    with transaction():
        ended = Offer.objects.filter(
            ~Q(agent_id=F("conversation__owner_id")) | Q(conversation__owner=None),
            conversation_id=conversation_id,
            ended_at=None,
        ).exclude(state=OfferState.RINGING)
        Offer.objects.filter(pk__in=list(ended.values_list("pk", flat=True))).update(
            ended_at=clock.now()
        )
