"""What policy owes is given once, whichever way it goes."""

from datetime import timedelta

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Order, ShipmentState
from lifelong.commerce.news import RefundLineNews
from lifelong.commerce.tests.building import refund, report, shipment, take
from lifelong.concessions.actions.approving import ask, decide
from lifelong.concessions.actions.giving import NotGiven
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import Approval, State
from lifelong.concessions.outlook import outlook
from lifelong.concessions.tests.building import (
    bought,
    buyer_of,
    days_ago,
    given,
    holder,
    is_balanced,
    level,
    owe,
    wish,
)

pytestmark = pytest.mark.django_db
ONE, BOTH = {"11": 1}, {"11": 2}


@pytest.fixture
def lost() -> Order:
    """Two lanterns for 25.00 each and 5.00 of shipping, sent 20 days ago and not seen since."""
    owe()
    order = bought()
    take(shipment(updated_at=days_ago(20)))
    return order


@pytest.fixture
def arrived() -> Order:
    owe()
    order = bought()
    take(shipment(updated_at=days_ago(3)))
    take(report("there", days_ago(2), ShipmentState.DELIVERED))
    return order


def left(order: Order) -> int:
    return outlook(buyer_of(order), order, currency="EUR", by=agent()).owed_left.amount


def suspected(order: Order) -> tuple[Approval, Approval]:
    """Of somebody who got much lately: a new parcel is asked for, and the money too."""
    low = level(1, 100)
    for ref in "234":
        given(wish(bought(ref), 10), by=holder(low))
    parcel = wish(order, 5000, Kind.RESHIP, Reason.LOST, items=BOTH)
    money = wish(order, 5500, reason=Reason.LOST)
    return ask(parcel, by=holder(low), key="parcel"), ask(money, by=holder(low), key="money")


def test_of_two_questions_about_the_same_loss_one_is_granted(lost: Order) -> None:
    parcel, money = suspected(lost)
    assert parcel.concession.due and money.concession.due
    assert decide(parcel, granted=True, by=holder(parcel.level)).due
    with pytest.raises(NotGiven):
        decide(money, granted=True, by=holder(money.level))
    is_balanced()


def test_what_is_not_owed_any_more_is_on_the_authority_of_who_says_yes(lost: Order) -> None:
    parcel, money = suspected(lost)
    decide(parcel, granted=True, by=holder(parcel.level))
    chief = holder(level(9, 9000))
    made = decide(money, granted=True, by=chief)
    assert (made.due, made.authority_of) == (False, chief)
    is_balanced()


def test_what_was_owed_when_it_was_asked_for_is_so_when_it_is_decided(arrived: Order) -> None:
    low = level(1, 100)
    for ref in "234":
        given(wish(bought(ref), 10), by=holder(low))
    wished = wish(arrived, 2500, reason=Reason.DAMAGED, items=ONE)
    approval = ask(wished, by=holder(low), key="damaged")
    arrived.shipments.update(delivered_at=days_ago(61))
    assert decide(approval, granted=True, by=holder(low)).due


def test_a_parcel_is_not_owed_for_money_that_went_back_past_us(lost: Order) -> None:
    assert left(lost) == 5500
    take(refund(amount=5500))
    assert left(lost) == 0
    with pytest.raises(NotGiven):
        given(wish(lost, 5000, Kind.RESHIP, Reason.LOST, items=BOTH), by=agent())


def test_a_parcel_is_not_owed_for_money_that_went_back_as_kindness(lost: Order) -> None:
    given(wish(lost, 3100), by=holder(level(1, 4000)))
    assert left(lost) == 2400
    with pytest.raises(NotGiven):
        given(wish(lost, 2500, Kind.RESHIP, Reason.LOST, items=ONE), by=agent())


def test_the_store_tells_of_our_refund_and_it_counts_once(lost: Order) -> None:
    made = given(wish(lost, 2500, reason=Reason.LOST, items=ONE), by=agent())
    take(refund("8", amount=2500))
    lost.refunds.update(note=f"Lifelong {made.id}")
    assert left(lost) == 3000
    again = wish(lost, 2500, Kind.RESHIP, Reason.LOST, items=ONE)
    assert given(again, by=agent()).state == State.GRANTED


def came_back(quantity: int) -> None:
    news = refund("back", amount=0)
    line = RefundLineNews(item_ref="11", quantity=quantity, amount=0)
    take(type(news)(**{**vars(news), "lines": (line,)}))


def test_what_was_not_liked_is_paid_back_up_to_what_came_back(arrived: Order) -> None:
    came_back(1)
    with pytest.raises(NotGiven):
        given(wish(arrived, 5500, reason=Reason.REGRETTED), by=agent())
    with pytest.raises(NotGiven):
        given(wish(arrived, 2500, reason=Reason.REGRETTED, items=BOTH), by=agent())
    assert given(wish(arrived, 2500, reason=Reason.REGRETTED, items=ONE), by=agent()).due
    with pytest.raises(NotGiven):
        given(wish(arrived, 1, reason=Reason.REGRETTED), by=agent())


def test_what_the_store_paid_for_goods_that_came_back_is_not_owed_again(arrived: Order) -> None:
    came_back(1)
    take(refund("8", amount=2500))
    with pytest.raises(NotGiven):
        given(wish(arrived, 2500, reason=Reason.REGRETTED), by=agent())


def test_where_all_of_it_came_back_all_of_it_is_owed(arrived: Order) -> None:
    came_back(2)
    assert given(wish(arrived, 5500, reason=Reason.REGRETTED), by=agent()).due


def test_an_order_that_waits_to_be_sent_is_not_owed_until_it_is_cancelled() -> None:
    owe()
    order = bought()
    wished = wish(order, 5500, reason=Reason.CANCELLED)
    with pytest.raises(NotGiven):
        given(wished, by=agent())
    Order.objects.update(cancelled_at=days_ago(0) - timedelta(minutes=1))
    assert given(wished, by=agent()).due
