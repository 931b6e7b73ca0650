"""Whoever is wanted hears of it: on their screens, and where none is looked at by their bells."""

from collections.abc import Collection, Iterable

from lifelong.conversations.events import (
    AgentNamed,
    MessageReceived,
    OwnerChanged,
    PromiseDue,
)
from lifelong.conversations.models import Conversation
from lifelong.cues.actions.cueing import Wanted
from lifelong.cues.jobs import ring_bells
from lifelong.cues.models import Bell, Why
from lifelong.events.log import Recorded
from lifelong.events.reactor import on, on_all
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.routing.events import ApproverCalled, CustomerOffered


@on_all(MessageReceived, shares=True)
def tell_who_has_them(received: list[Recorded]) -> None:
    facts = [one.fact for one in received if isinstance(one.fact, MessageReceived)]
    wrote = {one.conversation_id for one in facts if not one.automatic}
    owned = Conversation.objects.filter(pk__in=wrote, owner__isnull=False).order_by("id")
    _cue(
        Wanted(owner_id, conversation_id, Why.WROTE)
        for conversation_id, owner_id in owned.values_list("id", "owner_id")
        if owner_id is not None
    )


@on(OwnerChanged)
def tell_who_was_given_them(fact: OwnerChanged) -> None:
    if fact.agent_id is not None:
        _cue([Wanted(fact.agent_id, fact.conversation_id, Why.GIVEN)])


@on(PromiseDue)
def tell_who_promised(fact: PromiseDue) -> None:
    owned = Conversation.objects.filter(pk=fact.conversation_id, owner__isnull=False)
    for owner_id in owned.values_list("owner_id", flat=True):
        if owner_id is not None:
            _cue([Wanted(owner_id, fact.conversation_id, Why.PROMISED)])


# on the screen these three are told by what they are themselves: notes, rings, calls
@on(AgentNamed)
def push_to_who_was_named(fact: AgentNamed) -> None:
    _ring([Wanted(fact.agent_id, fact.conversation_id, Why.NAMED)])


@on(CustomerOffered)
def push_to_whom_they_ring(fact: CustomerOffered) -> None:
    _ring([Wanted(fact.agent_id, fact.conversation_id, Why.RINGS)])


@on(ApproverCalled)
def push_to_who_is_called(fact: ApproverCalled) -> None:
    _ring([Wanted(fact.approver_id, fact.conversation_id, Why.CALLED)])


def _cue(wanted: Iterable[Wanted]) -> None:
    some = list(wanted)
    with transaction():
        for agent_id in {one.agent_id for one in some}:
            publish(f"cues/{agent_id}", audience=[f"agent:{agent_id}"])
    _ring(some)


def _ring(wanted: Collection[Wanted]) -> None:
    """Nothing is queued for who has no bell: most have none."""
    agents = {one.agent_id for one in wanted}
    having = set(Bell.objects.filter(agent__in=agents).values_list("agent", flat=True))
    since = clock.now().isoformat()
    for one in wanted:
        if one.agent_id in having:
            ring_bells.later(
                agent_id=str(one.agent_id),
                conversation_id=str(one.conversation_id),
                why=one.why.value,
                since=since,
            )
