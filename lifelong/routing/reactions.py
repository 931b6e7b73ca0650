"""Matching follows from what happened: on arrival, when work ends, on sign-on and sign-off."""

from collections.abc import Collection
from uuid import UUID

from lifelong.accounts.events import (
    AgentDeactivated,
    AgentReactivated,
    RolesChanged,
    TeamsChanged,
    TermsChanged,
)
from lifelong.accounts.models import Agent
from lifelong.channels.events import InboxStaffed
from lifelong.conversations.events import (
    ContactClosed,
    ContactReopened,
    ContactSetAside,
    ContactWoke,
    ConversationMoved,
    OwnerChanged,
    PeopleJoined,
    PeopleParted,
    PromiseDue,
    ReplySent,
    SendingGaveUp,
)
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.events.log import Recorded
from lifelong.events.reactor import Singly, on, on_all
from lifelong.routing.actions.matching import Outcome, match_one
from lifelong.routing.actions.returning import (
    end_offers,
    keep_or_return,
    return_all,
    return_waiting,
    tell,
)
from lifelong.routing.actions.signing_on import sign_off
from lifelong.routing.events import AgentCameBack, AgentSignedOff, AgentSignedOn, AgentWentAway
from lifelong.routing.jobs import match_all
from lifelong.routing.models import Ended
from lifelong.routing.queries import rooms, serving, shift_of
from lifelong.triage.events import MessageTriaged


@on_all(MessageTriaged)
def serve_who_wrote(triaged: list[Recorded]) -> None:
    facts = [event.fact for event in triaged if isinstance(event.fact, MessageTriaged)]
    if len(facts) == 1:
        _serve(facts[0].conversation_id)
    elif _anybody_is_to_be_served({fact.conversation_id for fact in facts}):
        # each match is a transaction of its own, so that no two matchers block each other
        raise Singly


@on(ContactWoke)
def serve_who_woke(fact: ContactWoke) -> None:
    _serve(fact.conversation_id)


@on(PromiseDue)
def serve_who_was_promised(fact: PromiseDue) -> None:
    _serve(fact.conversation_id)


@on(SendingGaveUp)
def serve_who_got_no_answer(fact: SendingGaveUp) -> None:
    _serve(fact.conversation_id)


@on(ContactReopened)
def serve_who_was_reopened(fact: ContactReopened) -> None:
    _match_if_new(*_standing(fact.conversation_id))


@on(PeopleJoined)
def serve_who_was_joined(fact: PeopleJoined) -> None:
    _serve(fact.conversation_id)


@on(PeopleParted)
def serve_who_stays(fact: PeopleParted) -> None:
    _serve(fact.conversation_id)


# apart from `serve_who_stays`: a reaction locks one conversation
@on(PeopleParted)
def serve_who_was_parted(fact: PeopleParted) -> None:
    _serve(fact.parted_conversation_id)


@on(ConversationMoved)
def serve_who_was_moved(fact: ConversationMoved) -> None:
    _match_if_new(*_standing(fact.conversation_id))


@on(ReplySent)
def fill_room_after_reply(fact: ReplySent) -> None:
    _match(None)


@on(ContactClosed)
def fill_room_after_closing(fact: ContactClosed) -> None:
    _match(None)


@on(ContactSetAside)
def fill_room_after_setting_aside(fact: ContactSetAside) -> None:
    _match(None)


@on(OwnerChanged)
def note_the_end(fact: OwnerChanged) -> None:
    if fact.previous_agent_id is not None:
        end_offers(fact.conversation_id)
        tell(fact.previous_agent_id)


# apart from `note_the_end`: a match takes the conversation's lock before its offers
@on(OwnerChanged)
def fill_room_after_leaving(fact: OwnerChanged) -> None:
    """Who was left is served by somebody else, and the room that they left is filled."""
    if fact.previous_agent_id is not None:
        _match(None)


@on(AgentSignedOn)
def bring_the_first_customers(fact: AgentSignedOn) -> None:
    match_all.later()


@on(AgentCameBack)
def bring_customers_again(fact: AgentCameBack) -> None:
    match_all.later()


@on(AgentSignedOff)
def return_at_sign_off(fact: AgentSignedOff) -> None:
    return_waiting(fact.agent_id)


@on(AgentWentAway)
def return_when_away(fact: AgentWentAway) -> None:
    return_waiting(fact.agent_id)


@on(AgentDeactivated)
def sign_off_who_left(fact: AgentDeactivated) -> None:
    agent = Agent.objects.get(pk=fact.agent_id)
    if shift_of(agent) is not None:
        sign_off(agent, how=Ended.LET_GO)


# apart from `sign_off_who_left`: conversations are locked before a shift, never after it
@on(AgentDeactivated)
def return_all_of_who_left(fact: AgentDeactivated) -> None:
    return_all(fact.agent_id)


@on(AgentReactivated)
def bring_customers_to_who_returned(fact: AgentReactivated) -> None:
    match_all.later()


@on(RolesChanged)
def follow_the_roles(fact: RolesChanged) -> None:
    return_waiting(fact.agent_id)
    match_all.later()


@on(TeamsChanged)
def follow_the_teams(fact: TeamsChanged) -> None:
    match_all.later()


@on(TermsChanged)
def follow_the_terms(fact: TermsChanged) -> None:
    match_all.later()


@on(InboxStaffed)
def follow_the_staff(fact: InboxStaffed) -> None:
    match_all.later()


def _anybody_is_to_be_served(conversation_ids: Collection[UUID]) -> bool:
    """At most three queries for any number who wrote: on a full day nothing is to be done for
    them, since they join the queue or stay with a hero who can serve them."""
    rows = Conversation.objects.filter(pk__in=conversation_ids)
    standing = list(rows.values_list("status", "inbox_id", "owner_id"))
    owners = {owner_id for status, _, owner_id in standing if status == Status.OPEN and owner_id}
    if owners and owners != serving(owners):
        return True
    inbox_ids = {inbox_id for status, inbox_id, _ in standing if status == Status.NEW}
    return bool(inbox_ids and rooms(inbox_ids))


def _serve(conversation_id: UUID) -> None:
    """Somebody waits (again): their owner if that one can, else a match."""
    status, inbox_id = _standing(conversation_id)
    if status == Status.OPEN:
        keep_or_return(conversation_id)
    _match_if_new(status, inbox_id)


def _standing(conversation_id: UUID) -> tuple[str, UUID]:
    return Conversation.objects.values_list("status", "inbox_id").get(pk=conversation_id)


def _match_if_new(status: str, inbox_id: UUID) -> None:
    if status == Status.NEW:
        _match([inbox_id])


def _match(inbox_ids: Collection[UUID] | None) -> None:
    """One match in this reaction's transaction; when it was overtaken, a job tries afresh."""
    if match_one(inbox_ids)[0] is Outcome.OVERTAKEN:
        match_all.later()
