"""What a level holds, and who is asked beyond it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from lifelong.concessions.authority import (
    Ask,
    Given,
    Kind,
    Level,
    Limit,
    Reason,
    Signal,
    Verdict,
    check,
)
from lifelong.lib import ids
from lifelong.lib.money import Money


def level(rank: int, most: int, *, percent: int | None = 50, cap: int = 10_000) -> Level:
    return Level(
        id=ids.new_id(),
        version_id=ids.new_id(),
        name=f"Level {rank}",
        rank=rank,
        currency="EUR",
        limits={kind: Limit(most, percent) for kind in Kind},
        per_customer=cap,
        per_agent=cap,
        period=timedelta(days=30),
    )


HERO, LEAD = level(1, 2000), level(2, 6000, percent=100)
BOTH = (LEAD, HERO)
NOTHING = Given()


def ask(amount: int, kind: Kind = Kind.REFUND, **fields: object) -> Ask:
    plain = Ask(kind, Money(amount, "EUR"), Reason.GOODWILL, Money(10_000, "EUR"))
    return replace(plain, **fields)  # type: ignore[arg-type]


def answer(
    asked: Ask, holds: Level | None = HERO, given: Given = NOTHING
) -> tuple[Verdict, int | None]:
    said = check(asked, holds=holds, levels=BOTH, given=given)
    assert said.sentence.endswith(".")
    return said.verdict, said.level.rank if said.level else None


def test_up_to_the_limit_is_within() -> None:
    assert answer(ask(2000)) == (Verdict.WITHIN, 1)


def test_a_cent_more_is_asked_of_the_lowest_level_that_holds_it() -> None:
    assert answer(ask(2001)) == (Verdict.APPROVAL, 2)


def test_what_no_level_holds_is_refused() -> None:
    assert answer(ask(6001)) == (Verdict.REFUSED, None)


def test_what_was_given_on_the_order_counts() -> None:
    assert answer(ask(1000), given=Given(on_order=1000)) == (Verdict.WITHIN, 1)
    assert answer(ask(1001), given=Given(on_order=1000)) == (Verdict.APPROVAL, 2)


def test_a_share_of_a_small_order_is_less_than_the_amount() -> None:
    small = Money(3000, "EUR")
    assert answer(ask(1500, total=small)) == (Verdict.WITHIN, 1)
    assert answer(ask(1501, total=small)) == (Verdict.APPROVAL, 2)


def test_what_a_customer_gets_in_90_days_has_a_cap() -> None:
    assert answer(ask(1000), given=Given(to_customer=9000)) == (Verdict.WITHIN, 1)
    assert answer(ask(1000), given=Given(to_customer=9001)) == (Verdict.REFUSED, None)


def test_who_has_used_up_their_period_asks_a_colleague() -> None:
    assert answer(ask(1000), given=Given(by_agent=9000)) == (Verdict.WITHIN, 1)
    assert answer(ask(1000), given=Given(by_agent=9001)) == (Verdict.APPROVAL, 1)


def test_who_holds_nothing_asks() -> None:
    assert answer(ask(100), holds=None) == (Verdict.APPROVAL, 1)


def test_another_currency_is_nobodys_authority() -> None:
    dollars = Money(100, "USD")
    assert answer(ask(100, money=dollars, total=dollars)) == (Verdict.REFUSED, None)


def test_a_reason_that_the_limit_does_not_name_is_asked_about() -> None:
    narrow = replace(HERO, limits={Kind.REFUND: Limit(2000, reasons=frozenset({Reason.LATE}))})
    assert answer(ask(100, reason=Reason.LATE), holds=narrow)[0] is Verdict.WITHIN
    assert answer(ask(100), holds=narrow)[0] is Verdict.APPROVAL


def test_what_is_due_uses_no_authority() -> None:
    assert answer(ask(9999, due=True), holds=None) == (Verdict.WITHIN, None)


def test_even_what_is_due_never_exceeds_the_order() -> None:
    assert answer(ask(5001, due=True), given=Given(returned=5000))[0] is Verdict.REFUSED
    assert answer(ask(5000, due=True), given=Given(returned=5000))[0] is Verdict.WITHIN


@pytest.mark.parametrize("due", [True, False])
def test_signs_of_abuse_ask_for_a_second_person_and_refuse_nothing(due: bool) -> None:
    often = Given(signals=(Signal.OFTEN,))
    assert answer(ask(100, due=due), given=often) == (Verdict.APPROVAL, 1)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_cannot_be_given(amount: int) -> None:
    assert answer(ask(amount))[0] is Verdict.REFUSED


@forall(st.lists(st.integers(1, 3000), max_size=20), st.sampled_from(Kind))
def test_many_small_gifts_never_come_to_more_than_one_large_one(
    amounts: list[int], kind: Kind
) -> None:
    sum_ = 0
    for amount in amounts:
        so_far = Given(on_order=sum_, to_customer=sum_, by_agent=sum_, returned=sum_)
        if answer(ask(amount, kind), given=so_far)[0] is Verdict.WITHIN:
            sum_ += amount
    assert sum_ <= 2000
