"""Offers that ring: who waits live is brought to whoever says yes.

While it rings the customer has no owner and waits on. A ring ends by a yes, a no, its time, or
because it makes no sense any more; after all but the first the next match is tried. Each of these
locks the conversation's row, so that exactly one of them happens.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import caller_for
from lifelong.channels.models import LIVE
from lifelong.channels.queries import inboxes_of
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.routing.actions.locking import lock_shift
from lifelong.routing.events import CustomerMatched, CustomerOffered, OfferEnded
from lifelong.routing.matching import Choice
from lifelong.routing.models import Offer, OfferState


class NoLongerOffered(Refused):
    code = "no-longer-offered"


def ring(choice: Choice, *, agent: Agent) -> None:
    """Offer a customer to an agent. The caller holds the locks of both."""
    now, waiting = clock.now(), choice.waiting
    conversation = Conversation.objects.get(pk=waiting.conversation_id)
    # an offer to whoever had them before, whose end was not noted yet
    Offer.objects.filter(conversation=conversation, ended_at=None).update(ended_at=now)
    rings_until = now + timedelta(seconds=settings.RING_SECONDS)
    offer = Offer(
        conversation=conversation,
        customer_id=conversation.customer_id,
        agent=agent,
        at=now,
        state=OfferState.RINGING,
        rings_until=rings_until,
        parts=choice.parts.as_json(),
    )
    offer.save(force_insert=True)
    tell(agent.id, of=conversation)
    record(
        CustomerOffered(
            customer_id=conversation.customer_id,
            conversation_id=conversation.id,
            offer_id=offer.id,
            agent_id=agent.id,
            waiting_since=waiting.since,
            rings_until=rings_until,
        )
    )


def accept(conversation: Conversation, *, by: Agent) -> None:
    """The customer who rings at this agent is theirs now. Twice is once."""
    with changing(conversation.id) as change:
        conversation = change.conversation
        if conversation.owner_id == by.id:
            return
        row = _rings().filter(conversation=conversation, agent=by).first()
        if row is None or not (_waits(conversation) and _is_fit(by, conversation)):
            raise NoLongerOffered(_("Too late: they have gone on to somebody else."))
        if lock_shift(by.id) is None:
            raise NoLongerOffered(_("You are not at work: sign on first."))
        Offer.objects.filter(pk=row.pk).update(state=OfferState.ACCEPTED)
        change_owner(change, by, by=by)
        tell(by.id, of=conversation)
        record(
            CustomerMatched(
                customer_id=conversation.customer_id,
                conversation_id=conversation.id,
                offer_id=row.id,
                agent_id=by.id,
                waiting_since=conversation.waiting_since or row.at,
            )
        )


def decline(conversation: Conversation, *, by: Agent) -> None:
    """Not this agent, now: it goes on to the next. Nothing happens when it had gone on before."""
    for offer in _rings().filter(conversation=conversation, agent=by):
        with _ringing(offer) as (row, _conversation):
            if row is not None:
                _end(row, OfferState.DECLINED)


def end_unanswered(offer: Offer) -> None:
    """Its time is over: it goes on to the next."""
    with _ringing(offer) as (row, _conversation):
        if row is not None and row.rings_until is not None and row.rings_until <= clock.now():
            _end(row, OfferState.MISSED)


def end_all_unanswered() -> None:
    """Those whose own job has not ended them."""
    over = Offer.objects.filter(state=OfferState.RINGING, rings_until__lte=clock.now())
    for offer in over.order_by("conversation_id"):
        end_unanswered(offer)


def withdraw_from(agent_id: UUID) -> None:
    """The agent is not at work any more: nothing rings there."""
    for offer in _rings().filter(agent_id=agent_id):
        with _ringing(offer) as (row, _conversation):
            if row is not None:
                _end(row, OfferState.WITHDRAWN)


def anybody_rings(conversation_ids: Collection[UUID]) -> bool:
    return _rings().filter(conversation_id__in=conversation_ids).exists()


def withdraw_if_pointless(conversation_id: UUID) -> None:
    """Somebody has them, they need nothing any more, or they moved to where the agent is not."""
    for offer in _rings().filter(conversation_id=conversation_id):
        with _ringing(offer) as (row, conversation):
            if row is not None and not (_waits(conversation) and _is_fit(row.agent, conversation)):
                _end(row, OfferState.WITHDRAWN)


def tell(agent_id: UUID, *, of: Conversation | None = None) -> None:
    """Somebody rings on the agent's screen, or no more. Whoever works in the inbox `of` which they
    are may see it too."""
    beside = {f"inbox:{of.inbox_id}"} if of else set()
    publish(f"offers/{agent_id}", audience={f"agent:{agent_id}", *beside})


@contextmanager
def _ringing(offer: Offer) -> Iterator[tuple[Offer | None, Conversation]]:
    """The offer if it rings still, and its conversation, whose row is locked."""
    with transaction():
        rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
        conversation = rows.get(pk=offer.conversation_id)
        rings = _rings().select_related("agent", "conversation").filter(pk=offer.pk)
        yield rings.first(), conversation


def _rings() -> QuerySet[Offer]:
    return Offer.objects.filter(state=OfferState.RINGING).order_by("conversation_id")


def _waits(conversation: Conversation) -> bool:
    return conversation.owner_id is None and conversation.status == Status.NEW


def _is_fit(agent: Agent, conversation: Conversation) -> bool:
    fit = inboxes_of(caller_for(agent)).filter(pk=conversation.inbox_id).exists()
    return fit and conversation.channel in LIVE


def _end(row: Offer, how: OfferState) -> None:
    Offer.objects.filter(pk=row.pk).update(state=how, ended_at=clock.now())
    tell(row.agent_id, of=row.conversation)
    record(
        OfferEnded(
            customer_id=row.customer_id,
            conversation_id=row.conversation_id,
            offer_id=row.id,
            agent_id=row.agent_id,
            how=how,
        )
    )
