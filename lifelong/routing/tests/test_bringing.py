"""Who is brought to whom, through the real actions, facts and reactions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.actions.hiring import change_roles, change_teams
from lifelong.accounts.models import Role
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.owning import assign, move
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Conversation, SetAsideOn, Topic
from lifelong.events import reactor
from lifelong.events.log import Recorded
from lifelong.events.models import Event, Reaction
from lifelong.lib import clock, ids
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.jobs import take_up_the_stranded
from lifelong.routing.queries import why_matched
from lifelong.routing.reactions.bringing import serve_who_wrote
from lifelong.routing.tests.ground import (
    MINUTE,
    a_hero,
    a_team,
    an_inbox,
    contact_of,
    mail,
    owner_of,
    settle,
    stranded,
)
from lifelong.triage.events import MessageTriaged

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_who_writes_is_brought_to_who_has_room() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    with clock.stopped_at(MORNING):
        ana = mail(inbox, "ana")
    with clock.stopped_at(MORNING + 34 * MINUTE):
        settle()
    assert owner_of(ana) == mia
    assert why_matched(ana) == "Waited 34 min, 7% of the target; Mia has room for 2 more."


def test_members_of_a_teams_inbox_are_fit_and_others_are_not() -> None:
    support, returns = an_inbox(), an_inbox("Returns")
    mia, ben = a_hero("Mia"), a_hero("Ben", support)
    returns.teams.add(a_team("Returns", mia))
    sign_on(ben)
    waiting = mail(returns)
    settle()
    assert owner_of(waiting) is None
    sign_on(mia)
    settle()
    assert owner_of(waiting) == mia


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.WAREHOUSE])
def test_who_does_not_answer_customers_is_brought_none(role: str) -> None:
    inbox = an_inbox()
    sign_on(a_hero("Ada", inbox, role=role))
    waiting = mail(inbox)
    settle()
    assert owner_of(waiting) is None


def test_signing_on_brings_the_longest_waiting_up_to_capacity() -> None:
    inbox = an_inbox()
    waiting = []
    for minute in range(4):
        with clock.stopped_at(MORNING + minute * MINUTE):
            waiting.append(mail(inbox))
    settle()
    mia = a_hero("Mia", inbox, capacity=3)
    sign_on(mia)
    settle()
    assert [owner_of(one) for one in waiting] == [mia, mia, mia, None]


def test_an_answer_makes_room_for_the_next() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    first, second = mail(inbox), mail(inbox)
    settle()
    assert owner_of(second) is None
    reply(contact_of(first), text="On its way.", by=mia, seen_position=None)
    settle()
    assert owner_of(first) == owner_of(second) == mia


def test_setting_aside_closing_and_giving_away_make_room() -> None:
    inbox = an_inbox()
    mia, lead = a_hero("Mia", inbox, capacity=1), a_hero("Lea", inbox, role=Role.LEAD)
    sign_on(mia)
    queue = [mail(inbox) for _ in range(4)]
    settle()
    until = clock.now() + timedelta(days=1)
    set_aside(contact_of(queue[0]), until=until, on=SetAsideOn.CARRIER, by=mia)
    settle()
    assert owner_of(queue[1]) == mia
    topic = Topic.objects.create(name="Anything")
    close(contact_of(queue[1]), topic=topic, by=mia, reason="answered by phone")
    settle()
    assert (owner_of(queue[1]), owner_of(queue[2])) == (None, mia)
    assign(queue[2], to=lead, by=lead)
    settle()
    assert (owner_of(queue[2]), owner_of(queue[3])) == (lead, mia)


def test_moving_brings_the_customer_to_the_other_inboxs_people() -> None:
    support, returns = an_inbox(), an_inbox("Returns")
    mia, ben = a_hero("Mia", support), a_hero("Ben", returns)
    sign_on(mia)
    sign_on(ben)
    waiting = mail(support)
    settle()
    move(waiting, to=returns, by=mia)
    settle()
    assert owner_of(waiting) == ben


def test_who_joins_a_team_is_brought_its_customers_and_who_answers_no_more_loses_them() -> None:
    returns = an_inbox("Returns")
    returns.teams.add(team := a_team("Returns"))
    mia = a_hero("Mia")
    sign_on(mia)
    waiting = mail(returns)
    settle()
    change_teams(mia, teams=[team], by=None)
    settle()
    assert owner_of(waiting) == mia
    change_roles(mia, roles=[Role.AUDITOR], by=None)
    settle()
    assert owner_of(waiting) is None


def test_an_arrival_while_nobody_has_room_costs_two_queries_and_no_lock() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    mail(inbox)
    settle()
    late = mail(inbox)
    fact = MessageTriaged(
        customer_id=late.customer_id,
        conversation_id=late.id,
        contact_id=None,
        entry_id=late.id,
        received_at=clock.now(),
        automatic=False,
        failed=False,
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        serve_who_wrote([Recorded(ids.new_id(), clock.now(), fact, 0)])
    said = [one["sql"] for one in queries if "SELECT" in one["sql"] or "UPDATE" in one["sql"]]
    assert len(said) == 2, said
    assert not any("FOR UPDATE" in one for one in said)


def test_the_safety_net_takes_up_what_was_forgotten_and_says_so_loudly(
    capfd: pytest.CaptureFixture[str],
) -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    forgotten = mail(inbox)
    settle()
    sign_on(mia)  # its reaction never runs
    take_up_the_stranded.run(str(forgotten.id))
    assert owner_of(forgotten) == mia
    assert "stranded" in "".join(capfd.readouterr())


def test_a_repeated_match_does_nothing() -> None:
    inbox = an_inbox()
    sign_on(a_hero("Mia", inbox, capacity=9))
    mail(inbox)
    settle()
    assert match_inboxes([inbox.id]) == []
    reactions = Reaction.objects.filter(name__startswith="routing").count()
    assert reactions and Event.objects.filter(name="CustomerMatched").count() == 1


def test_those_who_wrote_at_once_are_served_as_if_one_after_the_other() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, capacity=2), a_hero("Ben", inbox, capacity=1)
    sign_on(mia)
    old = mail(inbox, "ana")
    settle()
    assert owner_of(old) == mia
    # Ben holds somebody although he is not at work
    stays = mail(inbox, "gone")
    assign(stays, to=ben, by=None)
    for customer in ("ana", "gone", "new", "late"):
        mail(inbox, customer)
    events = Event.objects.filter(name="MessageReceived").order_by("id")
    reactor.handle([str(one) for one in events.values_list("id", flat=True)])
    settle()
    owners = [owner_of(one) for one in Conversation.objects.order_by("id")]
    assert owners.count(mia) == 2 and owners.count(ben) == 0
    assert not stranded()


def test_a_full_day_costs_a_batch_three_queries() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    owned = mail(inbox, "ana")
    settle()
    assert owner_of(owned) == mia
    triaged = [
        Recorded(
            ids.new_id(),
            clock.now(),
            MessageTriaged(
                customer_id=one.customer_id,
                conversation_id=one.id,
                contact_id=None,
                entry_id=one.id,
                received_at=clock.now(),
                automatic=False,
                failed=False,
            ),
            0,
        )
        for one in [owned, *(mail(inbox) for _ in range(5))]
    ]
    with CaptureQueriesContext(connection) as queries:
        serve_who_wrote(triaged)
    assert len(queries) == 3
