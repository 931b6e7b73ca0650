import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from lifelong.lib import clock
from lifelong.lib.postgres.lines import address
from lifelong.lib.transactions import NoTransaction, transaction
from lifelong.live import end_streams, publish
from lifelong.live.tickets import Expired, Forged, make_token, read_token

Heard = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def heard(transactional_db: None) -> Any:
    """What another connection has heard until now."""
    with psycopg.connect(address("test"), autocommit=True) as connection:
        connection.execute("listen live")
        yield lambda: [json.loads(notice.payload) for notice in connection.notifies(timeout=0.3)]


def test_signals_of_one_transaction_are_heard_once_with_their_audiences_united(
    heard: Heard,
) -> None:
    with transaction():
        publish("conversation/1", audience=["inbox:a"])
        publish("conversation/2", audience=["inbox:a"])
        publish("conversation/1", audience=["agent:b", "inbox:a"])
    assert heard() == [
        {"s": "conversation/1", "a": ["agent:b", "inbox:a"]},
        {"s": "conversation/2", "a": ["inbox:a"]},
    ]


def test_what_is_told_at_once_is_not_told_in_passing(heard: Heard) -> None:
    with transaction():
        publish("conversation/1", audience=["inbox:a"], in_passing=True)
        publish("conversation/2", audience=["inbox:a"], in_passing=True)
        publish("conversation/2", audience=["inbox:a"])
    assert heard() == [
        {"s": "conversation/1", "a": ["inbox:a"], "p": 1},
        {"s": "conversation/2", "a": ["inbox:a"]},
    ]


def test_what_is_undone_is_not_heard(heard: Heard) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        publish("conversation/1", audience=["inbox:a"])
        raise ZeroDivisionError
    assert heard() == []


def test_a_signal_needs_a_transaction() -> None:
    with pytest.raises(NoTransaction):
        publish("conversation/1", audience=["inbox:a"])


def test_a_signal_to_nobody_is_silent(heard: Heard) -> None:
    with transaction():
        publish("conversation/1", audience=[])
    assert heard() == []


def test_a_large_audience_is_told_in_parts(heard: Heard) -> None:
    everybody = {f"agent:{number:036}" for number in range(600)}
    with transaction():
        publish("conversation/1", audience=everybody)
    parts = heard()
    assert len(parts) > 1
    assert {name for part in parts for name in part["a"]} == everybody


def test_rights_are_said_to_the_agent(heard: Heard) -> None:
    with transaction():
        end_streams("7")
    assert heard() == [{"s": "agent/7/rights", "a": ["agent:7"]}]


def test_a_token_says_who_hears_what() -> None:
    ticket = read_token(make_token("agent:7", ["inbox:a", "role:hero"]))
    assert ticket.listener == "agent:7"
    assert ticket.audiences == {"agent:7", "inbox:a", "role:hero"}


def test_a_token_is_good_for_two_minutes() -> None:
    with clock.stopped_at(datetime.now(UTC) - timedelta(seconds=121)):
        token = make_token("agent:7", [])
    with pytest.raises(Expired):
        read_token(token)


def test_a_token_cannot_be_made_up() -> None:
    with pytest.raises(Forged):
        read_token(make_token("agent:7", [])[:-1] + "?")
