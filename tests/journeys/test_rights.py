"""Rights that are taken away end at the next request, and what is open on screens at once."""

import json
from collections.abc import Callable, Iterator

import psycopg
import pytest
from allauth.usersessions.models import UserSession

from lifelong.accounts.actions.ending import end_sessions
from lifelong.accounts.tests.test_hiring import CHANGES, hero
from lifelong.events.models import Event
from lifelong.lib.postgres.lines import address


@pytest.fixture
def ended(transactional_db: None) -> Iterator[Callable[[], list[str]]]:
    """Whose streams another connection has heard to be over."""
    with psycopg.connect(address("test"), autocommit=True) as connection:
        connection.execute("listen live")
        yield lambda: [json.loads(one.payload)["s"] for one in connection.notifies(timeout=0.2)]


@pytest.mark.parametrize("fact", CHANGES)
def test_a_change_of_rights_is_recorded_and_ends_streams_at_once(
    ended: Callable[[], list[str]], fact: str
) -> None:
    agent = hero()
    CHANGES[fact](agent)
    assert Event.objects.filter(name=fact, data__agent_id=str(agent.id)).count() == 1
    assert ended() == [f"agent/{agent.id}/rights"]


def test_an_ended_session_ends_streams_at_once(ended: Callable[[], list[str]]) -> None:
    agent = hero()
    UserSession.objects.create(user=agent, session_key="one", ip="::1")
    ended()
    assert end_sessions(agent, by=None) == 1
    assert ended() == [f"agent/{agent.id}/rights"]
    assert end_sessions(agent, by=None) == 0
    assert ended() == []
