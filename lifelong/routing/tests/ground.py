"""A small contact centre for these tests, and a worker that runs when told to."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connection
from django.db.models import Q

from lifelong.accounts.models import Agent, Role, Team
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox, Kind, kind_of
from lifelong.concessions.actions.setting_authority import hand_level
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.events import reactor
from lifelong.lib import clock
from lifelong.lib.transactions import Lost
from lifelong.routing.actions.certifying import certify
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.candidates import LOST, next_match
from lifelong.routing.jobs import end_ring, use_quiet_slot
from lifelong.routing.models import Certificate, Offer, OfferState, Shift, Stake
from lifelong.routing.queries import at_work, load_of


def an_inbox(name: str = "Support") -> Inbox:
    brand, _made = Brand.objects.get_or_create(name="Tests & Co")
    return Inbox.objects.create(brand=brand, name=name)


def an_endpoint(inbox: Inbox, channel: str = Channel.EMAIL) -> Endpoint:
    return Endpoint.objects.get_or_create(
        channel=channel,
        address=f"{inbox.name.lower()}@tests.example",
        defaults={"brand": inbox.brand, "inbox": inbox, "name": inbox.name},
    )[0]


def a_hero(
    name: str, *inboxes: Inbox, capacity: int = 2, slots: int = 2, role: str = Role.HERO
) -> Agent:
    agent = Agent.objects.create(
        email=f"{name.lower()}@tests.example",
        name=name,
        roles=[role],
        capacity=capacity,
        slots=slots,
    )
    for inbox in inboxes:
        inbox.members.add(agent)
    return agent


def a_keeper(
    name: str, *inboxes: Inbox, of: AuthorityLevel, capacity: int = 2, slots: int = 2
) -> Agent:
    """A hero with the retention certificate and authority."""
    agent = a_hero(name, *inboxes, capacity=capacity, slots=slots)
    certify(agent, by=None)
    hand_level(agent, level=of)
    return agent


def a_team(name: str, *agents: Agent) -> Team:
    team = Team.objects.create(name=name)
    team.agents.add(*agents)
    return team


def mail(
    inbox: Inbox,
    customer: str = "",
    *,
    text: str = "Where is it?",
    subject: str = "",
    automatic: str | None = None,
) -> Conversation:
    """A mail taken in, its reactions not yet run. The customer's conversation."""
    address = f"{customer or uuid4().hex}@customers.example"
    message = incoming(text, sender=address, subject=subject, automatic=automatic)
    return receive_one(message, at=an_endpoint(inbox)).conversation


def chat(inbox: Inbox, customer: str = "", *, text: str = "Is somebody there?") -> Conversation:
    """Words by chat taken in, their reactions not yet run. The customer's conversation."""
    address = f"{customer or uuid4().hex}@customers.example"
    message = incoming(text, sender=address, channel=Channel.CHAT)
    return receive_one(message, at=an_endpoint(inbox, Channel.CHAT)).conversation


def rings_at(conversation: Conversation) -> Agent | None:
    """On whose screen the customer rings."""
    offer = Offer.objects.filter(conversation=conversation, state=OfferState.RINGING).first()
    return offer.agent if offer else None


def contact_of(conversation: Conversation) -> Contact:
    return Contact.objects.get(conversation=conversation, closed_at=None)


def owner_of(conversation: Conversation) -> Agent | None:
    conversation.refresh_from_db()
    return conversation.owner


#: what a worker would run of the jobs that these tests queue
JOBS: dict[str, Any] = {
    "lifelong.events.jobs.react": lambda event_ids: _react(event_ids),
    "lifelong.events.jobs.react_alone": lambda event_id, reaction: reactor.run_alone(
        event_id, reaction
    ),
    "lifelong.routing.jobs.match_all": lambda: match_inboxes(),
    "lifelong.routing.jobs.end_ring": end_ring.run,
    "lifelong.routing.jobs.use_quiet_slot": use_quiet_slot.run,
}


def _react(event_ids: list[str]) -> None:
    """Whose server went in the middle comes again, as its job would."""
    for _try in range(20):
        try:
            return reactor.handle(event_ids)
        except Lost:
            pass
        except OperationalError:
            if connection.is_usable():
                raise
            connection.close()
    raise AssertionError("no server stays for long enough")


def settle() -> None:
    """Run what is queued for now until nothing is left of it, as one worker would."""
    while run_a_job():
        pass


def run_a_job() -> bool:
    """Take the oldest due job that nobody has taken, and run it; False if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs"
            " WHERE task_name = ANY(%s) AND coalesce(scheduled_at, '-infinity') <= %s"
            " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING task_name, args",
            [list(JOBS), clock.now()],
        )
        taken = cursor.fetchone()
    if taken:
        name, args = taken
        JOBS[name](**(json.loads(args) if isinstance(args, str) else args))
    return bool(taken)


def stranded() -> UUID | None:
    """Somebody who waits although a fit agent has room that is not kept for others."""
    choice = next_match()
    return choice.waiting.conversation_id if choice else None


def passed_over() -> list[UUID]:
    """As `stranded`, without asking what chooses: those whom nothing keeps, whom nobody let pass,
    and for whom somebody in their inbox has room."""
    rings = Offer.objects.filter(state=OfferState.RINGING)
    waits = Conversation.objects.filter(status=Status.NEW, owner=None)
    found = []
    for one in waits.exclude(pk__in=rings.values("conversation_id")):
        passed = Offer.objects.filter(conversation=one, state__in=["declined", "missed"])
        if one.last_owner_id or passed.exists() or _waits_for_a_keeper(one):
            continue
        if any(_has_room(shift, one) for shift in at_work().select_related("agent")):
            found.append(one.id)
    return found


def _waits_for_a_keeper(one: Conversation) -> bool:
    """All that is written in a day is younger than half its target."""
    able = Certificate.objects.filter(taken_at=None).values("agent_id")
    keepers = at_work().filter(agent_id__in=able, agent__in=one.inbox.members.all())
    if kind_of(one.channel) is Kind.LIVE:
        keepers = keepers.filter(screen_at__gt=clock.now() - LOST, agent__slots__gt=0)
    return Stake.objects.filter(conversation=one).exists() and keepers.exists()


def _has_room(shift: Shift, one: Conversation) -> bool:
    kind, agent = kind_of(one.channel), shift.agent
    if not one.inbox.members.filter(pk=agent.pk).exists():
        return False
    if kind is Kind.LIVE:
        seen = shift.screen_at > clock.now() - LOST
        return seen and load_of(agent.id, kind) < agent.slots
    return load_of(agent.id, kind) < agent.capacity


def overloaded(agents: Iterable[Agent]) -> list[str]:
    return [
        agent.name
        for agent in agents
        if load_of(agent.id) > agent.capacity
        # the one place of a customer who returns live
        or load_of(agent.id, Kind.LIVE) > agent.slots + 1
    ]


def ringing_in_vain() -> list[str]:
    """Rings of who has an owner, waits no more, or at somebody who is not at work."""
    sensible = Q(conversation__owner=None, conversation__status=Status.NEW) & Q(
        agent__in=at_work().values("agent_id")
    )
    rings = Offer.objects.filter(state=OfferState.RINGING).exclude(sensible)
    return [f"{one.agent.name}: {one.conversation_id}" for one in rings.select_related("agent")]


def waiting_with_the_absent() -> int:
    """How many wait for an agent who is not at work."""
    return (
        Conversation.objects.filter(status=Status.OPEN)
        .exclude(owner__in=at_work().values("agent_id"))
        .count()
    )


MINUTE = timedelta(minutes=1)
