"""What a server loses that dies before its disk has it: see waiting-for-the-disk.md."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.events import reactor
from lifelong.events.log import Fact, record
from lifelong.events.models import Reaction
from lifelong.events.tests.facts import BellRang, DoorOpened, happen, jobs, noting, subscribed
from lifelong.lib.transactions import Lost

pytestmark = pytest.mark.django_db


def waits_for_the_disk(reaction: Callable[[Fact], None]) -> bool:
    with subscribed(BellRang, go=reaction):
        ids = happen(BellRang())
        with CaptureQueriesContext(connection) as asked:
            reactor.handle(ids)
    assert jobs("react_alone") == []
    return "SET LOCAL synchronous_commit TO off" not in [one["sql"] for one in asked]


def test_a_reaction_that_only_looks_does_not_wait_for_the_disk() -> None:
    assert not waits_for_the_disk(lambda fact: record(DoorOpened()))


def test_a_job_waits_for_the_disk_in_the_end() -> None:
    with subscribed(BellRang, hear=noting([], "")):
        ids = happen(BellRang())
        with CaptureQueriesContext(connection) as asked:
            reactor.handle(ids)
        assert "pg_logical_emit_message" in asked[-1]["sql"]
        with CaptureQueriesContext(connection) as asked:
            reactor.run_alone(ids[0], "hear")
        assert "pg_logical_emit_message" in asked[-1]["sql"]


@pytest.mark.django_db(transaction=True)
def test_when_the_server_goes_the_whole_job_comes_again() -> None:
    """It may have lost what it had not on its disk, as what the first reaction did."""
    heard: list[str] = []

    def lose_the_server(fact: Fact) -> None:
        heard.append("lost")
        if heard == ["first", "lost"]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with subscribed(BellRang, first=noting(heard, "first"), second=lose_the_server):
        ids = happen(BellRang())
        with pytest.raises(Lost):
            reactor.handle(ids)
        Reaction.objects.all().delete()
        reactor.handle(ids)
    assert heard == ["first", "lost", "first", "lost"]
