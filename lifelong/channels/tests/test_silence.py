"""When something came in last at each door, and which silence is unusual."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from lifelong.accounts.models import Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.channels import silence
from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Connection, Endpoint
from lifelong.channels.silence import Silence
from lifelong.channels.tests.building import brand, endpoint
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db
NOW = clock.now()
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def come(door: Endpoint | Connection, *moments: datetime) -> None:
    for at in moments:
        with clock.stopped_at(at):
            keep("email", body=b"raw", envelope={}, at=door)


def at(door: Endpoint | Connection) -> Silence:
    admin = caller_for(agent(Role.ADMIN))
    read = silence.at_endpoints if isinstance(door, Endpoint) else silence.at_connections
    with clock.stopped_at(NOW):
        return read(visible_to=admin)[door.id]


def usually(door: Endpoint | Connection, count: int, *, weeks: int = 3, ago: timedelta) -> None:
    """`count` came in the same minute of each of the last weeks, and one before that now."""
    for week in range(1, weeks + 1):
        come(door, *[NOW - week * WEEK - ago] * count)


def test_a_door_says_when_something_came_last() -> None:
    door, other = endpoint(), endpoint()
    come(door, NOW - 3 * HOUR, NOW - HOUR, NOW - 2 * HOUR)
    come(other, NOW)
    assert at(door) == Silence(NOW - HOUR, 0)
    assert at(endpoint()) == Silence(None, 0)


def test_silence_is_unusual_where_ten_came_in_the_same_hours_of_three_weeks() -> None:
    door = endpoint()
    come(door, NOW - 2 * HOUR)
    usually(door, 10, ago=HOUR)
    assert at(door).is_unusual
    come(door, NOW - timedelta(minutes=1))
    assert not at(door).is_unusual


@pytest.mark.parametrize(
    "usual",
    [{"count": 9}, {"count": 10, "weeks": 2}, {"count": 10, "ago": 3 * HOUR}],
    ids=["few", "young", "at other hours"],
)
def test_what_is_usual_is_no_alarm(usual: dict[str, int]) -> None:
    door = endpoint()
    come(door, NOW - 2 * HOUR)
    usually(door, **{"ago": HOUR, **usual})  # type: ignore[arg-type]
    assert not at(door).is_unusual


def test_a_door_that_was_busy_and_is_dead_for_a_month_stays_unusual() -> None:
    door = endpoint()
    last = NOW - timedelta(days=30)
    come(door, last)
    for week in (1, 2, 3):
        come(door, *[last - week * WEEK + HOUR] * 10)
    assert at(door).is_unusual


def test_a_shop_is_judged_as_an_address_is_and_a_closed_door_not_at_all() -> None:
    shop = Connection.objects.create(brand=brand(), connector="shopify", name="Shop")
    come(shop, NOW - 2 * HOUR)
    usually(shop, 10, ago=HOUR)
    assert at(shop).is_unusual
    shut = endpoint()
    Endpoint.objects.filter(pk=shut.pk).update(is_active=False)
    with pytest.raises(KeyError):
        at(shut)


def test_it_is_for_those_who_look_after_health() -> None:
    with pytest.raises(NotAllowed):
        silence.at_endpoints(visible_to=caller_for(agent(Role.LEAD, Role.HERO)))


def test_nothing_looks_at_all_that_ever_came() -> None:
    door = endpoint()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_delivery (id, connector, endpoint_id, received_at, body,"
            " envelope, state, reason, tries, let_in) SELECT gen_random_uuid(), 'email', %s,"
            " now() - n * interval '1 minute', '', '', 'stored', '', 1, false"
            " FROM generate_series(1, 50000) n",
            [door.id],
        )
        cursor.execute("ANALYZE channels_delivery")
        asked = silence._SILENCES.format(kind="endpoint")
        said: dict[str, Any] = {"weeks": 3, "usual": 10, "now": NOW}
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {asked}", said)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_by_endpoint" in plan and "Seq Scan on channels_delivery" not in plan
