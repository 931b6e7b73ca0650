"""What is given within authority, what is refused, and what counts together."""

from datetime import timedelta

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Financial, ShipmentState
from lifelong.commerce.tests.building import buyer, refund, report, shipment, take
from lifelong.concessions.actions.carrying_out import begin_try, carried_out, failed_once
from lifelong.concessions.actions.giving import KeyReused, NeedsApproval, NotGiven, give
from lifelong.concessions.actions.setting_authority import hand_level, set_level, take_level
from lifelong.concessions.actions.weighing import NotThisOrder, Wish
from lifelong.concessions.authority import Kind, Limit, Reason
from lifelong.concessions.models import Concession, State
from lifelong.concessions.tests.building import (
    bought,
    buyer_of,
    days_ago,
    given,
    holder,
    is_balanced,
    level,
    made_at,
    owe,
    wish,
)
from lifelong.conversations.actions.joining import join
from lifelong.conversations.tests.building import inbox
from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Handle
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.money import Money

pytestmark = pytest.mark.django_db


def test_within_authority_it_is_granted_at_once_and_on_the_ledger() -> None:
    hero, order = holder(level(1, 2000)), bought()
    made = given(wish(order, 2000), by=hero)
    assert (made.state, made.due, made.authority_of) == (State.GRANTED, False, hero)
    fact = Event.objects.get(name="ConcessionGranted").data
    assert fact["money"] == {"amount": 2000, "currency": "EUR"}
    is_balanced()


def test_beyond_it_somebody_is_named_who_can_allow_it() -> None:
    hero, order = holder(level(1, 2000)), bought()
    level(2, 5000)
    with pytest.raises(NeedsApproval, match=r"That makes €20.01 .*Level 2 can allow it\."):
        given(wish(order, 2001), by=hero)
    assert not Concession.objects.exists()


def test_several_gifts_on_one_order_count_together_whoever_gives_and_whatever_kind() -> None:
    hero_level, order = level(1, 2000), bought()
    given(wish(order, 1500), by=holder(hero_level))
    with pytest.raises(NotGiven):
        given(wish(order, 501, Kind.DISCOUNT), by=holder(hero_level))
    given(wish(order, 500, Kind.CREDIT), by=holder(hero_level))


def test_the_same_key_gives_once() -> None:
    hero, order = holder(level(1, 2000)), bought()
    first = given(wish(order, 1500), by=hero, key="a click")
    assert given(wish(order, 1500), by=hero, key="a click") == first
    with pytest.raises(KeyReused):
        given(wish(order, 400), by=hero, key="a click")
    assert Concession.objects.count() == 1
    is_balanced()


def test_what_the_store_refused_counts_no_more() -> None:
    hero, order = holder(level(1, 2000)), bought()
    made = given(wish(order, 2000), by=hero)
    begin_try(made.id)
    failed_once(made.id, words="No.", permanent=True, unsure=False, pause=timedelta(0))
    is_balanced()
    given(wish(order, 2000), by=hero)


def test_a_customers_90_days_count_over_their_orders() -> None:
    hero = holder(level(1, 2000, cap=3000))
    made = given(wish(bought("1"), 2000), by=hero)
    other = bought("2")
    with pytest.raises(NotGiven, match="to this customer in 90 days"):
        given(wish(other, 1001), by=hero)
    made_at(made, days_ago(91))
    # of the agent's own period nothing is left of it either
    given(wish(other, 2000), by=hero)


def test_people_who_were_joined_count_as_one() -> None:
    lowest = level(1, 2000, cap=3000)
    given(wish(bought("1"), 2000), by=holder(lowest))
    elsewhere = bought("2", buyer=buyer("ben@example.com", ref="8"), recipients=())
    assert buyer_of(elsewhere) != Concession.objects.get().customer
    inbox()
    join(Concession.objects.get().customer, buyer_of(elsewhere), by=agent())
    with pytest.raises(NotGiven, match="to this customer in 90 days"):
        given(wish(elsewhere, 1001), by=holder(lowest))


def test_neighbours_at_one_address_are_looked_at_by_a_second_person() -> None:
    lowest = level(1, 2000)
    given(wish(bought("1"), 500), by=holder(lowest))
    next_door = bought("2", buyer=buyer("ben@example.com", ref="8"))
    with pytest.raises(NeedsApproval, match="others at the same address"):
        given(wish(next_door, 500), by=holder(lowest))


def test_what_went_to_an_address_counts_for_whoever_lives_there() -> None:
    lowest = level(1, 2000, cap=3000)
    given(wish(bought("1"), 2000), by=holder(lowest))
    next_door = bought("2", buyer=buyer("ben@example.com", ref="8"))
    with pytest.raises(NotGiven, match="to this customer in 90 days"):
        given(wish(next_door, 1001), by=holder(lowest))


def test_the_fourth_gift_in_90_days_is_looked_at_by_a_second_person() -> None:
    lowest = level(1, 2000)
    for ref in "123":
        given(wish(bought(ref), 100), by=holder(lowest))
    with pytest.raises(NeedsApproval, match="three times or more"):
        given(wish(bought("4"), 100), by=holder(lowest))


