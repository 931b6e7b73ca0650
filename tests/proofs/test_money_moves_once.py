"""Must-hold 7, money moves once: a model beside the ledger, through clicks, retries, webhooks."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db.transaction import atomic, set_rollback
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, refund, take
from lifelong.concessions.actions.approving import Decided, ask, decide
from lifelong.concessions.actions.carrying_out import (
    begin_try,
    carried_out,
    failed_once,
)
from lifelong.concessions.actions.giving import NeedsApproval, NotGiven
from lifelong.concessions.actions.weighing import Wish, returned
from lifelong.concessions.authority import OFTEN
from lifelong.concessions.models import COUNTED, Account, Concession, LedgerEntry, State
from lifelong.concessions.tests.building import (
    balance,
    bought,
    holder,
    is_balanced,
    level,
    wish,
)
from lifelong.concessions.tests.building import given as give
from lifelong.lib import clock, ids
from tests.proofs.at_once import at_once
from tests.proofs.shops import react

TOTAL = 5500
_keys = st.sampled_from(["a", "b", "c"])
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("click"), _keys),
        st.tuples(st.just("done"), _keys),
        st.tuples(st.just("webhook"), _keys),
        st.tuples(st.just("only webhook"), _keys),
        st.tuples(st.just("refused"), _keys),
        st.tuples(st.just("no answer"), _keys),
        st.tuples(st.just("lost"), _keys),
        st.tuples(st.just("past us"), _keys),
    ),
    min_size=5,
    max_size=25,
)
_amounts = st.fixed_dictionaries({key: st.integers(1, 4000) for key in "abc"})


class World:
    """One order, the store that pays back, and what we believe of it."""

    def __init__(self, amounts: dict[str, int], *, hero: Agent) -> None:
        self.amounts, self.order, self.hero = amounts, bought(), hero
        self.made: dict[str, Concession] = {}
        #: the model: what the store has paid back, by key or by its own hand
        self.paid: Counter[str] = Counter()

    def click(self, key: str) -> None:
        before = returned(self.order)
        try:
            made = give(wish(self.order, self.amounts[key]), by=self.hero, key=key)
        except NotGiven:
            assert key not in self.made
            assert before + self.amounts[key] > TOTAL, "refused although something was left"
            return
        except NeedsApproval:
            assert Concession.objects.filter(state__in=COUNTED).count() >= OFTEN
            return
        assert self.made.setdefault(key, made) == made
        assert returned(self.order) <= TOTAL

    def done(self, key: str) -> None:
        """The store pays, and we hear its answer; unless it has paid under this key before."""
        if (made := self._tried(key)) is not None:
            self.paid[key] = made.amount
            carried_out(made.id, ref=f"r{made.id.hex[-8:]}")

    def webhook(self, key: str) -> None:
        """The store pays, and tells of it before it answers; the answer comes as well."""
        if (made := self._tried(key)) is not None:
            ref = self._told(made, key)
            carried_out(made.id, ref=ref)

    def only_webhook(self, key: str) -> None:
        """The store pays and tells of it, and the answer never comes."""
        if (made := self._tried(key)) is not None:
            self._told(made, key)

    def _told(self, made: Concession, key: str) -> str:
        self.paid[key] = made.amount
        ref = f"r{made.id.hex[-8:]}"
        self._tell(ref, made.amount, f"Lifelong {made.id}")
        return ref

    def refused(self, key: str) -> None:
        if (made := self._tried(key)) is not None:
            sure = partial(failed_once, made.id, words="No.", permanent=True, unsure=False)
            sure(pause=timedelta(0))

    def no_answer(self, key: str) -> None:
        if (made := self._tried(key)) is not None:
            failed_once(made.id, words="Slow.", permanent=False, unsure=True, pause=timedelta(0))
            Concession.objects.filter(pk=made.id).update(next_try_at=clock.now())

    def lost(self, key: str) -> None:
        """Nobody can be asked any more; the store has paid all the same."""
        if (made := self._tried(key)) is not None:
            self.paid[key] = made.amount
            failed_once(made.id, words="Gone.", permanent=True, unsure=True, pause=timedelta(0))

    def past_us(self, key: str) -> None:
        """Somebody pays back in the store itself, which the store allows up to the total."""
        amount = min(self.amounts[key] // 4, TOTAL - sum(self.paid.values()))
        if amount > 0 and returned(self.order) + amount <= TOTAL:
            self.paid[f"past us {len(self.paid)}"] += amount
            self._tell(ids.new_id().hex[-12:], amount, "by hand")

    def _tried(self, key: str) -> Concession | None:
        return begin_try(self.made[key].id) if key in self.made else None

    def _tell(self, ref: str, amount: int, note: str) -> None:
        news = refund(ref, amount=amount)
        take(replace(news, order_ref=self.order.ref, lines=(), note=note))
        take(replace(news, order_ref=self.order.ref, lines=(), note=note))
        react()

    def is_sound(self) -> None:
        is_balanced()
        assert sum(self.paid.values()) <= TOTAL
        rows = Concession.objects.filter(order=self.order)
        promised = sum(one.amount for one in rows.filter(state=State.GRANTED))
        assert returned(self.order) == sum(self.paid.values()) + promised <= TOTAL
        for key, made in self.made.items():
            state = rows.get(pk=made.pk).state
            assert bool(self.paid[key]) == (state in (State.DONE, State.UNKNOWN))
        steps = Counter(LedgerEntry.objects.values_list("concession_id", flat=True))
        assert all(count <= 2 for count in steps.values())


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    # the steps are short as they are, and each costs time
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(_steps, _amounts)
def test_whatever_happens_money_moves_once_and_the_ledger_balances(
    steps: list[tuple[str, str]], amounts: dict[str, int]
) -> None:
    with atomic():
        world = World(amounts, hero=holder(level(1, 9_000)))
        for what, key in steps:
            getattr(world, what.replace(" ", "_"))(key)
            world.is_sound()
        set_rollback(True)


def many(count: int, of: Order, amount: int, heroes: list[Agent]) -> list[State | None]:
    """So many gifts at once by eight workers: what became of each, None where it was refused."""

    def one(place: int) -> State | None:
        try:
            made = give(wish(of, amount), by=heroes[place % len(heroes)], key=f"gift {place}")
        except (NotGiven, NeedsApproval):
            return None
        return State(made.state)

    return at_once([partial(one, place) for place in range(count)], workers=8)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_never_exceed_the_limit_on_an_order() -> None:
    low = level(1, 2000)
    many(24, bought(), 900, [holder(low) for _ in range(8)])
    assert balance(Account.CONCEDED) == 1800
    is_balanced()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_never_exceed_an_agents_period() -> None:
    hero = holder(level(1, 2000, cap=2500))
    orders = [
        bought(str(place), buyer=buyer(f"ana{place}@example.com", ref=str(place)), recipients=())
        for place in range(8)
    ]
    calls = [partial(_or_none, wish(order, 1000), hero) for order in orders]
    assert sum(one is not None for one in at_once(calls, workers=8)) == 2
    is_balanced()


def _or_none(wished: Wish, hero: Agent) -> Concession | None:
    try:
        return give(wished, by=hero)
    except (NeedsApproval, NotGiven):
        return None


@pytest.mark.django_db(transaction=True)
def test_a_double_click_from_eight_windows_gives_once() -> None:
    hero, order = holder(level(1, 2000)), bought()
    made = at_once([partial(give, wish(order, 500), by=hero, key="click")] * 16, workers=8)
    assert len({one.id for one in made}) == Concession.objects.count() == 1
    is_balanced()


@pytest.mark.django_db(transaction=True)
def test_an_approval_decided_by_eight_at_once_is_decided_once() -> None:
    low, high = level(1, 1000), level(2, 4000)
    approval = ask(wish(bought(), 3000), by=holder(low), key="asked")
    leads = [holder(high) for _ in range(8)]

    def one(lead: Agent) -> bool:
        try:
            decide(approval, granted=True, by=lead)
        except Decided:
            return False
        return True

    assert sum(at_once([partial(one, lead) for lead in leads], workers=8)) == 1
    assert balance(Account.CONCEDED) == 3000
