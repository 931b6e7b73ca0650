"""Must-hold 7, money moves once: a model beside the ledger, through clicks, retries, webhooks,
for every kind that can be given."""

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
from lifelong.commerce.queries import totals
from lifelong.commerce.tests.building import buyer, order, refund, take
from lifelong.concessions.actions.approving import Decided, ask, decide
from lifelong.concessions.actions.carrying_out import (
    begin_try,
    carried_out,
    failed_once,
    found_undone,
)
from lifelong.concessions.actions.giving import NeedsApproval, NotGiven
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import OFTEN, Kind
from lifelong.concessions.models import COUNTED, Account, Concession, LedgerEntry, State
from lifelong.concessions.owed import returned
from lifelong.concessions.tests.building import (
    balance,
    bought,
    buyer_of,
    holder,
    is_balanced,
    level,
    wish,
)
from lifelong.concessions.tests.building import given as give
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from tests.proofs.at_once import at_once
from tests.proofs.shops import react

TOTAL = 5500
_keys = st.sampled_from(["a", "b", "c"])
_STEPS = (
    "click", "done", "webhook", "only webhook", "refused", "no answer", "unheard", "lost",
    "looked for", "past us",
)  # fmt: skip
_steps = st.lists(st.tuples(st.sampled_from(_STEPS), _keys), min_size=12, max_size=30)
_amounts = st.fixed_dictionaries({key: st.integers(1, 3000) for key in "abc"})
_kinds = st.fixed_dictionaries({key: st.sampled_from(Kind) for key in "abc"})