def test_refunds_never_exceed_what_was_paid_whoever_made_them() -> None:
    hero, order = holder(level(1, 9000)), bought()
    take(refund(amount=2500))
    given(wish(order, 3000), by=hero)
    with pytest.raises(NotGiven, match=r"€0.00 is left"):
        given(wish(order, 1), by=hero)


def test_a_refund_of_ours_that_the_store_tells_of_counts_once() -> None:
    hero, order = holder(level(1, 9000)), bought()
    made = given(wish(order, 2500), by=hero)
    carried_out(made.id, ref="7")
    take(refund("7", amount=2500))
    given(wish(order, 3000), by=hero)


def test_what_policy_owes_needs_no_authority_and_uses_none() -> None:
    owe()
    order = bought()
    now = clock.now()
    take(shipment(updated_at=now - timedelta(days=2)))
    take(report("there", now - timedelta(days=1), ShipmentState.DELIVERED))
    nobody = agent()
    made = given(wish(order, 2500, reason=Reason.DAMAGED, items={"11": 1}), by=nobody)
    assert (made.due, made.authority_of, made.state) == (True, None, State.GRANTED)
    is_balanced()
    # the other lantern may be broken too, but no third one
    again = wish(order, 5000, Kind.RESHIP, Reason.DAMAGED, items={"11": 2})
    with pytest.raises(NotGiven):
        given(again, by=nobody)
    with pytest.raises(NotGiven):
        given(wish(order, 500, reason=Reason.DAMAGED, items={"11": 2}), by=nobody)
    given(wish(order, 2500, Kind.RESHIP, Reason.DAMAGED, items={"11": 1}), by=nobody)


def test_more_than_the_damaged_item_cost_is_beyond_policy() -> None:
    owe()
    order = bought()
    now = clock.now()
    take(shipment(updated_at=now - timedelta(days=2)))
    take(report("there", now - timedelta(days=1), ShipmentState.DELIVERED))
    with pytest.raises(NotGiven):
        given(wish(order, 2501, reason=Reason.DAMAGED, items={"11": 1}), by=agent())


def test_money_goes_to_who_paid_and_only_if_they_did() -> None:
    hero, order = holder(level(1, 9000)), bought()
    stranger = bought("2", buyer=buyer("ben@example.com", ref="8"))
    unpaid = bought("3", financial=Financial.PENDING)
    with pytest.raises(NotThisOrder, match="not bought by this customer"):
        wished = wish(stranger, 100)
        give(
            type(wished)(wished.kind, wished.money, wished.reason, buyer_of(order), stranger),
            by=hero,
            key="k",
        )
    with pytest.raises(NotThisOrder, match="not paid"):
        given(wish(unpaid, 100), by=hero)
    with pytest.raises(NotThisOrder, match="were not in the order"):
        given(wish(order, 100, items={"11": 3}), by=hero)


def test_a_new_version_holds_from_its_day_and_the_old_one_stays_on_what_was_given() -> None:
    lowest, order = level(1, 2000), bought()
    hero = holder(lowest)
    before = given(wish(order, 100), by=hero)
    terms = {"per_customer": 9000, "per_agent": 9000, "period": timedelta(days=30), "by": None}
    tomorrow = clock.now() + timedelta(days=1)
    set_level(lowest, limits={Kind.REFUND: Limit(200)}, holds_from=tomorrow, **terms)  # type: ignore[arg-type]
    given(wish(order, 500), by=hero)
    with clock.stopped_at(tomorrow), pytest.raises(NotGiven):
        given(wish(order, 1), by=hero)
    assert before.version == lowest.versions.earliest("holds_from")


def test_who_changes_level_or_leaves_has_what_they_hold_now() -> None:
    small, large, order = level(1, 1000), level(2, 3000), bought()
    hero = holder(small)
    hand_level(hero, level=large)
    given(wish(order, 3000), by=hero)
    take_level(hero, currency="EUR")
    with pytest.raises(NotGiven, match="You hold no authority in EUR"):
        given(wish(order, 1), by=hero)


def test_store_credit_without_an_order_needs_a_limit_without_a_share() -> None:
    order = bought()
    hero = holder(level(1, 2000, percent=None))
    wished = wish(order, 500, Kind.CREDIT)
    alone = type(wished)(Kind.CREDIT, Money(500, "EUR"), Reason.GOODWILL, buyer_of(order))
    made = given(alone, by=hero)
    # it is carried out where they bought last, in their own name there
    assert (made.order, made.connection, made.buyer) == (None, order.connection, "9")


def test_who_is_in_a_shops_records_can_be_given_something_before_they_buy() -> None:
    hero = holder(level(1, 2000, percent=None))
    take(buyer("", ref="12"))
    ida = Handle.objects.get(kind="store").customer
    wished = Wish(Kind.DISCOUNT, Money(500, "EUR"), Reason.GOODWILL, ida)
    assert given(wished, by=hero).buyer == "12"


def test_who_is_in_no_shops_records_is_given_nothing() -> None:
    hero = holder(level(1, 2000, percent=None))
    ida = recognise(kind="email", value="ida@example.com", how="mail").customer
    with pytest.raises(NotThisOrder, match="no shop is known"):
        given(Wish(Kind.DISCOUNT, Money(500, "EUR"), Reason.GOODWILL, ida), by=hero)
