"""Deals: who may make them, what they come to, and whether they kept anybody."""

from datetime import timedelta

import pytest

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, order, refund, take, taken
from lifelong.concessions.actions.approving import decide
from lifelong.concessions.actions.carrying_out import carried_out
from lifelong.concessions.actions.giving import NotGiven
from lifelong.concessions.actions.weighing import NotThisOrder
from lifelong.concessions.authority import Kind, Reason, Verdict
from lifelong.concessions.models import Concession, State
from lifelong.concessions.tests.building import bought, buyer_of, given, holder, level, wish
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.events.models import Event
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from lifelong.plays.retention.actions.preparing import (
    Unworkable,
    add_deal,
    retire_deal,
    set_steps,
)
from lifelong.plays.retention.actions.proposing import (
    Answered,
    NotProposed,
    accept,
    decline,
    propose,
)
from lifelong.plays.retention.actions.settling import settle_due
from lifelong.plays.retention.keeping import FOLLOWED
from lifelong.plays.retention.models import Answer, Deal, Outcome, Proposal
from lifelong.plays.retention.queries import (
    figures,
    may_give,
    order_at_issue,
    possible,
    steps,
)

pytestmark = pytest.mark.django_db

EUR = "EUR"


@pytest.fixture
def hero() -> Agent:
    """May give up to 20.00."""
    level(2, 5000)
    return holder(level(1, 2000))


@pytest.fixture
def lamp() -> Order:
    return bought()


@pytest.fixture
def contact(lamp: Order) -> Contact:
    """Its buyer wants to go."""
    return their_matter(lamp, "Please cancel my order")


def their_matter(lamp: Order, text: str) -> Contact:
    handle = buyer_of(lamp).handles.get(kind="email")
    found = receive_one(incoming(text, sender=handle.value)).contact
    assert found.customer.person_id == buyer_of(lamp).person_id
    return found


def ten_percent() -> Deal:
    return add_deal(name="Ten percent back", kind=Kind.REFUND, percent=10)


def a_code(amount: int = 1000) -> Deal:
    return add_deal(name="A code", kind=Kind.DISCOUNT, money=Money(amount, EUR))


def accepted(deal: Deal, contact: Contact, lamp: Order, hero: Agent) -> Proposal:
    return accept(propose(deal, to=contact, order=lamp, by=hero), by=hero)


def settled(proposal: Proposal) -> Outcome:
    with clock.stopped_at(clock.now() + FOLLOWED + timedelta(minutes=1)):
        assert settle_due() == 1
        assert settle_due() == 0
    proposal.refresh_from_db()
    return Outcome(proposal.outcome)


def names() -> list[str]:
    rows = Event.objects.filter(name__startswith="Deal").order_by("at", "id")
    return list(rows.values_list("name", flat=True))


def test_within_authority_an_accepted_deal_is_given_at_once(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    made = accepted(ten_percent(), contact, lamp, hero)
    assert made.concession and made.concession.state == State.GRANTED
    assert made.concession.money == made.money == Money(550, EUR)
    assert made.concession.reason == Reason.RETENTION
    assert names() == ["DealProposed", "DealAccepted"]


def test_beyond_it_somebody_is_asked_who_may(hero: Agent, lamp: Order, contact: Contact) -> None:
    made = accepted(a_code(3000), contact, lamp, hero)
    assert made.concession and made.concession.state == State.ASKED
    assert made.concession.approval.level.rank == 2


def test_twice_is_once(hero: Agent, lamp: Order, contact: Contact) -> None:
    deal = ten_percent()
    first = propose(deal, to=contact, order=lamp, by=hero)
    assert propose(deal, to=contact, order=lamp, by=hero) == first
    accept(first, by=hero)
    accept(first, by=hero)
    assert Concession.objects.count() == 1
    assert names() == ["DealProposed", "DealAccepted"]


def test_who_declined_has_not_accepted(hero: Agent, lamp: Order, contact: Contact) -> None:
    made = propose(ten_percent(), to=contact, order=lamp, by=hero)
    decline(made, by=hero)
    assert decline(made, by=hero).answer == Answer.DECLINED
    with pytest.raises(Answered):
        accept(made, by=hero)
    assert not Concession.objects.exists()


def test_nobody_proposes_what_nobody_may_give(lamp: Order, contact: Contact) -> None:
    level(1, 2000)
    deal = a_code(2000)
    Deal.objects.filter(pk=deal.pk).update(amount=9900)
    deal.refresh_from_db()
    with pytest.raises(NotGiven):
        propose(deal, to=contact, order=lamp, by=agent())


def test_a_deal_is_made_on_their_own_orders_only(hero: Agent, contact: Contact) -> None:
    others = taken(order("77", buyer=buyer("bo@example.com", ref="77")))
    with pytest.raises(NotThisOrder):
        propose(ten_percent(), to=contact, order=others, by=hero)


def test_a_retired_deal_or_one_of_another_currency_is_not_proposed(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    level(7, 2000, currency="USD")
    with pytest.raises(NotProposed):
        dollars = add_deal(name="In dollars", kind=Kind.CREDIT, money=Money(100, "USD"))
        propose(dollars, to=contact, order=lamp, by=hero)
    deal = ten_percent()
    retire_deal(deal)
    with pytest.raises(NotProposed):
        propose(deal, to=contact, order=lamp, by=hero)
    assert possible(contact, lamp, by=hero) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": 10, "money": Money(100, EUR)},
        {},
        {"percent": 101},
        {"money": Money(0, EUR)},
        {"money": Money(5001, EUR)},
        {"money": Money(100, "USD")},
        {"percent": 10, "name": " "},
        {"percent": 10, "kind": Kind.RESHIP},
    ],
)
def test_a_deal_that_nobody_could_make_is_refused(hero: Agent, wrong: dict[str, object]) -> None:
    with pytest.raises(Unworkable):
        add_deal(**{"name": "Deal", "kind": Kind.DISCOUNT, **wrong})  # type: ignore[arg-type]