class World:
    """One order, the store that gives for it, and what we believe of it."""

    def __init__(self, amounts: dict[str, int], kinds: dict[str, Kind], *, hero: Agent) -> None:
        self.order, self.hero = bought(), hero
        self.wishes = {key: self._wish(kinds[key], amounts[key]) for key in amounts}
        self.made: dict[str, Concession] = {}
        #: the model: what the store has given, by key or by its own hand
        self.given: Counter[str] = Counter()

    def _wish(self, kind: Kind, amount: int) -> Wish:
        if kind is Kind.RESHIP:
            lamps = 1 + amount % 2
            return wish(self.order, 2500 * lamps, kind, items={"11": lamps})
        return wish(self.order, amount, kind)

    def click(self, key: str) -> None:
        wanted = self.wishes[key]
        counted = Concession.objects.filter(state__in=COUNTED)
        before, beside = returned(self.order), sum(one.amount for one in counted)
        try:
            made = give(wanted, by=self.hero, key=key)
        except NotGiven:
            assert key not in self.made
            too_much_back = wanted.kind is Kind.REFUND and before + wanted.money.amount > TOTAL
            assert too_much_back or beside + wanted.money.amount > TOTAL, "something was left"
            return
        except NeedsApproval:
            assert counted.count() >= OFTEN
            return
        assert self.made.setdefault(key, made) == made
        assert returned(self.order) <= TOTAL

    def done(self, key: str) -> None:
        """The store does it, and we hear its answer."""
        if (made := self._tried(key)) is not None:
            self._does(made, key)
            carried_out(made.id, ref=_ref(made))

    def webhook(self, key: str) -> None:
        """The store does it, and tells of it before it answers; the answer comes as well."""
        if (made := self._tried(key)) is not None:
            self._does(made, key)
            self._tell_of(made)
            carried_out(made.id, ref=_ref(made))

    def only_webhook(self, key: str) -> None:
        """The store does it and tells of it, and the answer never comes."""
        if (made := self._tried(key)) is not None:
            self._does(made, key)
            self._tell_of(made)

    def refused(self, key: str) -> None:
        if (made := self._tried(key)) is not None:
            self._failed(made, permanent=True, unsure=False)

    def no_answer(self, key: str) -> None:
        """The store has not done it, and we cannot know."""
        if (made := self._tried(key)) is not None:
            self._failed(made, permanent=False, unsure=True)

    def unheard(self, key: str) -> None:
        """The store does it, and its answer is lost."""
        if (made := self._tried(key)) is not None:
            self._does(made, key)
            self._failed(made, permanent=False, unsure=True)

    def lost(self, key: str) -> None:
        """Nobody can be asked any more; the store has done it all the same."""
        if (made := self._tried(key)) is not None:
            self._does(made, key)
            self._failed(made, permanent=True, unsure=True)

    def looked_for(self, key: str) -> None:
        """Of what nobody knows the store is asked, where it can be."""
        made = self.made.get(key)
        if made is None or Concession.objects.get(pk=made.pk).state != State.UNKNOWN:
            return
        if made.kind == Kind.CREDIT:
            return
        if self.given[key]:
            carried_out(made.id, ref=_ref(made))
        else:
            found_undone(made.id, words="No.")

    def past_us(self, key: str) -> None:
        """Somebody pays back in the store itself, which the store allows up to the total."""
        amount = self.wishes[key].money.amount // 4
        if amount > 0 and returned(self.order) + amount <= TOTAL:
            self.given[f"past us {len(self.given)}"] += amount
            self._tell(ids.new_id().hex[-12:], amount, "by hand")

    def _tried(self, key: str) -> Concession | None:
        """To be handed over now; what is in doubt is looked up before, or given up."""
        made = begin_try(self.made[key].id) if key in self.made else None
        if made is None or not made.in_doubt:
            return made
        if made.kind == Kind.CREDIT:
            self._failed(made, permanent=True, unsure=True)
            return None
        if self.given[key]:
            carried_out(made.id, ref=_ref(made))
            return None
        return made

    def _does(self, made: Concession, key: str) -> None:
        self.given[key] += made.amount

    def _failed(self, made: Concession, *, permanent: bool, unsure: bool) -> None:
        pause = timedelta(0)
        failed_once(made.id, words="Slow.", permanent=permanent, unsure=unsure, pause=pause)
        rows = Concession.objects.filter(pk=made.id, next_try_at__isnull=False)
        rows.update(next_try_at=clock.now())

    def _tell_of(self, made: Concession) -> None:
        """A webhook, where the store has one for it; else the answer comes alone."""
        if made.kind == Kind.REFUND:
            self._tell(_ref(made), made.amount, f"Lifelong {made.id}")
        elif made.kind == Kind.RESHIP:
            again = order(_ref(made), total=Money(0, "EUR"), reship_for=made.id)
            take(again)
            take(again)
            react()
        else:
            carried_out(made.id, ref=_ref(made))

    def _tell(self, ref: str, amount: int, note: str) -> None:
        news = refund(ref, amount=amount)
        take(replace(news, order_ref=self.order.ref, lines=(), note=note))
        take(replace(news, order_ref=self.order.ref, lines=(), note=note))
        react()

    def is_sound(self) -> None:
        is_balanced()
        rows = Concession.objects.filter(order=self.order)
        for key, made in self.made.items():
            state = rows.get(pk=made.pk).state
            assert self.given[key] in (0, made.amount), "given twice"
            assert state != State.DONE or self.given[key], "said to be done, and was not"
            assert state != State.FAILED or not self.given[key], "given, and said to be not"
        refunds = rows.filter(kind=Kind.REFUND, state__in=COUNTED)
        past_us = sum(amount for key, amount in self.given.items() if key.startswith("past us"))
        assert returned(self.order) == sum(one.amount for one in refunds) + past_us <= TOTAL
        assert sum(one.amount for one in rows.filter(state__in=COUNTED)) <= TOTAL
        assert totals([buyer_of(self.order).id]).orders == 1, "what is sent again is no purchase"
        steps = Counter(LedgerEntry.objects.values_list("concession_id", flat=True))
        assert all(count <= 2 for count in steps.values())


def _ref(made: Concession) -> str:
    """What the store calls it."""
    return f"r{made.id.hex[-8:]}"


# the steps are short as they are, and each costs time: no shrinking
_small = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@_small
@given(_steps, _amounts, _kinds)
def test_whatever_happens_it_is_given_once_and_the_ledger_balances(
    steps: list[tuple[str, str]], amounts: dict[str, int], kinds: dict[str, Kind]
) -> None:
    play_through(steps, amounts, kinds)


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.django_db
@settings(_small, max_examples=60, derandomize=False)
@given(_steps, _amounts, _kinds)
def test_whatever_happens_many_times_it_is_given_once(
    steps: list[tuple[str, str]], amounts: dict[str, int], kinds: dict[str, Kind]
) -> None:
    play_through(steps, amounts, kinds)


def play_through(
    steps: list[tuple[str, str]], amounts: dict[str, int], kinds: dict[str, Kind]
) -> None:
    with atomic():
        world = World(amounts, kinds, hero=holder(level(1, 9_000)))
        for what, key in [*(("click", key) for key in "abc"), *steps]:
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
