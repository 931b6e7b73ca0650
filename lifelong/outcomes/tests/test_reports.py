"""What a play's page says, on made-up people whose truth is known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from lifelong.outcomes.actions.looking import look_at_plays
from lifelong.outcomes.comparing import Outcome
from lifelong.outcomes.effects import Verdict
from lifelong.outcomes.facts import CaseFact, ContactFact, Facts, OrderFact, ReviewFact
from lifelong.outcomes.ledgers import Caused
from lifelong.outcomes.reports import Report, plan, report
from lifelong.outcomes.tests.histories import History, contact
from lifelong.plays.assignment import Arm
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.tests.building import play

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def past(
    of: Play, *, people: int = 4000, lift: float = 0.0, again: float = 0.0, share: float = 0.2
) -> History:
    """A quarter buys again, of the treated `lift` more; a fifth writes, of the treated `again`
    more. Every tenth is owed help, and buys nothing."""
    chance, history = Random(3), History()
    history.seen_until = BEGIN + timedelta(days=140)
    for number in range(people):
        owed = number % 10 == 0
        arm = Arm.OWED if owed else Arm.HOLDOUT if chance.random() < share else Arm.TREATMENT
        treated = arm is Arm.TREATMENT
        at = BEGIN + timedelta(days=number % 100, minutes=number)
        history.cases.append(case(of, number, arm, at))
        if not owed and chance.random() < 0.25 + lift * treated:
            history.orders.append(order(number, at + timedelta(days=chance.uniform(0.1, 30))))
        if chance.random() < 0.2 + again * treated:
            history.contacts.append(wrote(chance, number, at + timedelta(days=3)))
    return history


def case(of: Play, number: int, arm: Arm, at: datetime, **fields: object) -> CaseFact:
    made = CaseFact(
        case_id=UUID(int=number), play_id=of.id, customer_id=UUID(int=number), arm=arm.value,
        holdout=20, season="2026-Q1", begun_at=at, touches=0, touched_at=None, replied_at=None,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def order(number: int, at: datetime, **fields: object) -> OrderFact:
    made = OrderFact(
        order_id=UUID(int=10**6 + number), customer_id=UUID(int=number), placed_at=at,
        kind="order", paid=True, is_test=False, currency="EUR", total=5000, refunded=0,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def wrote(chance: Random, number: int, at: datetime) -> ContactFact:
    made = contact(chance, number, [UUID(int=number)], [order(0, at)], until_days=1)
    return replace(made, opened_at=at, begun_by="customer", resolution="solved")


def told(history: History, of: Play, folder: Path) -> Report:
    return report(history.open(folder), of, currency="EUR")


def test_a_play_that_works_is_found_to_work(tmp_path: Path) -> None:
    one = play(holdout=20)
    found = told(past(one, lift=0.15), one, tmp_path)
    assert found.verdict is Verdict.WORKS
    assert found.effects[Outcome.REPURCHASE].interval.low > 0
    assert found.effects[Outcome.CONTACT_AGAIN].verdict is Verdict.NOT_YET_KNOWN


def test_a_play_that_does_nothing_is_not_yet_known(tmp_path: Path) -> None:
    one = play(holdout=20)
    assert told(past(one), one, tmp_path).verdict is Verdict.NOT_YET_KNOWN


def test_a_play_that_makes_people_write_harms(tmp_path: Path) -> None:
    one = play(holdout=20)
    found = told(past(one, again=0.2), one, tmp_path)
    assert found.effects[Outcome.CONTACT_AGAIN].verdict is Verdict.HARMS
    assert found.verdict is Verdict.HARMS
    assert found.avoided is not None
    estimate, least, most = found.avoided
    assert estimate < 0
    assert least < estimate < most < 0


@pytest.mark.parametrize("kind", [PlayKind.OUTREACH, PlayKind.RETENTION])
def test_a_play_that_harms_switches_itself_off_and_no_other_does(
    kind: PlayKind, tmp_path: Path
) -> None:
    bad, good = play(kind, holdout=20), play(PlayKind.FOLLOW_UP, holdout=20)
    history = past(bad, lift=-0.15)
    assert look_at_plays(history.open(tmp_path)) == [bad]
    assert list(Play.objects.filter(is_on=True)) == [good]


def test_arms_that_were_not_drawn_so_block_the_report(tmp_path: Path) -> None:
    one = play(holdout=20)
    found = told(past(one, share=0.3, lift=0.2), one, tmp_path)
    assert "groups" in found.blocked
    assert (found.effects, found.avoided) == ({}, None)
    assert found.caused(date(2026, 1, 1), date(2027, 1, 1)) is None
    assert found.verdict is Verdict.NOT_YET_KNOWN


def test_too_few_people_have_caused_and_avoided_nothing_that_is_known(tmp_path: Path) -> None:
    one = play(holdout=20)
    found = told(past(one, people=60), one, tmp_path)
    assert found.avoided is None
    assert found.caused(date(2026, 1, 1), date(2027, 1, 1)) == Caused(None, None, None)


def test_another_share_leaves_what_was_caused_before_as_it_was(tmp_path: Path) -> None:
    one, days = play(holdout=20), (date(2026, 1, 1), date(2026, 12, 1))
    facts = past(one, lift=0.15).open(tmp_path)
    before = report(facts, one, currency="EUR").caused(*days)
    one.holdout = 30
    assert before is not None and before.low is not None and before.low.amount > 0
    assert report(facts, one, currency="EUR").caused(*days) == before


def test_people_who_were_not_drawn_as_said_have_caused_nothing_that_is_known(
    tmp_path: Path,
) -> None:
    one, days = play(holdout=20), (date(2026, 1, 1), date(2026, 12, 1))
    facts = past(one, lift=0.15, share=0.3).open(tmp_path)
    one.holdout = 30
    assert report(facts, one, currency="EUR").caused(*days) == Caused(None, None, None)


def test_who_is_owed_help_is_compared_with_nobody(tmp_path: Path) -> None:
    one = play(holdout=20)
    history = past(one)
    owed = sum(case.arm == Arm.OWED for case in history.cases)
    found = told(history, one, tmp_path)
    assert found.treated + found.held_out == len(history.cases) - owed


def open_one(folder: Path, of: Play, *orders: OrderFact, days: int = 40) -> Facts:
    history = History(seen_until=BEGIN + timedelta(days=days))
    history.cases = [
        case(of, 1, Arm.TREATMENT, BEGIN),
        # a second one of the same season is no second person
        case(of, 2, Arm.TREATMENT, BEGIN + timedelta(days=1), customer_id=UUID(int=1)),
        case(of, 3, Arm.HOLDOUT, BEGIN, holdout=10),
    ]
    history.orders = list(orders)
    return history.open(folder)


def test_a_person_counts_once_a_season_and_only_as_drawn_by_todays_share(tmp_path: Path) -> None:
    one = play(holdout=20)
    found = report(open_one(tmp_path, one), one, currency="EUR")
    assert (found.treated, found.held_out) == (1, 0)


def test_revenue_is_what_was_paid_in_our_currency_and_not_given_back(tmp_path: Path) -> None:
    one = play(holdout=20)
    at = BEGIN + timedelta(days=2)
    orders = [
        order(1, at, refunded=1000),
        order(1, at, order_id=UUID(int=7), currency="USD"),
        order(1, BEGIN + timedelta(days=31), order_id=UUID(int=8)),
        order(1, BEGIN, order_id=UUID(int=9)),
    ]
    found = report(open_one(tmp_path, one, *orders), one, currency="EUR")
    assert found.effects[Outcome.REVENUE].arms.treated.total == 4000
    assert found.effects[Outcome.REPURCHASE].arms.treated.total == 1


def test_whose_time_is_not_over_does_not_count_yet(tmp_path: Path) -> None:
    one = play(holdout=20)
    facts = open_one(tmp_path, one, order(1, BEGIN + timedelta(days=1)), days=20)
    found = report(facts, one, currency="EUR")
    assert found.effects[Outcome.REPURCHASE].arms.treated.number == 0
    assert found.effects[Outcome.CONTACT_AGAIN].arms.treated.number == 1


def test_a_good_review_has_four_stars_or_more(tmp_path: Path) -> None:
    one = play(holdout=20)
    history = past(one, people=20)
    at = BEGIN + timedelta(days=30)
    history.reviews = [
        ReviewFact(review_id=UUID(int=n), customer_id=UUID(int=n), stars=stars, reviewed_at=at)
        for n, stars in ((11, 3), (12, 4), (13, 5))
    ]
    effect = told(history, one, tmp_path).effects[Outcome.GOOD_REVIEW]
    assert effect.arms.treated.total + effect.arms.held_out.total == 2


def test_the_looks_end_with_what_is_known_now(tmp_path: Path) -> None:
    one = play(holdout=20)
    effect = told(past(one), one, tmp_path).effects[Outcome.REPURCHASE]
    assert effect.looks[-1].interval == effect.interval
    days = [look.day for look in effect.looks]
    assert days == sorted(set(days))


def test_the_plan_goes_by_the_volume_of_the_last_four_weeks(tmp_path: Path) -> None:
    one = play(holdout=20)
    made = plan(past(one).open(tmp_path), one, currency="EUR")
    assert made is not None
    assert made.per_day == pytest.approx(36, abs=2)
    assert made.share == 0.2