def test_the_panel_says_who_may_make_which_deal(hero: Agent, lamp: Order, contact: Contact) -> None:
    ten_percent()
    a_code(3000)
    shown = {one.deal.name: one.answer.verdict for one in possible(contact, lamp, by=hero)}
    assert shown == {"Ten percent back": Verdict.WITHIN, "A code": Verdict.APPROVAL}
    assert may_give(contact, lamp, by=hero)[Kind.REFUND] == Money(2000, EUR)
    accepted(Deal.objects.get(name="Ten percent back"), contact, lamp, hero)
    assert may_give(contact, lamp, by=hero)[Kind.REFUND] == Money(1450, EUR)
    assert may_give(contact, lamp, by=agent()) == {}


def shown(contact: Contact, lamp: Order, hero: Agent) -> list[Verdict]:
    return [one.answer.verdict for one in possible(contact, lamp, by=hero)]


def test_the_panel_foresees_that_a_second_person_looks_at_it(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    deal = ten_percent()
    for ref in "345":
        given(wish(bought(ref), 100), by=hero)
    assert shown(contact, lamp, hero) == [Verdict.APPROVAL]
    assert may_give(contact, lamp, by=hero) == {}
    made = accepted(deal, contact, lamp, hero)
    assert made.concession and made.concession.state == State.ASKED


def test_the_panel_counts_what_neighbours_got_and_what_went_back(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    ten_percent()
    take(refund(amount=5400))
    assert shown(contact, lamp, hero) == [Verdict.REFUSED]
    assert may_give(contact, lamp, by=hero)[Kind.REFUND] == Money(100, EUR)
    given(wish(bought("6", buyer=buyer("ben@example.com", ref="8")), 100), by=hero)
    assert may_give(contact, lamp, by=hero) == {}


def test_what_was_sent_again_for_nothing_is_no_purchase(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    made = accepted(a_code(), contact, lamp, hero)
    bought("3", placed_at=clock.now() + timedelta(days=30), reship_for=ids.new_id())
    assert settled(made) == Outcome.LEFT


def test_the_order_at_issue_is_the_one_they_name_else_the_newest(lamp: Order) -> None:
    newer = bought("2", number="#1002")
    orders = [newer, lamp]
    assert order_at_issue(their_matter(lamp, "Please cancel it all"), orders) == newer
    named = their_matter(lamp, f"Please cancel {lamp.number}")
    assert order_at_issue(named, orders) == lamp


def test_an_accepted_refund_kept_who_did_not_cancel(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    made = accepted(ten_percent(), contact, lamp, hero)
    with clock.stopped_at(clock.now() + FOLLOWED - timedelta(minutes=1)):
        assert settle_due() == 0
    assert settled(made) == Outcome.KEPT
    assert names()[-1] == "DealSettled"
    assert figures()[made.deal_id].kept == figures()[made.deal_id].settled == 1


def test_its_own_refund_is_no_leaving(hero: Agent, lamp: Order, contact: Contact) -> None:
    made = accepted(ten_percent(), contact, lamp, hero)
    assert made.concession
    carried_out(made.concession.id, ref="r1")
    soon = clock.now() + timedelta(hours=1)
    take(refund("r1", amount=550, refunded_at=soon))
    assert settled(made) == Outcome.KEPT


def test_who_had_the_order_refunded_or_cancelled_was_not_kept(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    made = accepted(ten_percent(), contact, lamp, hero)
    take(refund("r2", amount=4950, refunded_at=clock.now() + timedelta(days=3)))
    assert settled(made) == Outcome.REFUNDED


def test_who_cancelled_was_not_kept(hero: Agent, lamp: Order, contact: Contact) -> None:
    made = accepted(ten_percent(), contact, lamp, hero)
    Order.objects.filter(pk=lamp.pk).update(cancelled_at=clock.now() + timedelta(days=3))
    assert settled(made) == Outcome.CANCELLED


@pytest.mark.parametrize(("days", "outcome"), [(30, Outcome.KEPT), (91, Outcome.LEFT)])
def test_a_code_kept_who_bought_again_in_time(
    hero: Agent, lamp: Order, contact: Contact, days: int, outcome: Outcome
) -> None:
    made = accepted(a_code(), contact, lamp, hero)
    bought("3", placed_at=clock.now() + timedelta(days=days))
    assert settled(made) == outcome


def test_what_was_asked_for_and_refused_kept_nobody(
    hero: Agent, lamp: Order, contact: Contact
) -> None:
    made = accepted(a_code(3000), contact, lamp, hero)
    assert made.concession
    chief = holder(made.concession.approval.level)
    decide(made.concession.approval, granted=False, by=chief)
    assert settled(made) == Outcome.NOT_GIVEN


def test_steps_are_ours_until_an_admin_says_otherwise() -> None:
    assert len(steps()) == 5
    set_steps(["  Listen  first. ", "", "Then ask."])
    assert steps() == ["Listen first.", "Then ask."]
    for wrong in ([" "], ["x" * 201], ["x"] * 13):
        with pytest.raises(Unworkable):
            set_steps(wrong)
    assert steps() == ["Listen first.", "Then ask."]
