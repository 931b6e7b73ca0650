"""What is at stake with somebody follows from what was read and said; who may give is called."""

from lifelong.conversations.events import (
    ContactClosed,
    ContactReopened,
    OwnerChanged,
    PeopleJoined,
    PeopleParted,
)
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.routing.actions.calling import call, end_calls
from lifelong.routing.actions.serving import note_changed_stake, note_new_stake
from lifelong.routing.actions.staking import staked_among
from lifelong.routing.events import CertificateGiven, CertificateTaken, CustomerMatched
from lifelong.routing.jobs import match_all
from lifelong.routing.models import Offer
from lifelong.routing.queries import parts_in
from lifelong.triage.events import MessageTriaged, TagJudged
from lifelong.triage.risk import ROUTE


# before `bringing.serve_who_wrote`, which reads it; where this fails they are matched all the same
@on_all(MessageTriaged, shares=True)
def note_what_is_at_stake(triaged: list[Recorded]) -> None:
    facts = [event.fact for event in triaged if isinstance(event.fact, MessageTriaged)]
    risky = [fact for fact in facts if not ROUTE.isdisjoint(fact.risks)]
    if risky:
        # each locks one conversation
        apart()
    for fact in risky:
        note_new_stake(fact.conversation_id)


@on(TagJudged)
def note_what_an_agent_said(fact: TagJudged) -> None:
    if fact.risk in ROUTE:
        note_changed_stake(fact.conversation_id)


@on_all(ContactClosed)
def note_what_is_settled(closed: list[Recorded]) -> None:
    facts = [event.fact for event in closed if isinstance(event.fact, ContactClosed)]
    staked = staked_among({fact.conversation_id for fact in facts})
    if staked:
        # each locks one conversation
        apart()
    for conversation_id in staked:
        note_changed_stake(conversation_id)


@on(ContactReopened)
def note_what_is_back(fact: ContactReopened) -> None:
    note_changed_stake(fact.conversation_id)


@on(PeopleJoined)
def note_what_they_bring(fact: PeopleJoined) -> None:
    note_changed_stake(fact.conversation_id)


@on(PeopleParted)
def note_what_stays(fact: PeopleParted) -> None:
    note_changed_stake(fact.conversation_id)


# apart from `note_what_stays`: a reaction locks one conversation
@on(PeopleParted)
def note_what_they_take(fact: PeopleParted) -> None:
    note_changed_stake(fact.parted_conversation_id)


@on(CustomerMatched)
def call_who_may_give(fact: CustomerMatched) -> None:
    """Nobody at work may: the agent keeps the customer, and who is on call is told."""
    offer = Offer.objects.select_related("conversation").get(pk=fact.offer_id)
    if parts_in(offer).alone:
        call(offer)


@on(OwnerChanged)
def call_no_more(fact: OwnerChanged) -> None:
    end_calls(fact.conversation_id)


@on(CertificateGiven)
def bring_who_waited_for_a_keeper(fact: CertificateGiven) -> None:
    match_all.later()


@on(CertificateTaken)
def wait_for_no_keeper(fact: CertificateTaken) -> None:
    match_all.later()
