"""Who is brought to whom, through the real actions, facts and reactions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Role
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.owning import assign, move, release, take
from lifelong.conversations.actions.promising import promise, raise_due
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.actions.setting_aside import set_aside, wake_all_due
from lifelong.conversations.models import SetAsideOn, Topic
from lifelong.events.models import Event, Reaction
from lifelong.lib import clock
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.actions.signing_on import come_back, go_away, sign_off, sign_on
from lifelong.routing.jobs import take_up_the_stranded
from lifelong.routing.models import AwayReason, Offer
from lifelong.routing.queries import why_matched
from lifelong.routing.reactions import serve_who_wrote
from lifelong.routing.tests.ground import (
    MINUTE,
    a_hero,
    a_team,
    an_inbox,
    contact_of,
    mail,
    owner_of,
    settle,
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
    assert why_matched(ana) == "Longest waiting (34 min), and Mia has room for 2 more."


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


def test_what_a_hero_releases_goes_to_somebody_else_with_room() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox, capacity=1)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    sign_on(ben)
    go_away(mia, reason=AwayReason.BREAK)
    settle()
    assert owner_of(waiting) == ben
    assert Offer.objects.filter(ended_at=None).get().agent == ben


def test_a_customer_released_by_hand_is_brought_back_to_who_knows_them() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, capacity=1), a_hero("Ben", inbox, capacity=9)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    sign_on(ben)
    release(waiting, by=mia)
    settle()
    assert owner_of(waiting) == mia
    assert why_matched(waiting).endswith("Mia served this customer last.")


def test_who_comes_back_within_days_gets_the_same_hero() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, capacity=1), a_hero("Ben", inbox, capacity=9)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    topic = Topic.objects.create(name="Anything")
    reply(contact_of(ana), text="Done.", by=mia, seen_position=None)
    close(contact_of(ana), topic=topic, by=mia)
    sign_on(ben)
    settle()
    mail(inbox, "ana", text="It broke again.")
    settle()
    assert owner_of(ana) == mia


def test_an_owner_who_went_home_loses_who_writes_again() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    sign_off(mia)
    settle()
    assert owner_of(ana) == mia
    mail(inbox, "ana", text="And?")
    settle()
    assert owner_of(ana) is None
    sign_on(ben)
    settle()
    assert owner_of(ana) == ben


def test_an_owner_with_room_keeps_who_writes_again() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    mail(inbox, "ana", text="And?")
    settle()
    assert owner_of(ana) == mia
    assert Offer.objects.count() == 1


def test_an_owner_who_is_full_by_now_loses_who_writes_again() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    bob = mail(inbox, "bob")
    settle()
    mail(inbox, "ana", text="And?")
    settle()
    assert (owner_of(ana), owner_of(bob)) == (None, mia)


def test_thanks_and_automatic_mail_change_no_owner() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="Done.", by=mia, seen_position=None)
    sign_off(mia)
    mail(inbox, "ana", text="Thank you!")
    mail(inbox, "ana", text="I am on holiday.", automatic="auto-reply")
    settle()
    assert owner_of(ana) == mia


def test_sign_off_returns_who_waits_and_leaves_who_is_pending() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    waiting, pending = mail(inbox), mail(inbox)
    settle()
    reply(contact_of(pending), text="I will look.", by=mia, seen_position=None)
    sign_off(mia)
    settle()
    assert (owner_of(waiting), owner_of(pending)) == (None, mia)


def test_coming_back_brings_what_nobody_took() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    go_away(mia, reason=AwayReason.MEAL)
    settle()
    assert owner_of(waiting) is None
    come_back(mia)
    settle()
    assert owner_of(waiting) == mia


def test_what_rises_while_its_owner_is_at_home_goes_to_a_colleague() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox, capacity=5)
    sign_on(mia)
    aside, promised, bounced = mail(inbox, "a"), mail(inbox, "b"), mail(inbox, "c")
    for one in (aside, promised, bounced):
        take(one, by=mia)
    soon = clock.now() + MINUTE
    set_aside(contact_of(aside), until=soon, on=SetAsideOn.CARRIER, by=mia)
    promise(contact_of(promised), text="A new one", due_at=soon, by=mia)
    reply(contact_of(promised), text="A new one comes.", by=mia, seen_position=None)
    sent = reply(contact_of(bounced), text="Here.", by=mia, seen_position=None)
    sign_off(mia)
    sign_on(ben)
    settle()
    assert owner_of(aside) == owner_of(promised) == owner_of(bounced) == mia
    with clock.stopped_at(soon + MINUTE):
        wake_all_due()
        raise_due()
        begin_try(sent.id)
        failed_once(sent.id, words="no such mailbox", permanent=True)
        settle()
    assert owner_of(aside) == owner_of(promised) == owner_of(bounced) == ben


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


def test_who_takes_up_a_closed_matter_keeps_it() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    ana = mail(inbox)
    settle()
    contact = close(contact_of(ana), topic=Topic.objects.create(name="Any"), by=mia, reason="x")
    sign_on(ben)
    reopen_contact(contact, by=mia)
    settle()
    assert owner_of(ana) == mia


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
        serve_who_wrote(fact)
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
