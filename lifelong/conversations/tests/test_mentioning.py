"""Notes that name a colleague."""

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import caller_for
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import move, take
from lifelong.conversations.actions.viewing import view
from lifelong.conversations.colleagues import colleagues, mentions, named_in, unseen_count
from lifelong.conversations.models import Mention
from lifelong.conversations.tests.building import Came, agent, endpoint, inbox, receive_one
from lifelong.conversations.tests.people import MAIL, WORK, joined, lead_of, wrote

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Agent:
    return agent(name="Mia Brandt")


@pytest.fixture
def jonas() -> Agent:
    return agent(name="Jonas Weber")


@pytest.fixture
def came(mia: Agent, jonas: Agent) -> Came:
    return receive_one(at=endpoint(into=inbox(mia, jonas)))


def unseen(of: Agent) -> int:
    return unseen_count(of, visible_to=caller_for(of))


def test_who_is_named_behind_an_at_is_told_until_they_have_seen_it(
    came: Came, mia: Agent, jonas: Agent
) -> None:
    written = note(came.conversation, text="Can you look, @jonas weber? @Mia Brandt", by=mia)
    assert (unseen(jonas), unseen(mia)) == (1, 0)
    assert [one.entry for one in mentions(jonas, visible_to=caller_for(jonas))] == [written]
    view(came.conversation, by=jonas, typing=False, position=written.position - 1)
    assert unseen(jonas) == 1
    view(came.conversation, by=jonas, typing=False, position=written.position)
    assert unseen(jonas) == 0
    assert mentions(jonas, visible_to=caller_for(jonas)).count() == 1


def test_only_who_may_read_it_is_named(came: Came, mia: Agent) -> None:
    outside = agent(name="Ola Nord")
    admin = agent(Role.ADMIN, name="Sven Admin")
    gone = agent(name="Gone Girl")
    Agent.objects.filter(pk=gone.pk).update(is_active=False)
    came.conversation.inbox.members.add(gone)
    note(came.conversation, text="@Ola Nord @Sven Admin @Gone Girl", by=mia)
    assert not Mention.objects.exists()
    assert {outside, admin, gone}.isdisjoint(colleagues(came.conversation))
    take(came.conversation, by=outside)
    assert outside in colleagues(came.conversation)


def test_who_may_no_longer_see_them_reads_no_note(came: Came, mia: Agent, jonas: Agent) -> None:
    note(came.conversation, text="@Jonas Weber, a secret", by=mia)
    move(came.conversation, to=inbox(mia), by=mia)
    assert unseen(jonas) == 0 and not mentions(jonas, visible_to=caller_for(jonas)).exists()


def test_a_repeat_names_nobody_twice(came: Came, mia: Agent, jonas: Agent) -> None:
    first = note(came.conversation, text="@Jonas Weber", by=mia)
    note(came.conversation, text="@Jonas Weber", by=mia, entry_id=first.id)
    assert Mention.objects.count() == 1


def test_a_note_about_a_joined_person_is_seen_with_them(mia: Agent, jonas: Agent) -> None:
    here = endpoint(into=inbox(mia, jonas))
    one, other = wrote(MAIL, at=here), wrote(WORK, at=here)
    joined(one, other)
    written = note(lead_of(one), text="@Jonas Weber", by=mia)
    view(lead_of(one), by=jonas, typing=False, position=written.position)
    assert unseen(jonas) == 0


def test_the_longest_name_is_meant() -> None:
    people = [Agent(name=name) for name in ("Ana", "Ana Lind", "Bo")]
    named = [one.name for one in named_in("@Ana Lind and @BO; mail bob@example.com", people)]
    assert named == ["Ana Lind", "Bo"]
    assert named_in("mail ana@ana.example, not @An", people[1:]) == []
