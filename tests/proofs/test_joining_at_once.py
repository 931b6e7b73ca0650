"""Must-hold 3 and 4 while people are joined and parted: one person, one tree, nothing lost."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from lifelong.accounts.models import Agent
from lifelong.channels.models import Endpoint
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Conversation, Entry
from lifelong.conversations.standing import standing_of
from lifelong.conversations.tests.building import agent, arrival, endpoint, incoming, receive_one
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import identify
from lifelong.customers.models import Customer, Handle, Joining
from lifelong.lib import clock
from tests.proofs.at_once import at_once
from tests.proofs.shops import react

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("ana", "ben", "cleo", "dana")


@pytest.fixture
def ours() -> Endpoint:
    return endpoint("support@shop.example")


def people(ours: Endpoint, count: int) -> list[Customer]:
    """So many who have written once."""
    return [
        Customer.objects.get(
            pk=receive_one(incoming(sender=f"{name}@example.com"), at=ours).entry.customer_id
        )
        for name in NAMES[:count]
    ]


def is_sound() -> None:
    """Customers and conversations are joined alike, led by the oldest, and stand as they should."""
    for row in Conversation.objects.select_related("customer", "lead"):
        led_by = row.lead.customer_id if row.lead else None
        assert row.customer.lead_id == led_by
        assert row.lead is None or row.lead.lead_id is None
        if row.lead is None:
            ids = [row.id, *row.joined.values_list("id", flat=True)]
            contacts = Contact.objects.filter(conversation__in=ids)
            expected = standing_of(contacts, owned=row.owner_id is not None, now=clock.now())
            assert (row.status, row.waiting_since, row.due_at) == expected
        positions = list(Entry.objects.filter(conversation=row).values_list("position", flat=True))
        assert len(set(positions)) == len(positions)
    for entry in Entry.objects.select_related("contact__conversation__lead", "conversation__lead"):
        if entry.contact is not None:
            home, matter = entry.conversation, entry.contact.conversation
            assert (home.lead or home) == (matter.lead or matter)
    apart = Joining.objects.filter(parted_at=None).count()
    assert Customer.objects.filter(lead=None).count() == Customer.objects.count() - apart


def test_the_same_two_joined_from_many_screens_at_once_are_joined_once(ours: Endpoint) -> None:
    ana, ben = people(ours, 2)
    hero = agent()
    pairs = [(ana, ben), (ben, ana)] * 4
    done = at_once([partial(join, *pair, by=hero) for pair in pairs], workers=8)
    assert len([one for one in done if one]) == Joining.objects.count() == 1
    assert Entry.objects.filter(details__what="joined").count() == 1
    is_sound()


def test_a_ring_of_four_joined_at_once_is_one_person(ours: Endpoint) -> None:
    four, hero = people(ours, 4), agent()
    pairs = [(one, four[place - 1]) for place, one in enumerate(four)]
    at_once([partial(join, *pair, by=hero) for pair in pairs], workers=4)
    assert Joining.objects.count() == 3
    assert Conversation.objects.filter(lead=None).count() == 1
    is_sound()


def test_one_joining_parted_from_many_screens_is_parted_once(ours: Endpoint) -> None:
    ana, ben = people(ours, 2)
    hero = agent()
    made = join(ana, ben, by=hero)
    assert made
    at_once([partial(part, made, by=hero)] * 6, workers=6)
    assert Entry.objects.filter(details__what="parted").count() == 2
    is_sound()


def test_nothing_is_lost_while_people_are_joined_and_parted(ours: Endpoint) -> None:
    while_joined_and_parted(ours, messages=40, changes=12)


@pytest.mark.proof
def test_nothing_is_lost_in_a_long_storm_of_joining_and_parting(ours: Endpoint) -> None:
    while_joined_and_parted(ours, messages=1000, changes=300)


def while_joined_and_parted(ours: Endpoint, *, messages: int, changes: int) -> None:
    four, hero = people(ours, 4), agent()
    calls: list[Callable[[], object]] = [
        partial(receive, incoming(sender=f"{NAMES[n % 4]}@example.com"), arrival=arrival(ours))
        for n in range(messages)
    ]
    calls += [partial(change, four, hero) for _ in range(changes)]
    calls += [partial(answer, hero) for _ in range(messages // 4)]
    random.shuffle(calls)
    at_once(calls, workers=8)
    is_sound()
    came = Counter(
        entry.handle.value for entry in Entry.objects.filter(kind="message_in") if entry.handle
    )
    assert sum(came.values()) == messages + 4
    for made in Joining.objects.filter(parted_at=None):
        part(made, by=hero)
    is_sound()
    assert Conversation.objects.filter(lead=None).count() == 4
    for entry in Entry.objects.filter(kind="message_in").select_related("handle", "conversation"):
        assert entry.handle
        assert entry.conversation.customer_id == entry.handle.customer_id == entry.customer_id
        assert entry.contact is None or entry.contact.customer_id == entry.customer_id


def change(four: list[Customer], hero: Agent) -> None:
    """Join two of them, or part whom somebody joined."""
    joinings = list(Joining.objects.filter(parted_at=None))
    if joinings and random.random() < 0.5:
        part(random.choice(joinings), by=hero)
    else:
        join(*random.sample(four, 2), by=hero)


def answer(hero: Agent) -> None:
    contact = random.choice(list(Contact.objects.all()))
    reply(contact, text="Soon", by=hero, seen_position=None)


def test_tokens_shown_at_once_in_any_order_make_one_person(ours: Endpoint) -> None:
    shown = [
        Claim(kind=kind, value=value, how="identity", proof="identity")
        for kind, value in (("email", "ana@example.com"), ("phone", "+49301"), ("store", "shop/1"))
    ]
    people(ours, 1)
    calls = [partial(identify, random.sample(shown, len(shown))) for _ in range(24)]
    calls += [partial(identify, random.sample(shown, 2)) for _ in range(12)]
    random.shuffle(calls)
    at_once(calls, workers=8)
    react()
    assert len({one.person_id for one in Customer.objects.all()}) == 1
    assert Handle.objects.filter(proved_at__isnull=False).count() == 3
    is_sound()
