"""What policy owes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.policy import OrderFacts, Policy, owes

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = Policy(claims=60 * DAY, returns=30 * DAY, lost_after=14 * DAY)
ARRIVED = OrderFacts(
    cancelled=False,
    sent_at=NOW - 40 * DAY,
    delivered_at=NOW - 30 * DAY,
    failed=False,
    came_back=False,
)
ON_ITS_WAY = replace(ARRIVED, sent_at=NOW - 14 * DAY, delivered_at=None)


def due(
    reason: Reason, facts: OrderFacts, kind: Kind = Kind.REFUND, *, now: datetime = NOW
) -> bool:
    return owes(POLICY, kind, reason, facts, now=now)


def test_a_fault_is_made_good_until_the_last_day() -> None:
    last = ARRIVED.delivered_at
    assert last
    assert due(Reason.DAMAGED, ARRIVED, now=last + 60 * DAY)
    assert due(Reason.WRONG, ARRIVED, Kind.RESHIP)
    assert not due(Reason.DAMAGED, ARRIVED, now=last + 60 * DAY + timedelta(seconds=1))
    assert not due(Reason.DAMAGED, ON_ITS_WAY)


def test_a_parcel_is_lost_after_its_days_or_when_the_carrier_says_so() -> None:
    assert not due(Reason.LOST, ON_ITS_WAY)
    assert due(Reason.LOST, ON_ITS_WAY, now=NOW + DAY)
    assert due(Reason.LOST, replace(ON_ITS_WAY, failed=True))
    assert not due(Reason.LOST, replace(ARRIVED, failed=True))


def test_goods_that_came_back_in_time_are_paid_back_and_not_sent_again() -> None:
    back = replace(ARRIVED, came_back=True)
    assert due(Reason.REGRETTED, back)
    assert not due(Reason.REGRETTED, ARRIVED)
    assert not due(Reason.REGRETTED, back, Kind.RESHIP)
    assert not due(Reason.REGRETTED, back, now=NOW + DAY)


def test_what_was_cancelled_before_it_was_sent_is_paid_back() -> None:
    waits = replace(ON_ITS_WAY, sent_at=None)
    assert due(Reason.CANCELLED, replace(waits, cancelled=True))
    assert not due(Reason.CANCELLED, waits), "it will be sent yet"
    assert not due(Reason.CANCELLED, replace(ON_ITS_WAY, cancelled=True))


def test_codes_and_kindness_are_never_owed() -> None:
    for kind in (Kind.DISCOUNT, Kind.CREDIT):
        assert not any(due(reason, ARRIVED, kind) for reason in Reason)
    assert not due(Reason.GOODWILL, ARRIVED)
    assert not due(Reason.LATE, ARRIVED)
