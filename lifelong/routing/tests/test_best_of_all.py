"""The choice is held to the slow comparison of all pairs."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifelong.channels.models import Kind
from lifelong.routing.matching import choose
from lifelong.routing.scoring import Room, Waiting
from lifelong.routing.tests.pairs import (
    ANNA,
    BEN,
    DAY,
    EUR,
    MAIL,
    MIA,
    NOW,
    RETURNS,
    SUPPORT,
    just_passed,
    long_ago,
    room,
    wants_to_go,
)

agents = st.sampled_from([ANNA, BEN, MIA, UUID(int=14)])
kinds = st.sampled_from(Kind)
rooms_strategy = st.lists(
    st.builds(
        Room,
        agent_id=agents,
        kind=kinds,
        inbox_ids=st.frozensets(st.sampled_from([SUPPORT, RETURNS]), min_size=1),
        load=st.integers(0, 4),
        capacity=st.integers(0, 4),
        keeps=st.sampled_from([frozenset(), frozenset(), EUR, frozenset({"EUR", "USD"})]),
    ),
    max_size=6,
    unique_by=lambda one: (one.agent_id, one.kind),
)
waiting_strategy = st.lists(
    st.builds(
        Waiting,
        conversation_id=st.uuids(),
        inbox_id=st.sampled_from([SUPPORT, RETURNS]),
        kind=kinds,
        since=st.timedeltas(timedelta(), timedelta(days=9)).map(lambda ago: NOW - ago),
        used=st.floats(0, 3),
        last_agent_id=st.none() | agents,
        last_served_at=st.just(NOW - DAY),
        passed=st.dictionaries(agents, st.sampled_from([just_passed, long_ago]), max_size=2),
        risks=st.sampled_from([(), (), ("cancellation",), ("legal",), ("abuse", "safety")]),
        value=st.floats(0.5, 1),
        currency=st.sampled_from(["", "EUR", "USD"]),
    ),
    max_size=8,
)


def keepers_at_work(one: Waiting, fit: list[Room]) -> list[Room]:
    """Those who hold the certificate and the authority for what is at risk."""
    able = [r for r in fit if r.keeps and (not one.currency or one.currency in r.keeps)]
    return [r for r in able if r.capacity > 0] if one.risks else []


def is_kept(one: Waiting, keepers: list[Room]) -> bool:
    if {"legal", "safety"} & set(one.risks):
        return True
    return one.used < 0.5 and not {r.agent_id for r in keepers} <= set(one.passed)


def by_hand(waiting: list[Waiting], rooms: list[Room]) -> dict[tuple[UUID, UUID], float]:
    """Every pair that may be, with its score, as slowly as one likes."""
    pairs = {}
    for one in waiting:
        fit = [r for r in rooms if one.kind == r.kind and one.inbox_id in r.inbox_ids]
        fade = 0.5 ** (1 / 30)
        keepers = keepers_at_work(one, fit)
        if keepers and is_kept(one, keepers):
            fit = keepers
        last_is_full = any(r.agent_id == one.last_agent_id and r.free <= 0 for r in fit)
        if one.kind is MAIL and last_is_full and one.used < 0.5 * fade:
            continue
        for r in fit:
            if r.free > 0 and one.passed.get(r.agent_id) != just_passed:
                known = fade if r.agent_id == one.last_agent_id else 0
                asked = r.agent_id in one.passed
                kept = one.value if r in keepers else 0
                score = min(one.used, 2) + 0.5 * known + 0.5 * kept
                score -= 0.25 * r.load / r.capacity + 1.5 * asked
                pairs[one.conversation_id, r.agent_id] = score
    return pairs


at_risk = st.lists(
    st.builds(
        wants_to_go,
        st.integers(1, 9),
        st.floats(0, 1),
        st.sampled_from(["cancellation", "cancellation", "legal"]),
        kind=st.just(MAIL),
        passed=st.dictionaries(agents, st.just(long_ago), max_size=1),
    ),
    min_size=1,
    max_size=1,
)
few_rooms = st.lists(
    st.builds(
        lambda agent, load, keeps: replace(room(agent, load, 2), keeps=keeps),
        agents,
        st.integers(0, 2),
        st.sampled_from([frozenset(), EUR]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.agent_id,
)


@settings(max_examples=300)
@given(at_risk, few_rooms)
def test_so_it_is_for_somebody_at_risk(waiting: list[Waiting], rooms: list[Room]) -> None:
    is_best_of_all(waiting, rooms)


@given(waiting_strategy, rooms_strategy)
def test_the_choice_is_the_best_of_all_pairs(waiting: list[Waiting], rooms: list[Room]) -> None:
    is_best_of_all(waiting, rooms)


def is_best_of_all(waiting: list[Waiting], rooms: list[Room]) -> None:
    pairs = by_hand(waiting, rooms)
    choice = choose(waiting, rooms, now=NOW)
    assert (choice is not None) == bool(pairs)
    if choice is None:
        return
    fit = [r for r in rooms if r.kind == choice.room.kind]
    fit = [r for r in fit if choice.waiting.inbox_id in r.inbox_ids]
    keepers = keepers_at_work(choice.waiting, fit)
    assert choice.parts.alone == (bool(choice.waiting.risks) and not keepers)
    if keepers and is_kept(choice.waiting, keepers):
        assert choice.room in keepers
    pair = (choice.waiting.conversation_id, choice.room.agent_id)
    could = [one for one in waiting if any(one.conversation_id == who for who, _ in pairs)]
    overdue = [one.since for one in could if one.used >= 2]
    if overdue:
        assert choice.waiting.since == min(overdue) and choice.waiting.used >= 2
        best = max(score for (who, _), score in pairs.items() if who == pair[0])
    else:
        best = max(pairs.values())
    assert pairs[pair] == pytest.approx(best, abs=0.002)
    assert choice.parts.score == pytest.approx(pairs[pair], abs=0.002)
