"""Must-hold 7 against a shop that is slow, busy, stumbles, or does it and says nothing."""

from decimal import Decimal

import pytest

from lifelong.channels.models import Connection
from lifelong.commerce.models import Order
from lifelong.concessions.actions.carrying_out import PAUSES, doubted_ids
from lifelong.concessions.actions.giving import NotGiven
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession, State
from lifelong.concessions.tests.building import given, giver, holder, is_balanced, level, wish
from lifelong.connectors.giving import carry_out, look_again
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify.refunding import AT_WORK
from lifelong.lib import clock
from tests.proofs.shops import react
from tests.vendors.granting import granted, now_due
from tests.vendors.server import (
    ACCEPTS_AND_DIES,
    ACCEPTS_AND_STUMBLES,
    DIES,
    SLOW,
    Fault,
    Says,
    busy,
)
from tests.vendors.shopify import Shopify

BREAKS = Fault(before=Says(502))
pytestmark = pytest.mark.django_db(transaction=True)


def paid_back(store: Shopify) -> Decimal:
    rows = store.transactions["77"]
    return sum((Decimal(one["amount"]) for one in rows if one["kind"] == "refund"), Decimal(0))


def test_a_refund_is_paid_back_once_and_known_by_its_id(store: Shopify, order: Order) -> None:
    made = granted(order, 1250)
    assert carry_out(made.id) is None
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert (made.state, made.ref) == (State.DONE, "5000")
    assert paid_back(store) == Decimal("12.50")
    is_balanced()


@pytest.mark.parametrize(
    "fault",
    [SLOW, busy(2), DIES, ACCEPTS_AND_DIES, ACCEPTS_AND_STUMBLES, Fault(before=Says(502))],
)
def test_whatever_goes_wrong_it_is_paid_back_once(
    store: Shopify, order: Order, fault: Fault
) -> None:
    made = granted(order, 1250)
    store.fail_next(fault)
    if carry_out(made.id) is not None:
        made.refresh_from_db()
        assert made.state == State.GRANTED
        now_due(made)
        assert carry_out(made.id) is None
    made.refresh_from_db()
    assert made.state == State.DONE
    assert (paid_back(store), len(store.refunds["77"])) == (Decimal("12.50"), 1)
    is_balanced()


def test_a_refund_of_which_nothing_was_heard_is_not_repeated_while_the_shop_may_be_at_work(
    store: Shopify, order: Order
) -> None:
    made, before = granted(order, 1250), clock.now()
    store.fail_next(ACCEPTS_AND_DIES)
    next_try_at = carry_out(made.id)
    assert next_try_at is not None and next_try_at >= before + AT_WORK
    assert store.refunds["77"], "it had done it all the while"


def test_a_refund_that_the_shop_was_too_busy_for_is_repeated_soon(
    store: Shopify, order: Order
) -> None:
    made, before = granted(order, 1250), clock.now()
    store.fail_next(busy(2))
    next_try_at = carry_out(made.id)
    assert next_try_at is None or next_try_at < before + AT_WORK


def test_while_the_shop_cannot_be_asked_nothing_more_is_sent(store: Shopify, order: Order) -> None:
    made = granted(order, 1250)
    store.fail_next(ACCEPTS_AND_DIES)
    assert carry_out(made.id) is not None
    now_due(made)
    store.fail_next(Fault(before=Says(503)), method="GET")
    assert carry_out(made.id) is not None
    assert len([one for one in store.asked if one.method == "POST"]) == 1
    now_due(made)
    assert carry_out(made.id) is None
    assert paid_back(store) == Decimal("12.50")


def test_the_webhook_may_come_before_the_answer(store: Shopify, order: Order) -> None:
    made = granted(order, 1250)
    store.fail_next(ACCEPTS_AND_DIES)
    assert carry_out(made.id) is not None
    assert set(store.send(copies=2)) == {200}
    while settle_batch():
        pass
    react()
    made.refresh_from_db()
    assert (made.state, made.ref) == (State.DONE, "5000")
    now_due(made)
    assert carry_out(made.id) is None
    assert paid_back(store) == Decimal("12.50")
    is_balanced()


def test_parts_up_to_the_total_are_paid_back_and_no_cent_more(store: Shopify, order: Order) -> None:
    hero = holder(level(1, 9000))
    for amount in (3000, 2500):
        carry_out(given(wish(order, amount), by=hero).id)
    with pytest.raises(NotGiven, match=r"€0.00 is left"):
        given(wish(order, 1), by=hero)
    assert paid_back(store) == Decimal("55.00")
    is_balanced()


def test_what_was_paid_back_in_the_shop_meanwhile_makes_it_fail(
    store: Shopify, order: Order
) -> None:
    made = granted(order, 3000)
    other = granted_elsewhere(store)
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert (made.state, made.words.startswith("The payments")) == (State.FAILED, True)
    assert paid_back(store) == other
    is_balanced()


def granted_elsewhere(store: Shopify) -> Decimal:
    """Somebody pays back 40.00 in the shop itself; its webhook has not come yet."""
    payment = store.transactions["77"][0]
    part = {"parent_id": payment["id"], "amount": "40.00", "kind": "refund", "gateway": "bogus"}
    wanted = {"note": "by hand", "currency": "EUR", "transactions": [part], "refund_line_items": []}
    assert store._pay_back("77", wanted).status == 201
    return Decimal("40.00")


def test_a_kind_that_the_shop_is_not_taught_fails_and_says_so(store: Shopify, order: Order) -> None:
    Connection.objects.update(connector="email")
    made = granted(order, 500, Kind.DISCOUNT)
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert (made.state, made.words) == (
        State.FAILED,
        "Lifelong cannot do this in the store yet (discount code).",
    )
    is_balanced()


@pytest.mark.parametrize("fault, state", [(ACCEPTS_AND_DIES, "done"), (BREAKS, "failed")])
def test_what_nobody_knows_is_said_so_and_looked_for_later(
    store: Shopify, order: Order, fault: Fault, state: str
) -> None:
    made = granted(order, 1250)
    Concession.objects.update(tries=len(PAUSES))
    store.fail_next(fault)
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert made.state == State.UNKNOWN
    is_balanced()
    # it still counts: it may have been done
    with pytest.raises(NotGiven):
        given(wish(order, 5500), by=giver(made))
    store.fail_next(BREAKS, method="GET")
    look_again(made.id)
    made.refresh_from_db()
    assert made.state == State.UNKNOWN
    assert doubted_ids() == [], "the shop may be at work on it"
    now_due(made)
    assert doubted_ids() == [made.id]
    look_again(made.id)
    made.refresh_from_db()
    assert (made.state, doubted_ids()) == (state, [])
    assert len(store.refunds.get("77", [])) == (state == "done")
    is_balanced()
