"""Matching follows from what happened: on arrival, when work ends, on sign-on and sign-off."""

from lifelong.accounts.events import (
    AgentDeactivated,
    AgentReactivated,
    RolesChanged,
    TeamsChanged,
    TermsChanged,
)
from lifelong.accounts.models import Agent
from lifelong.channels.events import InboxStaffed
from lifelong.channels.models import LIVE
from lifelong.conversations.actions.changing import SILENCE
from lifelong.conversations.events import (
    ChannelChanged,
    ContactClosed,
    ContactReopened,
    ContactSetAside,
    ContactWoke,
    ConversationMoved,
    MatterRaised,
    OwnerChanged,
    PeopleJoined,
    PeopleParted,
    PromiseDue,
    ReplySent,
    SendingGaveUp,
)
from lifelong.conversations.models import Conversation
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.lib import clock
from lifelong.routing.actions.returning import (
    end_offers,
    return_all,
    return_waiting,
)
from lifelong.routing.actions.ringing import (
    anybody_rings,
    withdraw_from,
    withdraw_if_pointless,
)
from lifelong.routing.actions.serving import (
    anybody_is_to_be_served,
    fill_room,
    serve,
    serve_if_new,
)
from lifelong.routing.actions.signing_on import sign_off
from lifelong.routing.events import (
    AgentCameBack,
    AgentSignedOff,
    AgentSignedOn,
    AgentWentAway,
    CustomerOffered,
    OfferEnded,
    ScreenReturned,
)
from lifelong.routing.jobs import end_ring, match_all, use_quiet_slot
from lifelong.routing.matching import REST
from lifelong.routing.models import Ended, OfferState
from lifelong.routing.queries import shift_of
from lifelong.triage.events import MessageTriaged


@on_all(MessageTriaged)
def serve_who_wrote(triaged: list[Recorded]) -> None:
    facts = [event.fact for event in triaged if isinstance(event.fact, MessageTriaged)]
    if len(facts) == 1:
        serve(facts[0].conversation_id)
    elif anybody_is_to_be_served({fact.conversation_id for fact in facts}):
        # each match is a transaction of its own, so that no two matchers block each other
        apart()


@on(ContactWoke)
def serve_who_woke(fact: ContactWoke) -> None:
    serve(fact.conversation_id)


@on(PromiseDue)
def serve_who_was_promised(fact: PromiseDue) -> None:
    serve(fact.conversation_id)


@on(SendingGaveUp)
def serve_who_got_no_answer(fact: SendingGaveUp) -> None:
    serve(fact.conversation_id)


@on(MatterRaised)
def serve_who_is_to_be_looked_after(fact: MatterRaised) -> None:
    serve(fact.conversation_id)


@on(ContactReopened)
def serve_who_was_reopened(fact: ContactReopened) -> None:
    serve_if_new(fact.conversation_id)


@on(PeopleJoined)
def stop_ringing_for_who_was_joined(fact: PeopleJoined) -> None:
    withdraw_if_pointless(fact.joined_conversation_id)


# apart from `stop_ringing_for_who_was_joined`: a reaction locks one conversation
@on(PeopleJoined)
def serve_who_was_joined(fact: PeopleJoined) -> None:
    serve(fact.conversation_id)


@on(PeopleParted)
def serve_who_stays(fact: PeopleParted) -> None:
    serve(fact.conversation_id)


# apart from `serve_who_stays`: a reaction locks one conversation
@on(PeopleParted)
def serve_who_was_parted(fact: PeopleParted) -> None:
    serve(fact.parted_conversation_id)


@on(ConversationMoved)
def stop_ringing_where_they_were(fact: ConversationMoved) -> None:
    withdraw_if_pointless(fact.conversation_id)


# apart from `stop_ringing_where_they_were`: each takes a lock of its own
@on(ConversationMoved)
def serve_who_was_moved(fact: ConversationMoved) -> None:
    serve_if_new(fact.conversation_id)


@on(ReplySent)
def fill_room_after_reply(fact: ReplySent) -> None:
    if fact.channel in LIVE:
        use_quiet_slot.at(clock.now() + SILENCE, conversation_id=str(fact.conversation_id))
    fill_room()


@on_all(ContactClosed)
def stop_ringing_for_who_needs_nothing(closed: list[Recorded]) -> None:
    facts = [event.fact for event in closed if isinstance(event.fact, ContactClosed)]
    if len(facts) == 1:
        withdraw_if_pointless(facts[0].conversation_id)
    elif anybody_rings({fact.conversation_id for fact in facts}):
        # each locks one conversation
        apart()


@on_all(ContactClosed)
def fill_room_after_closing(closed: list[Recorded]) -> None:
    """After many closings at once the room is filled by one look, not by one for each."""
    if len(closed) == 1:
        fill_room()
    else:
        match_all.later()


@on(ContactSetAside)
def fill_room_after_setting_aside(fact: ContactSetAside) -> None:
    fill_room()


@on(ChannelChanged)
def fill_room_of_the_other_kind(fact: ChannelChanged) -> None:
    """By mail and live, a customer takes different places. Who has nobody takes none, and is
    brought to somebody when what they wrote was read: not before it is known what is at stake."""
    if Conversation.objects.filter(pk=fact.conversation_id, owner__isnull=False).exists():
        fill_room()


# apart from `fill_room_of_the_other_kind`: each takes a lock of its own
@on(ChannelChanged)
def stop_ringing_for_who_is_not_live(fact: ChannelChanged) -> None:
    if fact.channel not in LIVE:
        withdraw_if_pointless(fact.conversation_id)


@on(OwnerChanged)
def note_the_end(fact: OwnerChanged) -> None:
    if fact.previous_agent_id is not None:
        end_offers(fact.conversation_id)


@on(OwnerChanged)
def stop_ringing_for_who_is_served(fact: OwnerChanged) -> None:
    if fact.agent_id is not None:
        withdraw_if_pointless(fact.conversation_id)


# apart from `note_the_end`: a match takes the conversation's lock before its offers
@on(OwnerChanged)
def fill_room_after_leaving(fact: OwnerChanged) -> None:
    """Who was left is served by somebody else, and the room that they left is filled."""
    if fact.previous_agent_id is not None:
        fill_room()


@on(AgentSignedOn)
def bring_the_first_customers(fact: AgentSignedOn) -> None:
    match_all.later()


@on(AgentCameBack)
def bring_customers_again(fact: AgentCameBack) -> None:
    match_all.later()


@on(ScreenReturned)
def ring_again(fact: ScreenReturned) -> None:
    match_all.later()


@on(AgentSignedOff)
def return_at_sign_off(fact: AgentSignedOff) -> None:
    return_waiting(fact.agent_id)


@on(AgentSignedOff)
def stop_ringing_at_sign_off(fact: AgentSignedOff) -> None:
    withdraw_from(fact.agent_id)


@on(AgentWentAway)
def return_when_away(fact: AgentWentAway) -> None:
    return_waiting(fact.agent_id)


@on(AgentWentAway)
def stop_ringing_when_away(fact: AgentWentAway) -> None:
    withdraw_from(fact.agent_id)


@on(CustomerOffered)
def stop_ringing_in_time(fact: CustomerOffered) -> None:
    end_ring.at(fact.rings_until, offer_id=str(fact.offer_id))


@on(OfferEnded)
def go_on_to_the_next(fact: OfferEnded) -> None:
    if fact.how in (OfferState.DECLINED, OfferState.MISSED):
        # where nobody else is fit they are asked again
        match_all.at(clock.now() + REST)
    # two may be matched now: who was passed on, and whoever the place is free for
    match_all.later()


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
