"""A made-up day in a contact centre: the moves that it is made of, and what must hold."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.owning import release
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside, wake_all_due
from lifelong.conversations.models import Contact, Conversation, SetAsideOn, Topic
from lifelong.conversations.queries import owned
from lifelong.conversations.standing import Status
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.routing.actions.certifying import certify, take_certificate
from lifelong.routing.actions.ending import note_screen
from lifelong.routing.actions.ringing import accept, decline, end_unanswered
from lifelong.routing.actions.signing_on import come_back, go_away, sign_off, sign_on
from lifelong.routing.candidates import LOST
from lifelong.routing.jobs import return_what_the_lost_hold, use_quiet_slot
from lifelong.routing.models import AwayReason, Offer, OfferState, Shift, Stake
from lifelong.routing.tests.ground import (
    chat,
    mail,
    overloaded,
    passed_over,
    ringing_in_vain,
    stranded,
    waiting_with_the_absent,
)
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk


@dataclass
class Day:
    inboxes: list[Inbox]
    agents: list[Agent]
    topic: Topic
    chance: random.Random
    customers: list[str] = field(default_factory=list)

    def somebody_new_writes(self) -> None:
        name = f"c{len(self.customers)}-{self.chance.getrandbits(32):x}"
        self.customers.append(name)
        mail(self.chance.choice(self.inboxes), name)

    def somebody_new_chats(self) -> None:
        name = f"c{len(self.customers)}-{self.chance.getrandbits(32):x}"
        self.customers.append(name)
        chat(self.chance.choice(self.inboxes), name)

    def somebody_chats_again(self) -> None:
        if self.customers:
            chat(self.chance.choice(self.inboxes), self.chance.choice(self.customers), text="And?")

    def somebody_wants_to_go(self) -> None:
        self._new(mail, "Please cancel my order.")

    def somebody_threatens(self) -> None:
        self._new(mail, "You will hear from my lawyer.")

    def somebody_threatens_live(self) -> None:
        self._new(chat, "You will hear from my lawyer.")

    def _new(self, write: Callable[..., Conversation], text: str) -> None:
        name = f"c{len(self.customers)}-{self.chance.getrandbits(32):x}"
        self.customers.append(name)
        write(self.chance.choice(self.inboxes), name, text=text)

    def a_tag_is_called_wrong(self) -> None:
        staked = list(Stake.objects.order_by("conversation_id"))
        if staked:
            one = self.chance.choice(staked)
            contact = one.conversation.contacts.filter(closed_at=None).first()
            if contact:
                risk = Risk(self.chance.choice(one.risks))
                judge_tag(contact, risk=risk, holds=False, by=self.chance.choice(self.agents))

    def a_certificate_is_given(self) -> None:
        certify(self.chance.choice(self.agents), by=None)

    def a_certificate_is_taken(self) -> None:
        take_certificate(self.chance.choice(self.agents), by=None)

    def an_agent_accepts(self) -> None:
        if offer := self._ring():
            accept(offer.conversation, by=offer.agent)

    def an_agent_declines(self) -> None:
        if offer := self._ring():
            decline(offer.conversation, by=offer.agent)

    def a_ring_runs_out(self) -> None:
        if offer := self._ring():
            Offer.objects.filter(pk=offer.pk).update(rings_until=clock.now())
            end_unanswered(offer)

    def words_go_quiet(self) -> None:
        """Five minutes pass for one conversation."""
        spoken = Conversation.objects.filter(live_until__gt=clock.now()).order_by("?").first()
        if spoken:
            Conversation.objects.filter(pk=spoken.pk).update(live_until=clock.now())
            use_quiet_slot.run(str(spoken.id))

    def a_screen_is_lost(self) -> None:
        agent = self.chance.choice(self.agents)
        Shift.objects.filter(agent=agent).update(screen_at=clock.now() - 2 * LOST)
        return_what_the_lost_hold()

    def a_screen_is_back(self) -> None:
        note_screen(self.chance.choice(self.agents).id)

    def _ring(self) -> Offer | None:
        rings = Offer.objects.filter(state=OfferState.RINGING).select_related("agent")
        some = list(rings.select_related("agent", "conversation").order_by("id"))
        return self.chance.choice(some) if some else None

    def somebody_writes_again(self) -> None:
        if self.customers:
            name = self.chance.choice(self.customers)
            mail(self.chance.choice(self.inboxes), name, text="One more thing")

    def an_agent_signs_on(self) -> None:
        sign_on(self.chance.choice(self.agents))

    def an_agent_signs_off(self) -> None:
        sign_off(self.chance.choice(self.agents))

    def an_agent_goes_away(self) -> None:
        go_away(self.chance.choice(self.agents), reason=AwayReason.BREAK)

    def an_agent_comes_back(self) -> None:
        come_back(self.chance.choice(self.agents))

    def an_agent_answers(self) -> None:
        agent, contact = self._matter()
        if contact:
            reply(contact, text="Here you are.", by=agent, seen_position=None)

    def an_agent_closes(self) -> None:
        agent, contact = self._matter()
        if contact:
            close(contact, topic=self.topic, by=agent, reason="settled by phone")

    def an_agent_sets_aside(self) -> None:
        agent, contact = self._matter()
        if contact:
            until = clock.now() + timedelta(milliseconds=self.chance.randrange(1, 2000))
            set_aside(contact, until=until, on=SetAsideOn.CARRIER, by=agent)

    def an_agent_gives_back(self) -> None:
        agent = self.chance.choice(self.agents)
        held = owned(by=agent.id).first()
        if held and held.status == Status.OPEN:
            release(held, by=agent)

    def time_goes_on(self) -> None:
        wake_all_due()

    def _matter(self) -> tuple[Agent, Contact | None]:
        """An agent, and what they work on; another thread may just have settled it."""
        agent = self.chance.choice(self.agents)
        held = owned(by=agent.id).first()
        return agent, held.contacts.filter(closed_at=None).first() if held else None

    def move(self, name: str) -> None:
        """One move; that somebody is not signed on or was too late is part of the day."""
        action: Callable[[], None] = getattr(self, name)
        try:
            action()
        except Refused:
            return


WORK = [
    "somebody_new_writes",
    "somebody_writes_again",
    "an_agent_answers",
    "an_agent_closes",
    "an_agent_sets_aside",
    "an_agent_gives_back",
    "time_goes_on",
]
LIVE_WORK = [
    "somebody_new_chats",
    "somebody_chats_again",
    "an_agent_accepts",
    "an_agent_declines",
    "a_ring_runs_out",
    "words_go_quiet",
    "a_screen_is_lost",
    "a_screen_is_back",
]
AT_RISK = [
    "somebody_wants_to_go",
    "somebody_threatens",
    "somebody_threatens_live",
    "a_tag_is_called_wrong",
    "a_certificate_is_given",
    "a_certificate_is_taken",
]
COMING_AND_GOING = [
    "an_agent_signs_on",
    "an_agent_signs_off",
    "an_agent_goes_away",
    "an_agent_comes_back",
]


def must_hold(day: Day) -> None:
    """Once all is settled: nobody is stranded, nobody holds too many, nobody has two owners."""
    assert stranded() is None, "somebody waits while a fit agent has room"
    assert not passed_over(), "somebody waits while a fit agent has room that nothing keeps"
    assert not overloaded(day.agents)
    assert waiting_with_the_absent() == 0, "somebody waits for an agent who is not at work"
    assert not ringing_in_vain()
    for parts in Offer.objects.values_list("parts", flat=True):
        assert parts["load"] < parts["capacity"]
        # what is legal goes to a keeper, if there is one at work
        assert "legal" not in parts["risks"] or parts["alone"] or parts["risk"] > 0
    owners_follow_one_another()


def owners_follow_one_another() -> None:
    """Each change of owner takes over from exactly the one before it."""
    owner: dict[str, str | None] = {}
    revisions = Event.objects.filter(name="OwnerChanged").order_by("at", "id")
    for fact in revisions.values_list("data", flat=True):
        conversation = fact["conversation_id"]
        assert owner.get(conversation) == fact["previous_agent_id"], "two owners at once"
        owner[conversation] = fact["agent_id"]
    for conversation_id, now in Conversation.objects.values_list("id", "owner_id"):
        assert owner.get(str(conversation_id)) == (str(now) if now else None)
