"""Who is held out of retention gets the ordinary treatment, whole: in the match, on call, beside
the customer."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from lifelong.channels.models import Inbox
from lifelong.concessions.actions.weighing import NotThisOrder
from lifelong.concessions.authority import Kind
from lifelong.concessions.tests.building import level
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import topic
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.plays.assignment import Arm, assign, season_of
from lifelong.plays.models import Case, CaseState, Play
from lifelong.plays.retention.actions.preparing import add_deal
from lifelong.plays.retention.actions.proposing import NotProposed, propose
from lifelong.plays.retention.jobs import note_again
from lifelong.plays.retention.models import Proposal
from lifelong.plays.retention.tests.building import (
    LAWYER,
    LEAVING,
    facts,
    keeper_is_full,
    retention,
    wrote,
)
from lifelong.plays.retention.withholding import why_withheld
from lifelong.routing import ports
from lifelong.routing.actions.calling import set_roster
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.models import Call, Offer, Stake
from lifelong.routing.tests.ground import (
    a_hero,
    a_keeper,
    an_inbox,
    contact_of,
    mail,
    owner_of,
    settle,
)
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox() -> Inbox:
    return an_inbox()


def test_the_arm_is_the_stable_hash_of_person_play_and_season(inbox: Inbox) -> None:
    shop = retention(inbox, holdout=50)
    for n in range(12):
        wrote(inbox, customer=f"c{n}")
    cases = list(Case.objects.all())
    season = season_of(clock.now())
    assert len(cases) == 12
    for one in cases:
        arm = assign(one.customer_id, shop.id, season, share=0.5)
        assert (one.arm, one.season, one.holdout) == (arm, season, 50)
        assert one.state == (CaseState.HELD if arm is Arm.HOLDOUT else CaseState.DONE)
        # written before the match, and what is at stake is noted for the treated alone
        staked = Stake.objects.filter(conversation__customer=one.customer_id).exists()
        assert staked == (arm is Arm.TREATMENT)


def test_who_is_held_out_waits_for_no_keeper(inbox: Inbox) -> None:
    retention(inbox)
    _kim, ben = keeper_is_full(inbox)
    leaving = wrote(inbox)
    assert owner_of(leaving) == ben
    parts = Offer.objects.get(conversation=leaving).parts
    assert (parts["risk"], parts["risks"], parts["alone"]) == (0.0, [], False)


def test_who_is_treated_does(inbox: Inbox) -> None:
    retention(inbox, holdout=0)
    keeper_is_full(inbox)
    leaving = wrote(inbox)
    assert owner_of(leaving) is None and Stake.objects.filter(conversation=leaving).exists()
    assert Case.objects.get().arm == Arm.TREATMENT


def test_nobody_on_call_is_called_for_who_is_held_out(inbox: Inbox) -> None:
    retention(inbox)
    lead = a_keeper("Lea", of=level(1, 5000, held=False))
    set_roster([lead])
    ben = a_hero("Ben", inbox)
    sign_on(ben)
    leaving = wrote(inbox)
    assert owner_of(leaving) == ben and not Call.objects.exists()
    wrote(inbox, "Cancel my order, please, now.")
    judge_tag(contact_of(leaving), risk=Risk.CHARGEBACK, holds=True, by=ben)
    settle()
    assert not Call.objects.exists() and not Stake.objects.exists()


def test_one_case_for_two_messages_and_two_matters_of_a_season(inbox: Inbox) -> None:
    retention(inbox)
    came = wrote(inbox)
    wrote(inbox, "Cancel my order now.")
    close(contact_of(came), topic=topic("Any"), by=a_hero("Ben"), reason="by phone")
    settle()
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        wrote(inbox, "I want to cancel my subscription.")
    assert Case.objects.count() == 1 and Contact.objects.count() == 2


def test_another_season_draws_anew_once_the_matter_is_closed(inbox: Inbox) -> None:
    retention(inbox)
    came = wrote(inbox)
    with clock.stopped_at(clock.now() + timedelta(days=100)):
        wrote(inbox, "Cancel my order now.")
        assert Case.objects.count() == 1
        Contact.objects.filter(closed_at=None).update(closed_at=clock.now())
    with clock.stopped_at(clock.now() + timedelta(days=110)):
        wrote(inbox, "I want to cancel my subscription.")
    assert Case.objects.filter(customer=came.customer).values("season").distinct().count() == 2


def test_no_arm_changes_in_the_middle_of_a_matter(inbox: Inbox) -> None:
    """Drawn with one matter, at risk in another that is open still when the season is over."""
    shop = retention(inbox, holdout=0)
    first = contact_of(wrote(inbox))
    close(first, topic=topic("Any"), by=a_hero("Ben"), reason="by phone")
    settle()
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        other = wrote(inbox, "I want to cancel my subscription.")
    assert contact_of(other) != first
    Play.objects.filter(pk=shop.pk).update(holdout=100)
    with clock.stopped_at(clock.now() + timedelta(days=100)):
        wrote(inbox, "Cancel my order now.")
        assert Case.objects.get().arm == Arm.TREATMENT and Stake.objects.exists()


def test_a_matter_that_is_opened_again_brings_no_earlier_arm_back(inbox: Inbox) -> None:
    shop = retention(inbox, holdout=0)
    first = contact_of(wrote(inbox))
    Contact.objects.filter(pk=first.pk).update(closed_at=clock.now())
    Play.objects.filter(pk=shop.pk).update(holdout=100)
    with clock.stopped_at(clock.now() + timedelta(days=100)):
        wrote(inbox)
        Contact.objects.filter(pk=first.pk).update(closed_at=None)
        assert why_withheld(first).startswith("Part of the comparison group")


def test_who_is_no_risk_is_nobodys_case(inbox: Inbox) -> None:
    retention(inbox)
    wrote(inbox, "Where is my parcel?")
    assert not Case.objects.exists()


def test_whoever_is_parted_has_a_case_of_their_own(inbox: Inbox) -> None:
    retention(inbox)
    ana, bo = wrote(inbox, "Hello"), wrote(inbox, "Hello", "bo")
    joined = join(ana.customer, bo.customer, by=None)
    settle()
    mail(inbox, "bo", text=LEAVING)
    settle()
    assert joined
    part(joined, by=a_hero("Ben"))
    settle()
    wrote(inbox)
    cases = set(Case.objects.values_list("customer", flat=True))
    assert cases == {ana.customer_id, bo.customer_id}


def test_no_deal_is_proposed_to_who_is_held_out(inbox: Inbox) -> None:
    retention(inbox)
    hero = a_keeper("Kim", inbox, of=level(1, 5000, held=False))
    deal = add_deal(name="A code", kind=Kind.DISCOUNT, money=_euros(1000))
    came = wrote(inbox)
    with pytest.raises(NotProposed, match="comparison group"):
        propose(deal, to=contact_of(came), order=None, by=hero)
    # nor in another matter of theirs, nor before they were drawn
    other = wrote(inbox, "Where is my parcel?", "bo")
    with pytest.raises(NotProposed, match="drawn"):
        propose(deal, to=contact_of(other), order=None, by=hero)
    assert not Proposal.objects.exists()
    wrote(inbox, LAWYER)
    with pytest.raises(NotThisOrder):
        propose(deal, to=contact_of(came), order=None, by=hero)


def _euros(amount: int) -> Money:
    return Money(amount, "EUR")


def test_of_joined_people_the_first_case_holds(inbox: Inbox) -> None:
    shop = retention(inbox)
    ana = wrote(inbox)
    Play.objects.filter(pk=shop.pk).update(holdout=0)
    bo = wrote(inbox, customer="bo")
    assert Stake.objects.get().conversation == bo
    join(ana.customer, bo.customer, by=None)
    settle()
    assert not Stake.objects.exists() and Case.objects.count() == 2
    assert why_withheld(Contact.objects.get(customer=bo.customer))


def test_a_repeat_of_the_same_reaction_draws_nobody_twice(inbox: Inbox) -> None:
    retention(inbox)
    came = wrote(inbox)
    for _again in range(2):
        note_again.run(conversation_id=str(came.id))
    assert Case.objects.count() == 1 and len(facts()) == 1


@pytest.mark.django_db(transaction=True)
def test_one_case_for_two_messages_at_once(inbox: Inbox) -> None:
    retention(inbox)
    first = mail(inbox, "ana", text=LEAVING)
    second = mail(inbox, "ana", text="Cancel my order now.")
    assert first == second

    def work() -> None:
        try:
            settle()
        finally:
            connection.close()

    workers = [Thread(target=work) for _one in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Case.objects.count() == 1 and len(facts()) == 1
    assert not Stake.objects.exists()


def test_routing_asks_retention() -> None:
    assert ports.hold_out.__module__ == "lifelong.plays.retention.actions.drawing"
