"""Who may not be held out: from the beginning, and what turns out later."""

from dataclasses import replace

import pytest

from lifelong.channels.models import Inbox
from lifelong.commerce.actions.attributing import attach
from lifelong.commerce.models import Incident, Order, ShipmentState
from lifelong.commerce.tests.building import order, report, shipment, take
from lifelong.concessions.tests.building import level
from lifelong.conversations.actions.sorting import sort
from lifelong.conversations.tests.building import topic
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.plays.assignment import Arm
from lifelong.plays.models import Case, CaseState
from lifelong.plays.retention.tests.building import LAWYER, LEAVING, facts, retention, wrote
from lifelong.plays.retention.withholding import why_withheld
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.models import Stake
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

BROKEN = "The lamp arrived broken. Please cancel my order."


@pytest.fixture
def inbox() -> Inbox:
    return an_inbox()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (LAWYER, "legal"),
        (f"{LEAVING} {LAWYER}", "legal"),
        (BROKEN, "damaged"),
        (f"My parcel is stuck in customs. {LEAVING}", "customs"),
        ("Die Sendung liegt beim Zoll. Bitte stornieren Sie meine Bestellung.", "customs"),
        (f"Tracking says it was returned to sender. {LEAVING}", "returned"),
        ("Es geht zurück an den Absender. Bitte stornieren Sie meine Bestellung.", "returned"),
    ],
)
def test_who_is_owed_help_is_never_held_out(inbox: Inbox, text: str, cause: str) -> None:
    retention(inbox)
    came = wrote(inbox, text)
    one = Case.objects.get()
    assert (one.arm, one.causes) == (Arm.OWED, [cause])
    assert Stake.objects.filter(conversation=came).exists()
    assert why_withheld(contact_of(came)) == ""


@pytest.mark.parametrize(
    ("subject", "arm"), [("Re: Your damaged order", Arm.HOLDOUT), ("My damaged order", Arm.OWED)]
)
def test_what_we_wrote_is_no_word_of_theirs(inbox: Inbox, subject: str, arm: Arm) -> None:
    retention(inbox)
    mail(inbox, "ana", text=LEAVING, subject=subject)
    settle()
    assert Case.objects.get().arm == arm


def test_whose_matter_is_of_a_topic_that_is_owed_is_never_held_out(inbox: Inbox) -> None:
    retention(inbox)
    came = wrote(inbox, "Hello")
    sort(contact_of(came), topic=topic("Returned to sender"))
    wrote(inbox, LEAVING)
    assert Case.objects.get().causes == ["returned"]


def test_law_that_comes_later_lifts_it_at_once_and_the_arm_stays(inbox: Inbox) -> None:
    retention(inbox)
    came = wrote(inbox)
    assert why_withheld(contact_of(came)).startswith("Part of the comparison group")
    wrote(inbox, LAWYER)
    one = Case.objects.get()
    assert (one.arm, one.state, one.causes) == (Arm.HOLDOUT, CaseState.HELD, ["legal"])
    assert set(Stake.objects.get().risks) == {"cancellation", "legal"}
    assert why_withheld(contact_of(came)) == ""
    assert facts() == [("CaseBegun", "holdout"), ("CaseTurned", "holdout")]


def test_whose_law_comes_later_waits_for_a_keeper(inbox: Inbox) -> None:
    retention(inbox)
    sign_on(a_keeper("Kim", inbox, of=level(1, 5000, held=False), capacity=1))
    mail(inbox)
    settle()
    came = wrote(inbox)
    wrote(inbox, LAWYER)
    sign_on(a_hero("Ben", inbox))
    settle()
    assert owner_of(came) is None


def test_what_an_agent_calls_law_lifts_it_too_and_calling_it_wrong_takes_nothing_back(
    inbox: Inbox,
) -> None:
    retention(inbox)
    ben = a_hero("Ben", inbox)
    came = wrote(inbox)
    judge_tag(contact_of(came), risk=Risk.SAFETY, holds=True, by=ben)
    settle()
    assert set(Stake.objects.get().risks) == {"cancellation", "safety"}
    judge_tag(contact_of(came), risk=Risk.SAFETY, holds=False, by=ben)
    settle()
    assert Stake.objects.get().risks == ["cancellation"]


@pytest.mark.parametrize("how", ["words", "topic", "parcel", "parcel of nobody's"])
def test_what_turns_out_to_be_owed_lifts_it(inbox: Inbox, how: str) -> None:
    retention(inbox)
    came = wrote(inbox)
    assert not Stake.objects.exists()
    if how == "words":
        wrote(inbox, "By the way, it arrived broken.")
    elif how == "topic":
        sort(contact_of(came), topic=topic("Damaged item"))
        settle()
    elif how == "parcel":
        a_parcel_is_lost(came.customer)
    else:
        a_parcel_is_lost(None)
        assert not Stake.objects.exists()
        attach(Order.objects.get(), customer=came.customer)
        settle()
    assert Stake.objects.get().risks == ["cancellation"]
    assert facts()[-1] == ("CaseTurned", "holdout")


def a_parcel_is_lost(customer: Customer | None) -> None:
    at = clock.now()
    take(order("1"))
    Order.objects.update(customer=customer)
    told = report("r1", at, ShipmentState.FAILED, order_ref="1", cause="lost")
    lost = replace(told, shipment_ref="s1")
    take(shipment("s1", order_ref="1", tracking_number="PN1", carrier="PostNord", reports=(lost,)))
    settle()
    assert Incident.objects.get().cause == "lost"
