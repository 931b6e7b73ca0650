"""Handing somebody on, and taking that back."""

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import Taken, assign, take
from lifelong.conversations.actions.passing_on import CannotTake, NotAsItWas, pass_on, take_back
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.conversations.tests.building import agent, inbox, receive_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Conversation:
    return receive_one().conversation


@pytest.fixture
def mia() -> Agent:
    return agent(name="Mia")


@pytest.fixture
def ben() -> Agent:
    return agent(name="Ben")


def now(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_related("owner", "inbox").get(pk=conversation.pk)


def returns() -> Inbox:
    return inbox(name="Returns")


def test_a_colleague_has_them_then_and_reads_the_note(
    ana: Conversation, mia: Agent, ben: Agent
) -> None:
    take(ana, by=mia)
    pass_on(ana, to=ben, by=mia, note="  Speaks Polish  ")
    assert now(ana).owner == ben
    noted = Entry.objects.get(kind=EntryKind.NOTE)
    assert (noted.text, noted.agent) == ("Speaks Polish", mia)


def test_in_another_inbox_they_wait_for_anybody_and_are_held_for_nobody(
    ana: Conversation, mia: Agent
) -> None:
    take(ana, by=mia)
    there = returns()
    there.members.add(mia)
    pass_on(ana, to=there, by=mia)
    assert (now(ana).inbox, now(ana).owner, now(ana).last_owner) == (there, None, None)
    assert now(ana).status == "new"


def test_whom_a_colleague_just_took_is_not_passed_on(
    ana: Conversation, mia: Agent, ben: Agent
) -> None:
    take(ana, by=ben)
    with pytest.raises(Taken, match="already has"):
        pass_on(ana, to=mia, by=mia)
    with pytest.raises(Taken):  # meaning ben is not enough for a hero
        pass_on(ana, to=returns(), by=mia, out_of=ben.id)
    assert now(ana).owner == ben and not Entry.objects.filter(kind=EntryKind.NOTE).exists()


def test_a_lead_passes_on_only_out_of_the_hands_that_were_seen(
    ana: Conversation, mia: Agent, ben: Agent
) -> None:
    lead = agent(Role.LEAD, name="Lead")
    take(ana, by=ben)
    assign(ana, to=mia, by=None)
    with pytest.raises(Taken):
        pass_on(ana, to=lead, by=lead, out_of=ben.id)
    pass_on(ana, to=lead, by=lead, out_of=mia.id)
    assert now(ana).owner == lead


def test_who_answers_no_customers_is_given_none(ana: Conversation, mia: Agent) -> None:
    gone = agent(name="Gone")
    Agent.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    with pytest.raises(CannotTake, match="any more"):
        pass_on(ana, to=gone, by=mia)


def test_taken_back_they_are_where_they_were(ana: Conversation, mia: Agent, ben: Agent) -> None:
    take(ana, by=mia)
    before = now(ana).inbox
    passed = pass_on(ana, to=returns(), by=mia)
    # a match is not somebody's doing
    assign(ana, to=ben, by=None)
    take_back(passed, by=mia)
    assert (now(ana).inbox, now(ana).owner) == (before, mia)


def test_nothing_is_taken_back_from_who_has_seen_to_them(
    ana: Conversation, mia: Agent, ben: Agent
) -> None:
    passed = pass_on(ana, to=ben, by=mia)
    note(ana, text="I know her", by=ben)
    with pytest.raises(NotAsItWas, match="seen to them"):
        take_back(passed, by=mia)
    assert now(ana).owner == ben
