"""Who looks and who writes: told when it is news, and only then."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import psycopg
import pytest

from lifelong.conversations import queries
from lifelong.conversations.actions.viewing import leave, view
from lifelong.conversations.models.working import LOOK
from lifelong.conversations.tests.building import agent, receive_one
from lifelong.lib import clock
from lifelong.lib.postgres.lines import address

Heard = Callable[[], list[str]]


@pytest.fixture
def heard(transactional_db: None) -> Iterator[Heard]:
    """The presence signals since one last asked."""

    def since() -> list[str]:
        said = [json.loads(one.payload)["s"] for one in connection.notifies(timeout=0.1)]
        return [subject for subject in said if subject.startswith("presence/")]

    with psycopg.connect(address("test"), autocommit=True) as connection:
        connection.execute("listen live")
        yield since


def test_a_beat_of_a_screen_that_is_known_is_no_news(heard: Heard) -> None:
    conversation, mia = receive_one().conversation, agent()
    view(conversation, by=mia, typing=False)
    assert heard() == [f"presence/{conversation.id}"]
    view(conversation, by=mia, typing=False, position=1)
    assert heard() == []
    view(conversation, by=mia, typing=True)
    assert len(heard()) == 1
    view(conversation, by=mia, typing=True)
    assert heard() == []
    view(conversation, by=mia, typing=False)
    assert len(heard()) == 1


def test_a_look_ages_by_itself_and_coming_back_is_news(heard: Heard) -> None:
    conversation, mia = receive_one().conversation, agent()
    with clock.stopped_at(clock.now() - 2 * LOOK):
        view(conversation, by=mia, typing=False, position=1)
    assert not queries.viewers(conversation, but=None).exists()
    heard()
    view(conversation, by=mia, typing=False)
    assert len(heard()) == 1
    viewing = queries.viewers(conversation, but=None).get()
    assert viewing.position == 1, "what was seen stays seen"
    with clock.stopped_at(clock.now() + timedelta(seconds=1)):
        leave(conversation, by=mia)
        assert not queries.viewers(conversation, but=None).exists()
