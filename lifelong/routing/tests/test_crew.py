"""The heroes of somebody's inboxes, and what each does now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import Caller, caller_for
from lifelong.channels.models import Inbox, Kind
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Conversation
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed
from lifelong.routing.actions.ringing import accept
from lifelong.routing.actions.signing_on import go_away, sign_off, sign_on
from lifelong.routing.crew import MOST_EACH, Load, Member, crew, loads, ringing_at
from lifelong.routing.models import AwayReason, Shift
from lifelong.routing.queries import load_of
from lifelong.routing.tests.ground import (
    a_hero,
    a_team,
    an_inbox,
    chat,
    contact_of,
    mail,
    rings_at,
    settle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(db: None) -> Inbox:
    return an_inbox("Support")


@pytest.fixture
def lead(support: Inbox) -> Agent:
    return a_hero("Lena", support, role=Role.LEAD)


def members(by: Agent) -> dict[str, Member]:
    return {one.name: one for one in crew(visible_to=caller_for(by))}


def load(of: Agent, *, seen_by: Agent) -> Load:
    return loads([of.id], visible_to=caller_for(seen_by)).get(of.id, Load())


def test_the_crew_is_who_answers_in_the_inboxes_and_the_teams_of_a_lead(
    support: Inbox, lead: Agent
) -> None:
    direct, by_team, mate = a_hero("Dora", support), a_hero("Theo"), a_hero("Mats")
    support.teams.add(a_team("Support team", by_team))
    a_team("Lena's team", lead, mate)
    a_hero("Foreign", an_inbox("Repairs"))
    a_hero("Amin", support, role=Role.ADMIN)
    Agent.objects.filter(pk=a_hero("Gone", support).pk).update(is_active=False)
    yesterday = clock.now().date() - timedelta(days=1)
    Agent.objects.filter(pk=a_hero("Sea", support).pk).update(ends_on=yesterday)
    assert list(members(lead)) == [direct.name, lead.name, mate.name, by_team.name]


def test_who_is_signed_on_comes_first_and_each_says_how_they_stand(
    support: Inbox, lead: Agent
) -> None:
    on, away, off = a_hero("Zoe", support), a_hero("Yann", support), a_hero("Bo", support)
    lost = a_hero("Xenia", support)
    for one in (on, away, off, lost):
        sign_on(one)
    go_away(away, reason=AwayReason.MEAL)
    sign_off(off)
    long_ago = clock.now() - timedelta(minutes=5)
    Shift.objects.filter(agent=lost).update(screen_at=long_ago)
    found = members(lead)
    assert list(found) == ["Xenia", "Yann", "Zoe", "Bo", "Lena"]
    assert found["Zoe"].is_on and not found["Zoe"].away and not found["Zoe"].lost_at
    assert found["Yann"].is_on and found["Yann"].away == "meal" and found["Yann"].away_at
    assert not found["Bo"].is_on and found["Bo"].signed_off_at
    assert found["Xenia"].lost_at == long_ago
    assert not found["Lena"].is_on and found["Lena"].signed_on_at is None


def test_what_counts_is_what_matching_counts(support: Inbox, lead: Agent) -> None:
    hero = a_hero("Dora", support, capacity=9, slots=9)
    sign_on(hero)
    for name in ("a", "b"):
        mail(support, name)
    answered = mail(support, "c")
    written, spoken = chat(support, "d"), chat(support, "e")
    settle()
    for one in (written, spoken):
        accept(one, by=hero)
    for one in (answered, spoken):
        reply(contact_of(one), text="So.", by=hero, seen_position=None)
    chat(support, "f")
    settle()
    seen = load(hero, seen_by=lead)
    rings = ringing_at([hero.id], visible_to=caller_for(lead))[hero.id]
    assert (seen.worklist, seen.live, len(rings), seen.aside) == (2, 2, 1, 1)
    assert seen.worklist == load_of(hero.id, Kind.WORKLIST)
    assert seen.live + len(rings) == load_of(hero.id, Kind.LIVE)
    # first who waits, then with whom words go to and fro
    assert [bool(one.since) for one in seen.persons] == [True, True, True, False]
    assert seen.persons[-1].conversation_id == spoken.id


def test_of_many_persons_the_first_due_are_named_and_the_others_counted(
    support: Inbox, lead: Agent
) -> None:
    hero, now = a_hero("Dora", support, capacity=99), clock.now()
    for number in range(MOST_EACH + 3):
        one = mail(support)
        take(one, by=hero)
        due = now + timedelta(minutes=90 - number)
        Conversation.objects.filter(pk=one.pk).update(due_at=due)
    seen = load(hero, seen_by=lead)
    assert (seen.worklist, len(seen.persons), seen.more) == (MOST_EACH + 3, MOST_EACH, 3)
    assert seen.persons[0].due_at == due


def test_what_a_hero_does_elsewhere_is_not_told(support: Inbox, lead: Agent) -> None:
    repairs = an_inbox("Repairs")
    both, only = a_hero("Dora", support, repairs, capacity=9), a_hero("Olaf", support)
    sign_on(both)
    take(mail(support), by=both)
    for _ in range(3):
        take(mail(repairs), by=both)
    chat(repairs)
    settle()
    assert ringing_at([both.id], visible_to=caller_for(lead)) == {}
    assert load(both, seen_by=lead).worklist == len(load(both, seen_by=lead).persons) == 1
    assert load(both, seen_by=lead).aside == 0
    assert members(lead)["Dora"].elsewhere and not members(lead)[only.name].elsewhere
    admin = a_hero("Amin", role=Role.ADMIN)
    assert load(both, seen_by=admin).worklist == 4
    assert not members(admin)["Dora"].elsewhere
    assert ringing_at([both.id], visible_to=caller_for(admin))


def test_ones_own_persons_are_seen_wherever_they_are(lead: Agent) -> None:
    take(mail(an_inbox("Repairs")), by=(owner := a_hero("Olaf")))
    Conversation.objects.filter(owner=owner).update(owner=lead)
    assert load(lead, seen_by=lead).worklist == 1


def test_whoever_works_in_the_inbox_hears_that_somebody_rings_at_a_hero(support: Inbox) -> None:
    hero = a_hero("Dora", support)
    sign_on(hero)
    waiting = chat(support)
    with CaptureQueriesContext(connection) as asked:
        settle()
    assert rings_at(waiting) == hero
    told = [one["sql"] for one in asked if f"offers/{hero.id}" in one["sql"]]
    assert told and all(f"inbox:{support.id}" in sql for sql in told)
    # and nobody who does not
    assert not any("role:" in sql for sql in told)


def test_three_statements_however_many_there_are(support: Inbox, lead: Agent) -> None:
    def asked() -> int:
        caller = caller_for(lead)
        with CaptureQueriesContext(connection) as queries:
            ids = [one.agent_id for one in crew(visible_to=caller)]
            loads(ids, visible_to=caller)
            ringing_at(ids, visible_to=caller)
        return len(queries)

    few = asked()
    for number in range(20):
        hero = a_hero(f"Hero {number}", support)
        sign_on(hero)
        take(mail(support), by=hero)
    assert asked() == few


def test_who_sees_no_customers_is_told_of_nobody() -> None:
    nobody = Caller(None, frozenset())
    for asking in (lambda: crew(visible_to=nobody), lambda: loads([], visible_to=nobody),
                   lambda: ringing_at([], visible_to=nobody)):  # fmt: skip
        with pytest.raises(NotAllowed):
            asking()
