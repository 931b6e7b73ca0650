"""How a number moved, and what moved it."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from lifelong.outcomes.earnings import Number, Part, earned, parted
from lifelong.outcomes.measures import By
from lifelong.outcomes.tests.histories import ZONE, made_up
from lifelong.outcomes.trends import FEWEST, Trend, contributions, days_before, trend

FIRST, UNTIL = date(2026, 3, 31), date(2026, 4, 30)


def settled(closed: int, came: int) -> Number:
    parts = {"closed": closed, "settled": closed - came}
    return Number("settled_once", (closed - came) / closed, parts)


def by_topic(**parts: Number) -> list[Part]:
    return [Part(name, {one.name: one}) for name, one in parts.items()]


def moved(now: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]]) -> Trend:
    """Of settled once, from (closed, came back) of each topic."""
    whole, whole_before = (
        settled(sum(one for one, _ in some.values()), sum(one for _, one in some.values()))
        for some in (now, before)
    )
    return trend(
        whole,
        whole_before,
        by_topic(**{name: settled(*one) for name, one in now.items()}),
        by_topic(**{name: settled(*one) for name, one in before.items()}),
    )


def said(found: Trend) -> dict[object, float]:
    return {one.key: round(one.amount, 6) for one in found.drivers}


def test_the_days_before_are_as_many_and_end_where_the_period_begins() -> None:
    assert days_before(date(2026, 3, 1), date(2026, 3, 29)) == (date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("seed", "by"),
    [
        (0, "topic_id"),
        (1, "channel"),
        *(
            pytest.param(seed, by, marks=pytest.mark.proof)
            for seed, by in [(1, "topic_id"), (2, "topic_id"), (0, "channel"), (2, "channel")]
        ),
    ],
)
def test_what_topics_and_channels_contribute_adds_up_to_the_change(
    seed: int, by: By, tmp_path: Path
) -> None:
    facts = made_up(Random(seed), contacts=400, orders=200).open(tmp_path)
    zone = str(ZONE)
    days, earlier = (FIRST, UNTIL), days_before(FIRST, UNTIL)
    now, before = (
        earned(facts, first=first, until=until, zone=zone, currency="EUR")
        for first, until in (days, earlier)
    )
    parts, parts_before = (
        parted(facts, first=first, until=until, zone=zone, by=by)
        for first, until in (days, earlier)
    )
    for one, then in zip(now.numbers, before.numbers, strict=True):
        assert one.value is not None and then.value is not None, one.name
        found = contributions(one, then, parts, parts_before)
        assert sum(found.values()) == pytest.approx(one.value - then.value), one.name
        assert len(found) >= 2


def test_a_topic_that_got_worse_moved_the_number_and_one_that_stayed_did_not() -> None:
    found = moved({"late": (50, 15), "size": (50, 5)}, {"late": (50, 5), "size": (50, 5)})
    assert found.change == pytest.approx(-0.1) and said(found) == {"late": -0.1}


def test_a_bad_topic_that_comes_up_more_often_moved_the_number_without_getting_worse() -> None:
    found = moved({"late": (80, 40), "size": (20, 0)}, {"late": (20, 10), "size": (80, 0)})
    # of late: 0.8 (0.5 - 0.9) - 0.2 (0.5 - 0.9); of size: 0.2 (1 - 0.9) - 0.8 (1 - 0.9)
    assert said(found) == {"late": -0.24, "size": -0.06}


def test_a_topic_as_good_as_all_moves_nothing_however_often_it_comes_up() -> None:
    found = moved(
        {"late": (40, 8), "size": (40, 0), "new": (900, 90)}, {"late": (40, 8), "size": (40, 0)}
    )
    assert "new" not in said(found)


def test_a_topic_that_is_no_more_took_its_contacts_with_it() -> None:
    now = Number("contact_rate", 5.0, {"contacts": 5, "orders": 100})
    before = Number("contact_rate", 12.0, {"contacts": 12, "orders": 100})
    found = trend(
        now,
        before,
        by_topic(size=Number("contact_rate", 5.0, {})),
        by_topic(late=Number("contact_rate", 8.0, {}), size=Number("contact_rate", 4.0, {})),
    )
    assert (found.change, said(found)) == (-7.0, {"late": -8.0, "size": 1.0})


def test_of_cost_it_is_told_whether_money_or_work_moved_it() -> None:
    now = Number("cost_per_settled", 300.0, {"cost": 30_000, "settled": 100})
    before = Number("cost_per_settled", 400.0, {"cost": 20_000, "settled": 50})
    assert said(trend(now, before, [], [])) == {"cost": 150.0, "settled": -250.0}


def test_three_are_named_the_largest_first_whatever_their_sign() -> None:
    now = {"a": (50, 10), "b": (50, 0), "c": (50, 9), "d": (50, 4)}
    found = moved(now, dict.fromkeys("abcd", (50, 5)))
    assert [one.key for one in found.drivers] == ["a", "b", "c"]


def test_of_too_few_then_or_now_nothing_is_said_but_what_was() -> None:
    for now, before in ((FEWEST - 1, 99), (99, FEWEST - 1)):
        found = moved({"late": (now, 9)}, {"late": (before, 1)})
        assert found.few and found.change is None and not found.drivers
        assert found.before is not None
    assert not moved({"late": (FEWEST, 9)}, {"late": (FEWEST, 1)}).few


@pytest.mark.parametrize(
    ("name", "whole", "divided"),
    [
        ("contact_rate", "orders", "contacts"),
        ("cost_per_settled", "settled", "cost"),
        ("repurchase", "customers", "bought"),
    ],
)
def test_where_nobody_had_told_of_what_is_divided_no_change_is_said(
    name: str, whole: str, divided: str
) -> None:
    known = Number(name, 0.2, {whole: 500, divided: 100})
    untold = Number(name, 0.0, {whole: 500, divided: 0})
    assert trend(known, untold, [], []) == Trend(0.0, few=True)
    assert trend(untold, known, [], []) == Trend(0.2, few=True)


def test_that_none_was_settled_once_is_known_and_a_change() -> None:
    found = moved({"late": (50, 25)}, {"late": (50, 50)})
    assert found.change == pytest.approx(0.5) and not found.few


@pytest.mark.parametrize(
    ("name", "days"),
    [("contact_rate", 0), ("settled_once", 7), ("repurchase", 30)],
)
def test_how_a_number_changed_is_said_once_it_is_known_for_the_whole_period(
    name: str, days: int, tmp_path: Path
) -> None:
    history = made_up(Random(1), contacts=400, orders=200)
    facts = history.open(tmp_path)
    # in Berlin the facts end with a day
    last = (history.seen_until.astimezone(ZONE) - timedelta(days=days)).date()
    for until, early in ((last, False), (last + timedelta(days=1), True)):
        now, before = (
            next(
                one
                for one in earned(
                    facts, first=first, until=end, zone=str(ZONE), currency="EUR"
                ).numbers
                if one.name == name
            )
            for first, end in (
                (until - timedelta(days=14), until),
                (until - timedelta(days=28), until - timedelta(days=14)),
            )
        )
        found = trend(now, before, [], [])
        assert (now.early, found.early) == (early, early)
        assert before.value is not None and found.before == before.value
        if early:
            assert found.change is None and not found.few


def test_what_was_not_known_then_is_no_change() -> None:
    found = trend(settled(50, 5), Number("settled_once", None, {}), [], [])
    assert found == Trend(None)
