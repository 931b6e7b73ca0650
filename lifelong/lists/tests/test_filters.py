"""Who is in a list."""

from datetime import timedelta
from typing import Any

import pytest

from lifelong.accounts.models import Team
from lifelong.accounts.policy import caller_for
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sorting import sort
from lifelong.conversations.actions.tagging import put_tag, tag_named
from lifelong.conversations.models import Conversation, Topic
from lifelong.conversations.tests.building import topic
from lifelong.conversations.tests.people import joined
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lists import queries
from lifelong.lists.filters import Filter, Order
from lifelong.lists.paging import Mark, mark_of, page
from lifelong.lists.tests.building import Shop, done, shop
from lifelong.routing.models import Stake

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Shop:
    return shop()


@pytest.fixture(params=["few", "many"])
def amount(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few it is looked up first who they are; of many each is asked for."""
    monkeypatch.setattr(queries, "_FEW", 1000 if request.param == "few" else 0)


def names(here: Shop, order: str = Order.WAITING, **asked: Any) -> list[str]:
    """By first name, in order."""
    said = Filter.read(asked)
    rows = queries.matching(said, visible_to=caller_for(here.hero))
    found = page(rows, asked=said, order=order, after=None, most=50)
    return [one.customer.name for one in found]


def since(came: Any, *, days: int) -> None:
    at = clock.now() - timedelta(days=days)
    Conversation.objects.filter(pk=came.conversation.pk).update(last_entry_at=at, waiting_since=at)


def test_status_owner_team_and_inbox(here: Shop) -> None:
    ana, bob, cleo = here.wrote("ana"), here.wrote("bob"), here.wrote("cleo")
    take(bob.conversation, by=here.hero)
    reply(cleo.contact, text="Soon.", by=here.lead, seen_position=None)
    team = Team.objects.create(name="First line")
    team.agents.add(here.lead)
    assert names(here, status="waiting") == ["Ana", "Bob"]
    assert names(here, status="new") == ["Ana"]
    assert names(here, status="pending") == ["Cleo"]
    assert names(here, owner="me") == ["Bob"]
    assert names(here, owner="nobody") == ["Ana"]
    assert names(here, owner=str(here.lead.id)) == ["Cleo"]
    assert names(here, team=str(team.id)) == ["Cleo"]
    assert len(names(here, inbox=str(here.inbox.id))) == 3
    assert names(here, inbox=str(team.id)) == []
    assert names(here, channel="chat") == []
    assert ana.conversation.status == "new"


@pytest.mark.usefixtures("amount")
def test_a_topic_asks_what_is_open_and_of_the_closed_what_was(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    late = Topic.objects.create(name="Late", parent=topic("Delivery"))
    sort(ana.contact, topic=late)
    sort(bob.contact, topic=topic("Other"))
    assert names(here, topic=str(late.id)) == ["Ana"]
    assert names(here, topic=str(topic("Delivery").id)) == ["Ana"], "what stands under it too"
    done("close", [ana], by=here.hero, resolution="no-reply-needed")
    assert names(here, topic=str(late.id)) == ["Ana"]
    clock_moved = clock.now() - timedelta(days=60)
    ana.contact.__class__.objects.filter(pk=ana.contact.pk).update(
        closed_at=clock_moved, opened_at=clock_moved
    )
    here.wrote("ana", "Something else altogether")
    assert names(here, topic=str(late.id)) == [], "it is not about that any more"


@pytest.mark.usefixtures("amount")
def test_tags_stakes_languages_and_words(here: Shop) -> None:
    ana, bob = here.wrote("ana", "The lantern is broken"), here.wrote("bob")
    put_tag(ana.contact, tag=tag_named("Press"), by=here.hero)
    Stake.objects.create(conversation=bob.conversation, risks=["legal"], value=1)
    Customer.objects.filter(pk=bob.contact.customer_id).update(language="de-AT")
    assert names(here, tag=str(tag_named("press").id)) == ["Ana"]
    assert names(here, risk="legal") == ["Bob"]
    assert names(here, language="de") == ["Bob"]
    assert names(here, words="lantern broken") == ["Ana"]


def test_how_long_somebody_waits_and_how_long_nothing_happened(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    since(ana, days=5)
    since(bob, days=2)
    assert names(here, hours="72") == ["Ana"]
    assert names(here, quiet="3") == ["Ana"]
    assert names(here, lately="3") == ["Bob"]
    assert names(here, quiet="1", lately="10") == ["Ana", "Bob"]


def test_who_waits_longest_stands_first_then_the_latest_activity(here: Shop) -> None:
    some = [here.wrote(name) for name in ("ana", "bob", "cleo", "dora")]
    for came, days in zip(some, (1, 4, 2, 3), strict=True):
        since(came, days=days)
    Conversation.objects.filter(pk=some[3].conversation.pk).update(
        waiting_since=None, status="pending"
    )
    assert names(here) == ["Bob", "Cleo", "Ana", "Dora"]
    assert names(here, order=Order.ACTIVITY) == ["Ana", "Cleo", "Dora", "Bob"]


def test_pages_lead_on_where_moments_are_equal(here: Shop) -> None:
    here.crowd(5)
    Conversation.objects.update(waiting_since=clock.now(), last_entry_at=clock.now())
    Conversation.objects.filter(customer__name="Person4").update(waiting_since=None)
    for order in Order.values:
        seen, after = [], None
        while True:
            rows = queries.matching(Filter(), visible_to=caller_for(here.hero))
            found = page(rows, asked=Filter(), order=order, after=after, most=2)
            seen += [one.id for one in found]
            if len(found) < 2:
                break
            after = Mark.read(str(mark_of(found[-1], order=order)))
        assert len(seen) == len(set(seen)) == 5, order


@pytest.mark.usefixtures("amount")
def test_joined_people_are_in_a_list_once_by_what_any_of_them_has(here: Shop) -> None:
    ana, work = here.wrote("ana"), here.wrote("bob")
    put_tag(work.contact, tag=tag_named("Press"), by=here.hero)
    joined(ana, work)
    assert names(here, tag=str(tag_named("Press").id)) == ["Ana"]
    assert names(here, status="waiting") == ["Ana"]
    assert done("close", [ana], by=here.hero, resolution="spam").done == 1
    work.contact.refresh_from_db()
    assert work.contact.closed_at is not None, "all of theirs"


def test_counting_ends_where_nobody_counts_further(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.crowd(4)
    monkeypatch.setattr(queries, "COUNTED", 2)
    assert queries.count(queries.matching(Filter(), visible_to=caller_for(here.hero))) == 3
