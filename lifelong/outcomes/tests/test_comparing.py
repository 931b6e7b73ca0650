"""What came of whom a play was for equals a recount in plain Python on made-up pasts."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from lifelong.outcomes.comparing import NOBODY, Outcome, by_day, drawn
from lifelong.outcomes.facts import CaseFact, OrderFact, ReviewFact
from lifelong.outcomes.tests.histories import BEGIN, History, made_up
from lifelong.plays.assignment import Arm, season_of

PLAY, OTHER = UUID(int=7), UUID(int=8)
WINDOWS = {
    Outcome.REPURCHASE: timedelta(days=30),
    Outcome.REVENUE: timedelta(days=30),
    Outcome.CONTACT_AGAIN: timedelta(days=7),
    Outcome.GOOD_REVIEW: timedelta(days=30),
}


def with_cases(chance: Random) -> History:
    """People who are several times one a play is for, at moments that often coincide with what
    they do, and under two shares."""
    history = made_up(chance, people=30, contacts=200, orders=150)
    people = [one.customer_id for one in history.contacts]
    for number in range(120):
        at = BEGIN + timedelta(days=chance.randrange(60), hours=chance.choice([0, 22, 23]))
        history.cases.append(
            CaseFact(
                case_id=UUID(int=20_000 + number), play_id=chance.choice([PLAY, PLAY, OTHER]),
                customer_id=chance.choice(people), arm=chance.choice([arm.value for arm in Arm]),
                holdout=chance.choice([20, 20, 30]), season=season_of(at), begun_at=at,
                touches=0, touched_at=None, replied_at=None,
            )
        )  # fmt: skip
        reviewed_at = at + timedelta(days=chance.choice([0, 30]))
        history.reviews.append(
            ReviewFact(
                review_id=UUID(int=30_000 + number), customer_id=chance.choice(people),
                stars=chance.randrange(1, 6), reviewed_at=reviewed_at,
            )
        )  # fmt: skip
    return history


def first_cases(history: History) -> list[CaseFact]:
    firsts: dict[tuple[UUID, str], CaseFact] = {}
    for one in sorted(history.cases, key=lambda one: (one.begun_at, one.case_id)):
        if one.play_id == PLAY and one.holdout == 20 and one.arm != Arm.OWED:
            firsts.setdefault((one.customer_id, one.season), one)
    return list(firsts.values())


def came_of(history: History, one: CaseFact, outcome: Outcome) -> int:
    def soon(at: datetime) -> bool:
        return timedelta() < at - one.begun_at <= WINDOWS[outcome]

    mine = [order for order in history.orders if order.customer_id == one.customer_id]
    bought = [order for order in mine if is_bought(order) and soon(order.placed_at)]
    if outcome is Outcome.REVENUE:
        return sum(order.total - order.refunded for order in bought)
    if outcome is Outcome.REPURCHASE:
        return bool(bought)
    if outcome is Outcome.GOOD_REVIEW:
        return any(
            review.customer_id == one.customer_id and review.stars >= 4 and soon(review.reviewed_at)
            for review in history.reviews
        )
    theirs = {
        contact.contact_id: contact
        for contact in history.contacts
        if contact.customer_id == one.customer_id and contact.resolution != "spam"
    }
    begun = [contact.opened_at for contact in theirs.values() if contact.begun_by == "customer"]
    again = [back.reopened_at for back in history.reopenings if back.contact_id in theirs]
    return any(soon(at) for at in (*begun, *again))


def is_bought(order: OrderFact) -> bool:
    return (
        order.kind == "order" and order.paid and not order.is_test and order.refunded < order.total
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_equals_the_recount(outcome: Outcome, seed: int, tmp_path: Path) -> None:
    history = with_cases(Random(seed))
    facts = history.open(tmp_path)
    sums: dict[tuple[object, str], list[int]] = defaultdict(list)
    for one in first_cases(history):
        known = one.begun_at + WINDOWS[outcome]
        if known <= history.seen_until:
            day = known.astimezone(UTC).date()
            sums[day, one.arm].append(came_of(history, one, outcome))
    found = by_day(facts, PLAY, outcome, holdout=20, currency="EUR")
    for day, arms in found:
        for arm, seen in ((Arm.TREATMENT, arms.treated), (Arm.HOLDOUT, arms.held_out)):
            values = sums.pop((day, arm.value), [])
            assert (seen.number, seen.total) == (len(values), sum(values))
            assert seen.cubes == sum(value**3 for value in values)
    assert not sums
    assert found


def test_both_arms_hold_whom_the_recount_finds(tmp_path: Path) -> None:
    history = with_cases(Random(9))
    firsts = first_cases(history)
    treated = sum(one.arm == Arm.TREATMENT for one in firsts)
    found = drawn(history.open(tmp_path), PLAY, holdout=20)
    assert found == (treated, len(firsts) - treated)


def test_of_nobody_nothing_came(tmp_path: Path) -> None:
    facts = History().open(tmp_path)
    assert by_day(facts, PLAY, Outcome.REVENUE, holdout=20, currency="EUR") == []
    assert NOBODY + NOBODY == NOBODY
