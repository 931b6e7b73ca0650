"""Who is at risk, the whole way: from their words to a keeper, or to who is on call."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.concessions.actions.approving import WHILE_LIVE
from lifelong.concessions.actions.setting_authority import hand_level, take_level
from lifelong.concessions.models import AuthorityLevel
from lifelong.concessions.tests.building import level
from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Conversation, Topic
from lifelong.lib import clock
from lifelong.routing.actions.calling import (
    NoLongerCalled,
    RosterUnclear,
    answer_call,
    call_the_next,
    set_roster,
)
from lifelong.routing.actions.certifying import take_certificate
from lifelong.routing.actions.matching import match_inboxes
from lifelong.routing.actions.ringing import accept
from lifelong.routing.actions.signing_on import sign_off, sign_on
from lifelong.routing.models import Call, Offer, Stake
from lifelong.routing.queries import calls_to, match_of, roster
from lifelong.routing.saying import sentence_to_agent
from lifelong.routing.tests.ground import (
    a_hero,
    a_keeper,
    an_inbox,
    chat,
    contact_of,
    mail,
    owner_of,
    rings_at,
    settle,
)
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db

LEAVING = "Please cancel my order."
LAWYER = "You will hear from my lawyer."


@pytest.fixture
def inbox() -> Inbox:
    return an_inbox()


@pytest.fixture
def keeper(inbox: Inbox) -> Agent:
    return at_work(a_keeper("Kim", inbox, of=level(1, 5000, held=False), capacity=1, slots=1))


def at_work(agent: Agent) -> Agent:
    sign_on(agent)
    return agent


def may_allow(name: str, *inboxes: Inbox) -> Agent:
    """Somebody with authority, and no certificate."""
    agent = a_hero(name, *inboxes)
    known = AuthorityLevel.objects.first() or level(1, 5000, held=False)
    hand_level(agent, level=known)
    return agent


def a_busy(keeper: Agent, inbox: Inbox) -> None:
    """Their only place is taken."""
    mail(inbox)
    settle()


def said_to(conversation: Conversation) -> str:
    match = match_of(conversation)
    assert match
    return sentence_to_agent(match)


def test_who_wants_to_cancel_is_brought_to_who_holds_retention(inbox: Inbox, keeper: Agent) -> None:
    at_work(a_hero("Ben", inbox, capacity=9))
    leaving = mail(inbox, text=LEAVING)
    settle()
    assert owner_of(leaving) == keeper
    assert said_to(leaving).endswith("because they want to cancel and you hold retention")
    assert Offer.objects.get().parts["risk"] == 0.5


def test_while_the_keeper_is_full_they_wait_until_half_the_target(
    inbox: Inbox, keeper: Agent
) -> None:
    a_busy(keeper, inbox)
    ben = at_work(a_hero("Ben", inbox))
    leaving = mail(inbox, text=LEAVING)
    other = mail(inbox)
    settle()
    assert owner_of(leaving) is None and owner_of(other) == ben
    with clock.stopped_at(clock.now() + inbox.target("email") / 2 + timedelta(seconds=1)):
        match_inboxes()
    assert owner_of(leaving) == ben
    assert not Call.objects.exists()


def test_live_a_job_is_set_for_that_moment(inbox: Inbox, keeper: Agent) -> None:
    held = chat(inbox)
    settle()
    assert rings_at(held) == keeper
    ben = at_work(a_hero("Ben", inbox))
    leaving = chat(inbox, text=LEAVING)
    settle()
    assert rings_at(leaving) is None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(scheduled_at) FROM procrastinate_jobs"
            " WHERE task_name = 'lifelong.routing.jobs.match_all'"
        )
        (moment,) = cursor.fetchone()
    leaving.refresh_from_db()
    assert leaving.due_at is not None
    assert moment == leaving.due_at - inbox.target("chat") / 2
    with clock.stopped_at(moment):
        match_inboxes()
    assert rings_at(leaving) == ben


def test_what_is_legal_waits_for_a_keeper_beyond_the_target(inbox: Inbox, keeper: Agent) -> None:
    a_busy(keeper, inbox)
    ben = at_work(a_hero("Ben", inbox))
    threat = mail(inbox, text=LAWYER)
    settle()
    with clock.stopped_at(clock.now() + 3 * inbox.target("email")):
        match_inboxes()
        assert owner_of(threat) is None
        sign_off(keeper)
        settle()
        match_inboxes()
    assert owner_of(threat) == ben


@pytest.mark.parametrize("missing", ["certificate", "authority"])
def test_one_of_the_two_makes_no_keeper(inbox: Inbox, keeper: Agent, missing: str) -> None:
    if missing == "certificate":
        take_certificate(keeper, by=None)
    else:
        take_level(keeper, currency="EUR")
    threat = mail(inbox, text=LAWYER)
    settle()
    assert owner_of(threat) == keeper
    assert said_to(threat).endswith(
        "they speak of the law, and nobody who holds retention is at work"
    )


def test_with_no_keeper_at_work_the_best_hero_has_them_at_once_and_on_call_is_told(
    inbox: Inbox,
) -> None:
    lead, deputy = may_allow("Lea"), may_allow("Dora")
    set_roster([lead, deputy])
    ben = at_work(a_hero("Ben", inbox))
    threat = chat(inbox, text=LAWYER)
    settle()
    assert rings_at(threat) == ben and not Call.objects.exists()
    accept(threat, by=ben)
    settle()
    told = calls_to(lead).get()
    assert told.until - told.called_at == WHILE_LIVE and not calls_to(deputy).exists()
    settle()
    with clock.stopped_at(told.until):
        call_the_next()
        assert calls_to(deputy).get().offer_id == told.offer_id
        with pytest.raises(NoLongerCalled):
            answer_call(told.offer_id, by=lead)
        answer_call(told.offer_id, by=deputy)
        answer_call(told.offer_id, by=deputy)
    with clock.stopped_at(told.until + WHILE_LIVE):
        call_the_next()
    assert not calls_to(deputy).exists() and not calls_to(lead).exists()


def test_who_may_allow_nothing_or_is_named_twice_is_not_put_on_call() -> None:
    lead = may_allow("Lea")
    for wrong in ([a_hero("Ben")], [lead, lead]):
        with pytest.raises(RosterUnclear):
            set_roster(wrong)
    set_roster([lead])
    assert roster() == [lead]


def test_after_the_last_the_first_is_called_again(inbox: Inbox) -> None:
    lead, ben = may_allow("Lea"), may_allow("Ben", inbox)
    at_work(ben)
    set_roster([ben, lead])
    mail(inbox, text=LEAVING)
    settle()
    told = calls_to(lead).get()
    with clock.stopped_at(told.until):
        call_the_next()
    again = calls_to(lead).get()
    assert again.called_at == told.until and not calls_to(ben).exists()


def test_nobody_is_called_for_what_is_no_risk_or_is_settled(inbox: Inbox) -> None:
    lead, ben = may_allow("Lea"), at_work(a_hero("Ben", inbox))
    set_roster([lead])
    mail(inbox)
    settle()
    assert not Call.objects.exists()
    leaving = mail(inbox, text=LEAVING)
    settle()
    assert calls_to(lead).exists()
    topic = Topic.objects.create(name="Any")
    close(contact_of(leaving), topic=topic, by=ben, reason="by phone")
    settle()
    assert not calls_to(lead).exists() and not Stake.objects.exists()


def test_a_tag_that_an_agent_calls_wrong_keeps_nobody_waiting(inbox: Inbox, keeper: Agent) -> None:
    a_busy(keeper, inbox)
    ben = at_work(a_hero("Ben", inbox))
    threat = mail(inbox, text=LAWYER)
    settle()
    assert owner_of(threat) is None
    judge_tag(contact_of(threat), risk=Risk.LEGAL, holds=False, by=ben)
    settle()
    assert owner_of(threat) == ben


def test_when_noting_the_stake_fails_they_are_matched_all_the_same(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = at_work(a_hero("Ben", inbox))

    def fails(conversation_id: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("lifelong.routing.actions.serving.note_stake", fails)
    threat = mail(inbox, text=LAWYER)
    settle_once(threat)
    assert owner_of(threat) == ben


def settle_once(conversation: Conversation) -> None:
    """What failed is tried again later; not by this worker."""
    from lifelong.routing.tests import ground

    alone = ground.JOBS.pop("lifelong.events.jobs.react_alone")
    try:
        settle()
    finally:
        ground.JOBS["lifelong.events.jobs.react_alone"] = alone


def test_a_match_of_who_is_no_risk_asks_no_more_than_two_questions(inbox: Inbox) -> None:
    from lifelong.routing.candidates import next_match

    at_work(a_hero("Ben", inbox))
    mail(inbox)
    next_match()
    with CaptureQueriesContext(connection) as asked:
        assert next_match()
    assert len([one for one in asked if "routing_" in one["sql"]]) == 2
