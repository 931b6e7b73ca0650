"""Routing strands nobody (must-hold 10)."""

import random
import threading
import time
from collections.abc import Callable, Sequence

import pytest
from django.db import connections, transaction
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from lifelong.concessions.actions.setting_authority import hand_level
from lifelong.concessions.tests.building import level
from lifelong.conversations.actions.setting_aside import wake_all_due
from lifelong.conversations.models import Topic
from lifelong.routing.actions.certifying import certify
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.models import Offer
from lifelong.routing.tests.day import AT_RISK, COMING_AND_GOING, LIVE_WORK, WORK, Day, must_hold
from lifelong.routing.tests.ground import a_hero, an_inbox, overloaded, run_a_job, settle


def a_day(seed: int, *, heroes: int, capacity: int) -> Day:
    support, returns = an_inbox("Support"), an_inbox("Returns")
    fit = [[support], [returns], [support, returns]]
    agents = [
        a_hero(f"Hero{n}", *fit[n % 3], capacity=capacity, slots=capacity) for n in range(heroes)
    ]
    usual = level(1, 5000, held=False)
    for agent in agents:
        hand_level(agent, level=usual)
    certify(agents[-1], by=None)
    return Day([support, returns], agents, Topic.objects.create(name="Any"), random.Random(seed))


#: who was answered comes back to heroes who are full by then, or gone
ANSWERED_AND_BACK = [
    *["an_agent_answers"] * 6,
    *["somebody_writes_again"] * 4,
    *["an_agent_signs_off"] * 3,
    *["somebody_writes_again"] * 4,
]
#: who chatted comes back to heroes whose slots are taken
CHATTED_AND_BACK = [
    *["somebody_new_chats", "an_agent_accepts", "an_agent_answers"] * 3,
    "words_go_quiet",
    *["somebody_new_chats", "an_agent_accepts"] * 3,
    *["somebody_chats_again"] * 4,
    *["an_agent_declines", "a_ring_runs_out", "a_screen_is_lost", "an_agent_signs_off"] * 2,
]
EVERYTHING = WORK + LIVE_WORK + AT_RISK + COMING_AND_GOING
MOVES = st.lists(st.sampled_from(EVERYTHING), min_size=12, max_size=30)
#: the only keeper is full, goes, and comes back; another learns it
KEEPER_COMES_AND_GOES = [
    *["somebody_threatens"] * 3,
    "a_certificate_is_taken",
    *["somebody_wants_to_go", "somebody_threatens_live"] * 2,
    *["an_agent_signs_off", "an_agent_signs_on", "a_certificate_is_given"] * 3,
    *["a_tag_is_called_wrong", "an_agent_closes"] * 2,
]


# without shrinking: on a database that takes minutes
DECLINED_WHILE_TWO_WAIT = [
    "an_agent_signs_off",
    "an_agent_signs_off",
    "somebody_writes_again",
    "time_goes_on",
    "a_ring_runs_out",
    "somebody_new_chats",
    "somebody_new_chats",
    "an_agent_closes",
    "a_screen_is_back",
    "an_agent_declines",
]
#: whoever rings has turned to mail, and the hero who says yes is full of mails
RINGS_AND_MAILS = [
    "somebody_chats_again",
    "an_agent_goes_away",
    "time_goes_on",
    *["an_agent_signs_on"] * 3,
    "somebody_writes_again",
    "somebody_new_writes",
    *["an_agent_comes_back"] * 2,
    *["words_go_quiet"] * 2,
    "somebody_new_writes",
    "an_agent_signs_on",
    "a_screen_is_lost",
    "an_agent_gives_back",
    "an_agent_accepts",
]
#: the only keeper for whom a chat waits is not there any more
KEEPER_LOSES_THE_SCREEN = [
    "somebody_threatens_live",
    "somebody_new_writes",
    "somebody_threatens",
    "a_ring_runs_out",
    "a_screen_is_lost",
]


@pytest.mark.django_db
@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(seed=1, moves=ANSWERED_AND_BACK)
@example(seed=2, moves=CHATTED_AND_BACK)
@example(seed=3, moves=KEEPER_COMES_AND_GOES)
@given(seed=st.integers(0, 10_000), moves=MOVES)
def test_whatever_happens_nobody_is_stranded(seed: int, moves: list[str]) -> None:
    live(seed, moves)


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.django_db
@settings(max_examples=80, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(seed=1185, moves=DECLINED_WHILE_TWO_WAIT)
@example(seed=6974, moves=RINGS_AND_MAILS)
@example(seed=9005, moves=KEEPER_LOSES_THE_SCREEN)
@given(seed=st.integers(0, 10_000), moves=MOVES)
def test_whatever_happens_on_many_days_nobody_is_stranded(seed: int, moves: list[str]) -> None:
    live(seed, moves)


def live(seed: int, moves: list[str]) -> None:
    with transaction.atomic():
        day = a_day(seed, heroes=3, capacity=1)
        for agent in day.agents[1:]:
            sign_on(agent)
        for _ in range(4):
            day.somebody_new_writes()
        day.move("an_agent_signs_on")
        for move in moves:
            day.move(move)
            settle()
            must_hold(day)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_small_day_with_workers_and_agents_at_once() -> None:
    day = a_day(1, heroes=4, capacity=2)
    live_through(day, EVERYTHING, moves=40, hands=2, workers=2)
    must_hold(day)


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_with_agents_leaving_mid_work(seed: int) -> None:
    day = a_day(seed, heroes=9, capacity=3)
    live_through(day, WORK + EVERYTHING, moves=250, hands=4, workers=5)
    must_hold(day)
    assert Offer.objects.count() > 50


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_not_for_a_moment_does_a_match_give_too_many() -> None:
    """Without customers who come back by themselves, nothing but matches fills agents."""
    day = a_day(4, heroes=6, capacity=2)
    moves = ["somebody_new_writes"] * 4 + ["an_agent_answers", "an_agent_closes"] * 2
    seen = live_through(
        day,
        [*moves, *COMING_AND_GOING],
        moves=250,
        hands=4,
        workers=5,
        watch=lambda: overloaded(day.agents),
    )
    assert not any(seen) and len(seen) > 20
    must_hold(day)


def live_through(
    day: Day,
    kinds: Sequence[str],
    *,
    moves: int,
    hands: int,
    workers: int,
    watch: Callable[[], list[str]] | None = None,
) -> list[list[str]]:
    """`hands` threads make moves while `workers` run what follows. What `watch` saw."""
    over = threading.Event()
    errors: list[BaseException] = []
    seen: list[list[str]] = []

    def make_moves(number: int) -> None:
        chance = random.Random(day.chance.random() + number)
        mine = Day(day.inboxes, day.agents, day.topic, chance, day.customers)
        for _ in range(moves):
            mine.move(chance.choice(kinds))

    def work() -> None:
        while not over.is_set():
            if not run_a_job():
                time.sleep(0.01)

    def look() -> None:
        while watch and not over.is_set():
            seen.append(watch())
            time.sleep(0.02)

    def start(function: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                function()
            except BaseException as error:
                errors.append(error)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    helping = [start(work) for _ in range(workers)] + ([start(look)] if watch else [])
    moving = [start(lambda number=number: make_moves(number)) for number in range(hands)]  # type: ignore[misc]
    for thread in moving:
        thread.join()
    over.set()
    for thread in helping:
        thread.join()
    if errors:
        raise errors[0]
    settle()
    time.sleep(2)  # until the last that was set aside is due
    wake_all_due()
    settle()
    return seen
