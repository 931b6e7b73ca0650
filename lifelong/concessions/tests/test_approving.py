"""Who may say yes to what another wants to give."""

from datetime import timedelta

import pytest

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.concessions.actions.approving import (
    Decided,
    NothingToAsk,
    NotYours,
    ask,
    decide,
    lapse_overdue,
)
from lifelong.concessions.actions.giving import NotGiven
from lifelong.concessions.models import Approval, State
from lifelong.concessions.tests.building import (
    bought,
    given,
    giver,
    holder,
    is_balanced,
    level,
    wish,
)
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def asked(amount: int = 3000) -> Approval:
    """A hero of level 1 (up to 20.00) asks level 2 (up to 40.00)."""
    low, _high = level(1, 2000), level(2, 4000)
    return ask(wish(bought(), amount), by=holder(low), key="asked")


def test_the_lowest_level_that_holds_it_is_asked_and_a_yes_grants_it_on_theirs() -> None:
    approval = asked()
    lead = holder(approval.level)
    assert (approval.level.rank, approval.concession.state) == (2, State.ASKED)
    made = decide(approval, granted=True, by=lead, words="A good customer.")
    assert (made.state, made.authority_of) == (State.GRANTED, lead)
    assert made.version and made.version.level == approval.level
    is_balanced()


def test_a_no_gives_nothing() -> None:
    approval = asked()
    assert decide(approval, granted=False, by=holder(approval.level)).state == State.DECLINED
    is_balanced()


def test_it_is_decided_once() -> None:
    approval = asked()
    decide(approval, granted=False, by=holder(approval.level))
    with pytest.raises(Decided, match="decided already"):
        decide(approval, granted=True, by=holder(approval.level))


def test_nobody_decides_what_they_asked_or_what_they_do_not_hold() -> None:
    approval = asked()
    asker = giver(approval.concession)
    with pytest.raises(NotYours, match="Level 2 decides"):
        decide(approval, granted=True, by=agent())
    with pytest.raises(NotYours, match="A colleague"):
        decide(approval, granted=True, by=asker)


def test_what_was_given_meanwhile_counts_when_it_is_decided() -> None:
    approval = asked()
    order = approval.concession.order
    assert order
    given(wish(order, 1500), by=giver(approval.concession))
    with pytest.raises(NotGiven):
        decide(approval, granted=True, by=holder(approval.level))
    approval.refresh_from_db()
    assert approval.decided_at is None


def test_after_its_time_it_lapses_and_nobody_decides_it() -> None:
    approval = asked()
    lead = holder(approval.level)
    assert lapse_overdue() == 0
    with clock.stopped_at(approval.asked_at + timedelta(hours=4)):
        with pytest.raises(Decided, match="time to decide"):
            decide(approval, granted=True, by=lead)
        assert (lapse_overdue(), lapse_overdue()) == (1, 0)
    approval.refresh_from_db()
    assert approval.concession.state == State.LAPSED
    with pytest.raises(Decided, match="decided already"):
        decide(approval, granted=True, by=lead)


def test_the_same_question_is_asked_once_and_what_is_within_authority_not_at_all() -> None:
    approval = asked()
    order = approval.concession.order
    assert order
    assert ask(wish(order, 3000), by=giver(approval.concession), key="asked") == approval
    with pytest.raises(NothingToAsk):
        ask(wish(order, 1000), by=giver(approval.concession), key="another")


def test_a_second_person_of_the_same_level_judges_what_looks_like_abuse() -> None:
    low = level(1, 2000)
    for ref in "123":
        given(wish(bought(ref), 100), by=holder(low))
    approval = ask(wish(bought("4"), 100), by=holder(low), key="often")
    assert (approval.signals, approval.level) == (["often"], low)
    assert decide(approval, granted=True, by=holder(low)).state == State.GRANTED


def test_nobody_is_asked_where_nobody_else_could_say_yes() -> None:
    low = level(1, 2000, held=False)
    high, order = level(2, 4000, held=False), bought()
    hero = holder(low)
    with pytest.raises(NotGiven, match="Nobody else holds the authority"):
        ask(wish(order, 3000), by=hero, key="nobody holds it")
    lead = holder(high)
    for ref in "234":
        given(wish(bought(ref), 100), by=lead)
    with pytest.raises(NotGiven, match=r"three times .* Nobody else holds the authority"):
        ask(wish(order, 3000), by=lead, key="they alone hold it")
    assert ask(wish(order, 3000), by=hero, key="now they may").level == high
    Agent.objects.filter(pk=lead.pk).update(is_active=False)
    with pytest.raises(NotGiven, match="Nobody else"):
        ask(wish(order, 3000), by=hero, key="who left decides nothing")


def test_who_holds_a_higher_level_is_asked_for_one_that_nobody_holds() -> None:
    hero = holder(level(1, 2000, held=False))
    middle = level(2, 4000, held=False)
    chief = holder(level(3, 9000, held=False))
    approval = ask(wish(bought(), 3000), by=hero, key="middle")
    assert approval.level == middle
    assert decide(approval, granted=True, by=chief).state == State.GRANTED
