"""The demo shop lives for a while, one thing after the other, and rests by itself."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from lifelong.conversations.tests.building import endpoint
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.simulation.actions.enlivening import EVERY, LASTING, enliven, let_happen, let_rest
from lifelong.simulation.doors import Shut
from lifelong.simulation.models import Spell
from lifelong.simulation.queries import spell
from lifelong.simulation.shop import WIDGET

pytestmark = pytest.mark.django_db

BEGUN = clock.now()


class World:
    """In which things happen, or nobody gets in."""

    def __init__(self) -> None:
        self.happened = 0
        self.is_shut = False

    def step(self) -> str:
        if self.is_shut:
            raise Shut("mail: nobody listens")
        self.happened += 1
        return "Somebody writes."


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The demo shop, as far as one knows it by."""
    world = World()
    endpoint(channel="chat", address=WIDGET)
    monkeypatch.setattr("lifelong.simulation.living.Life", lambda _chance: world)
    return world


def queued() -> list[tuple[UUID, int, datetime]]:
    """Spell, number and moment of what is set to happen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'spell_id', (args ->> 'number')::int, scheduled_at"
            " FROM procrastinate_jobs WHERE task_name = 'lifelong.simulation.jobs.happen'"
            " ORDER BY id"
        )
        return [(UUID(one), number, at) for one, number, at in cursor.fetchall()]


def run_next() -> datetime:
    """The last that was set to happen, at its moment."""
    spell_id, number, at = queued()[-1]
    with clock.stopped_at(at):
        let_happen(spell_id, number)
    return at


def test_one_thing_after_the_other_happens_every_few_seconds(world: World) -> None:
    with clock.stopped_at(BEGUN):
        enliven()
    moments = [run_next() for _one in range(30)]
    assert world.happened == 30
    pauses = [later - sooner for sooner, later in pairwise(moments)]
    assert moments[0] == BEGUN and min(pauses) >= EVERY / 2 and max(pauses) <= EVERY * 1.5


def test_it_rests_by_itself_after_a_while(world: World) -> None:
    with clock.stopped_at(BEGUN):
        enliven()
    at, numbers = BEGUN, 0
    while Spell.objects.exists():
        at, numbers = run_next(), numbers + 1
    assert at >= BEGUN + LASTING > at - EVERY * 1.5
    assert world.happened == numbers - 1 == len(queued()) - 1, "nothing comes after"


def test_two_who_switch_it_on_bring_no_more_than_one(world: World) -> None:
    with clock.stopped_at(BEGUN):
        enliven()
    with clock.stopped_at(BEGUN + timedelta(minutes=5)):
        enliven()
        assert len(queued()) == 1
        now = spell()
    assert now and now.ends_at == BEGUN + timedelta(minutes=5) + LASTING


def test_there_are_never_two_spells(world: World) -> None:
    enliven()
    with pytest.raises(IntegrityError):
        Spell.objects.create(ends_at=BEGUN)


def test_a_job_that_is_run_twice_is_one_thing(world: World) -> None:
    enliven()
    spell_id, number, _at = queued()[0]
    for _one in range(2):
        let_happen(spell_id, number)
    assert world.happened == 1 and len(queued()) == 2


def test_what_was_under_way_when_it_was_switched_off_does_not_come_back(world: World) -> None:
    enliven()
    let_rest()
    assert spell() is None
    enliven()
    (old, new) = queued()
    for spell_id, number, _at in (old, new):
        let_happen(spell_id, number)
    assert world.happened == 1, "one after the other, after off and on"


def test_a_spell_that_nobody_ended_does_not_hinder_the_next(world: World) -> None:
    with clock.stopped_at(BEGUN - timedelta(days=1)):
        enliven()
    assert spell() is None
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    enliven()
    run_next()
    assert world.happened == 1


def test_a_shut_door_is_told_until_it_opens(world: World) -> None:
    enliven()
    world.is_shut = True
    run_next()
    now = spell()
    assert now and now.is_shut
    world.is_shut = False
    run_next()
    now = spell()
    assert now and not now.is_shut and world.happened == 1


def test_a_shop_that_is_not_made_up_never_lives() -> None:
    with pytest.raises(NotFound):
        enliven()
    assert not Spell.objects.exists() and queued() == []
