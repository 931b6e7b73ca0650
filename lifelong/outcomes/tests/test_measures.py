"""Each of the five numbers equals a recount in plain Python on made-up pasts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from ibis.expr.types import Table

from lifelong.lib.money import Money
from lifelong.outcomes import measures
from lifelong.outcomes.effects import Interval
from lifelong.outcomes.facts import number_of
from lifelong.outcomes.ledgers import Caused, attributed, caused
from lifelong.outcomes.period import Period
from lifelong.outcomes.tests.histories import SEEN_UNTIL, ZONE, History, made_up
from lifelong.outcomes.tests.recount import Recount

#: with the day on which the clocks are changed in it; and one whose last 30 days are not yet over
PERIODS = [(date(2026, 3, 3), date(2026, 4, 2)), (date(2026, 4, 1), date(2026, 5, 3))]
PARTED = {
    "contact_rate": measures.contact_rate,
    "answered_in_time": measures.answered_in_time,
    "settled_once": measures.settled_once,
    "repurchase": measures.repurchase,
}
#: in one currency
costs = partial(measures.cost_per_settled, currency="EUR")


def rows(table: Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_five_numbers_equal_the_recount(seed: int, tmp_path: Path) -> None:
    history = made_up(Random(seed))
    facts = history.open(tmp_path)
    for first, until in PERIODS:
        period, recount = Period(first, until, ZONE), Recount(history, first, until)
        for name, measure in PARTED.items():
            assert rows(measure(facts, period)) == [getattr(recount, name)()], name
        assert rows(costs(facts, period)) == [recount.cost_per_settled()]


@pytest.mark.parametrize("name", PARTED)
def test_what_is_not_over_yet_counts_as_in_the_recount(name: str, tmp_path: Path) -> None:
    """A period that reaches a month beyond what was seen: much of it falls due only later."""
    history, days = made_up(Random(8)), (date(2026, 4, 20), date(2026, 6, 10))
    found = PARTED[name](history.open(tmp_path), Period(*days, ZONE))
    assert rows(found) == [getattr(Recount(history, *days), name)()]


@pytest.mark.parametrize("by", ["topic_id", "channel"])
@pytest.mark.parametrize("name", PARTED)
def test_by_topic_and_channel_they_equal_the_recount(
    name: str, by: measures.By, tmp_path: Path
) -> None:
    history = made_up(Random(31))
    period, recount = Period(*PERIODS[0], ZONE), Recount(history, *PERIODS[0])
    found = {row.pop(by): row for row in rows(PARTED[name](history.open(tmp_path), period, by=by))}
    for key, row in found.items():
        of_it = [one for one in recount.contacts if _key(getattr(one, by)) == key]
        assert row == getattr(recount, name)(of_it)
    assert len(found) >= 2


def _key(value: UUID | str | None) -> int | str | None:
    return number_of(value) if isinstance(value, UUID) else value


@pytest.mark.parametrize("seed", range(3))
def test_the_attributed_ledger_equals_the_recount(seed: int, tmp_path: Path) -> None:
    history = made_up(Random(seed))
    found = attributed(history.open(tmp_path), Period(*PERIODS[0], ZONE), currency="EUR")
    orders, amount = Recount(history, *PERIODS[0]).attributed()
    assert orders > 0
    assert (found.orders, found.revenue.amount) == (orders, amount)


def test_of_nothing_there_is_no_number(tmp_path: Path) -> None:
    history = History()
    facts, period = history.open(tmp_path), Period(*PERIODS[0], ZONE)
    recount = Recount(history, *PERIODS[0])
    for name, measure in PARTED.items():
        assert rows(measure(facts, period)) == [getattr(recount, name)()]
    assert rows(costs(facts, period)) == [recount.cost_per_settled()]
    assert attributed(facts, period, currency="EUR").revenue.amount == 0


def test_a_cost_whose_customers_may_still_come_back_is_refused(tmp_path: Path) -> None:
    period = Period(date(2026, 4, 1), date(2026, 5, 5), ZONE)
    with pytest.raises(measures.TooEarly, match="7 days"):
        costs(History().open(tmp_path), period)


def test_28_days_are_an_hour_shorter_when_the_clocks_go_forward() -> None:
    period = Period.before(date(2026, 4, 2), ZONE)
    assert period.first == date(2026, 3, 5)
    assert period.end - period.begin == timedelta(days=28, hours=-1)


@pytest.mark.parametrize("measure", PARTED.values())
def test_a_number_is_asked_for_again_with_the_same_answer(
    measure: Callable[..., Table], tmp_path: Path
) -> None:
    facts, period = made_up(Random(1)).open(tmp_path), Period(*PERIODS[0], ZONE)
    assert rows(measure(facts, period)) == rows(measure(facts, period))


def test_what_a_play_caused_is_its_effect_over_all_it_treated() -> None:
    found = caused([(Interval(effect=12.5, low=-3.0, high=28.0), 400)], currency="EUR")
    assert found == Caused(Money(5000, "EUR"), Money(-1200, "EUR"), Money(11200, "EUR"))


def test_under_several_shares_it_is_the_sum_of_each_effect_over_whom_it_treated() -> None:
    parts = [(Interval(10.0, 5.0, 20.0), 100), (Interval(2.0, -1.0, 4.0), 50)]
    found = caused(parts, currency="EUR")
    assert found == Caused(Money(1100, "EUR"), Money(450, "EUR"), Money(2200, "EUR"))


def test_of_what_is_not_yet_known_no_amount_is_said() -> None:
    unknown = Interval(1.0, float("-inf"), float("inf"))
    known = Interval(10.0, 5.0, 20.0)
    assert caused([(unknown, 40), (known, 10)], currency="EUR") == Caused(None, None, None)
    assert caused([(unknown, 0), (known, 10)], currency="EUR").revenue == Money(100, "EUR")


def test_the_two_ledgers_cannot_be_summed(tmp_path: Path) -> None:
    found: Any = attributed(History().open(tmp_path), Period(*PERIODS[0], ZONE), currency="EUR")
    other: Any = caused([(Interval(1.0, 0.5, 1.5), 40)], currency="EUR")
    with pytest.raises(TypeError):
        found + other


def test_facts_are_seen_until_a_moment_in_utc(tmp_path: Path) -> None:
    seen = History(seen_until=SEEN_UNTIL.astimezone(ZONE)).open(tmp_path).seen_until
    assert seen == datetime(2026, 5, 10, 22)  # noqa: DTZ001
    assert seen == SEEN_UNTIL.astimezone(UTC).replace(tzinfo=None)
