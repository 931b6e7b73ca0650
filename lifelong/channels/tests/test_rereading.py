"""All that is parked is read again, all that is in quarantine is let in: a few at a time."""

from collections.abc import Sequence

import pytest
from django.db import connection

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions import rereading
from lifelong.channels.actions.delivering import NothingToReplay, settle
from lifelong.channels.actions.rereading import UnderWay, begin_round, go_on, stop_round
from lifelong.channels.models import Delivery, DeliveryState, Round
from lifelong.channels.queries import last_round
from lifelong.channels.tests.building import delivery
from lifelong.events.models import Event
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db
PARKED, QUARANTINED = DeliveryState.PARKED, DeliveryState.QUARANTINED
UNREAD, STORED = DeliveryState.UNPROCESSED, DeliveryState.STORED


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "AT_ONCE", 2)


@pytest.fixture
def admin(db: None) -> Agent:
    return agent(Role.ADMIN)


def waiting(state: DeliveryState, count: int) -> list[Delivery]:
    made = [delivery() for _ in range(count)]
    for one in made:
        settle(one, state, reason="It has no sender.")
    return made


def now_of(some: Sequence[Delivery]) -> list[str]:
    states = dict(Delivery.objects.values_list("id", "state"))
    return [states[one.id] for one in some]


def read(state: DeliveryState, reason: str = "") -> int:
    """As the intake does with all that it has."""
    unread = list(Delivery.objects.filter(state=UNREAD))
    for one in unread:
        settle(one, state, reason=reason)
    return len(unread)


def test_a_round_hands_over_a_few_and_goes_on_when_they_are_read(admin: Agent) -> None:
    some = waiting(PARKED, 5)
    made = begin_round(PARKED, by=admin)
    assert made.total == 5 and now_of(some) == [PARKED] * 5, "a job hands them over"
    assert go_on(made.id)
    assert now_of(some) == [UNREAD] * 2 + [PARKED] * 3, "the oldest first"
    assert go_on(made.id)
    assert now_of(some).count(UNREAD) == 2, "nobody has read those yet"
    read(STORED)
    assert go_on(made.id) and read(PARKED, "It still has no sender.") == 2
    assert go_on(made.id) and read(STORED) == 1
    assert not go_on(made.id)
    made.refresh_from_db()
    assert made.taken == 5 and made.over_at and not made.stopped
    assert made.became == {
        "stored": 3, "parked": 2, "reasons": [["It still has no sender.", 2]],
    }  # fmt: skip


def test_what_comes_back_is_not_read_again_by_the_same_round(admin: Agent) -> None:
    waiting(PARKED, 2)
    made = begin_round(PARKED, by=admin)
    go_on(made.id)
    read(PARKED)
    assert not go_on(made.id)
    again = begin_round(PARKED, by=admin)
    assert again.total == 2 and go_on(again.id), "but by the next"


def test_what_is_parked_meanwhile_is_left_alone(admin: Agent) -> None:
    waiting(PARKED, 1)
    made = begin_round(PARKED, by=admin)
    (later,) = waiting(PARKED, 1)
    go_on(made.id)
    read(STORED)
    assert not go_on(made.id) and now_of([later]) == [PARKED]


def test_who_is_let_in_is_no_longer_suspected(admin: Agent) -> None:
    kept_out, parked = waiting(QUARANTINED, 1), waiting(PARKED, 1)
    go_on(begin_round(QUARANTINED, by=admin).id)
    assert now_of(kept_out + parked) == [UNREAD, PARKED]
    go_on(begin_round(PARKED, by=admin).id)
    assert list(Delivery.objects.order_by("received_at").values_list("let_in", flat=True)) == [
        True,
        False,
    ]


def test_a_round_that_is_stopped_gives_back_what_nobody_read(admin: Agent) -> None:
    some = waiting(QUARANTINED, 5)
    made = begin_round(QUARANTINED, by=admin)
    go_on(made.id)
    settle(some[0], STORED)
    stop_round(made)
    assert now_of(some) == [STORED] + [QUARANTINED] * 4
    assert not Delivery.objects.filter(state=QUARANTINED, let_in=True).exists()
    assert not go_on(made.id), "nothing more is handed over"
    assert now_of(some) == [STORED] + [QUARANTINED] * 4
    made.refresh_from_db()
    assert made.stopped and made.taken == 1 and made.became["stored"] == 1
    with pytest.raises(NothingToReplay):
        stop_round(made)


def test_there_is_one_round_of_a_kind_at_a_time(admin: Agent) -> None:
    waiting(PARKED, 1)
    waiting(QUARANTINED, 1)
    begin_round(PARKED, by=admin)
    with pytest.raises(UnderWay):
        begin_round(PARKED, by=admin)
    begin_round(QUARANTINED, by=admin)
    assert Round.objects.count() == 2


def test_where_nothing_waits_nothing_begins(admin: Agent) -> None:
    waiting(PARKED, 1)
    with pytest.raises(NothingToReplay):
        begin_round(QUARANTINED, by=admin)
    assert not Event.objects.filter(name="RoundBegun").exists()


def test_a_round_is_written_down_with_who_began_it(admin: Agent) -> None:
    waiting(PARKED, 1)
    made = begin_round(PARKED, by=admin)
    told = Event.objects.get(name="RoundBegun").data
    assert (told["round_id"], told["of"], told["by_id"]) == (str(made.id), "parked", str(admin.id))
    assert last_round(PARKED, visible_to=caller_for(admin)) == made
    with pytest.raises(NotAllowed):
        last_round(PARKED, visible_to=caller_for(agent(Role.LEAD)))


def test_what_is_read_again_takes_no_look_at_all_that_ever_came(admin: Agent) -> None:
    waiting(PARKED, 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_delivery (id, connector, received_at, body, envelope, state,"
            " reason, tries, let_in) SELECT gen_random_uuid(), 'email', now() - n * interval"
            " '1 minute', '', '', 'stored', '', 1, false FROM generate_series(1, 3000) n"
        )
        cursor.execute("ANALYZE channels_delivery")
        cursor.execute(
            "EXPLAIN SELECT id FROM channels_delivery WHERE state = 'parked' AND received_at <="
            " now() AND round_id IS DISTINCT FROM gen_random_uuid() ORDER BY received_at LIMIT 9"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_by_state" in plan and "Seq Scan" not in plan
