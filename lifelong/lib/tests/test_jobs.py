import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import procrastinate
import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from lifelong.lib import clock, jobs
from lifelong.lib.jobs import Backoff
from lifelong.lib.transactions import transaction


def pause(attempts: int, *, tries: int = 20) -> int | None:
    """Seconds until the next try after so many earlier ones; None: no more."""
    job = cast(Any, SimpleNamespace(attempts=attempts))
    decision = Backoff(tries).get_retry_decision(exception=ValueError(), job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return round((decision.retry_at - procrastinate.utils.utcnow()).total_seconds())


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause(attempts) for attempts in range(4)] == [2, 4, 8, 16]
    assert pause(15) == 3600


def test_it_ends_after_so_many_tries() -> None:
    assert pause(2, tries=3) is not None
    assert pause(3, tries=3) is None


def test_what_runs_beside_the_worker_ends_though_the_word_to_end_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As it was when the database was killed: the worker hung, and its heart went on beating."""

    async def deaf() -> float:
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            raise procrastinate.exceptions.ConnectorException from None
        return 60.0

    async def ends() -> None:
        beside = asyncio.create_task(jobs._keep_punctual())
        await asyncio.sleep(0.01)
        beside.cancel()
        _done, pending = await asyncio.wait([beside], timeout=2)
        assert not pending

    monkeypatch.setattr(jobs, "_seconds_until_next", deaf)
    monkeypatch.setattr(jobs, "AHEAD", 0.01)
    # in a thread without a loop: the tests in browsers have one here
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, ends()).result()


@pytest.fixture
def queue(db: None) -> None:
    """Nothing in it but what a test puts there."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def put(name: str, *, state: str = "todo", ago: int = 0, moment: str = "", lock: str = "") -> int:
    """A job that was queued `ago` minutes ago; `moment`: when it is set for, from now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, scheduled_at)"
            " VALUES ('default', %s, %s, now() + %s::interval) RETURNING id",
            [name, lock or None, moment or None],
        )
        job_id: int = cursor.fetchone()[0]
        if state != "todo":
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                ["doing", job_id],
            )
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                [state, job_id],
            )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - %s * interval '1 minute'"
            " WHERE job_id = %s AND type <> 'scheduled'",
            [ago, job_id],
        )
        return job_id


def minutes_ago(moment: datetime | None) -> int:
    assert moment
    return round((clock.now() - moment).total_seconds() / 60)


def test_what_could_run_now_is_counted_by_kind_the_longest_waiting_first(queue: None) -> None:
    put("one.quick", ago=1)
    for ago in (3, 9):
        put("one.slow", ago=ago)
    put("one.tried", ago=99, moment="-4 minutes")
    put("one.later", moment="1 hour")
    put("one.gone", state="failed")
    found = [(one.name, one.count, minutes_ago(one.since)) for one in jobs.waiting()]
    assert found == [("one.tried", 1, 4), ("one.slow", 2, 3), ("one.quick", 1, 1)]


def test_what_was_given_up_is_counted_by_kind(queue: None) -> None:
    put("one.slow", state="failed", ago=50)
    put("one.slow", state="failed", ago=20)
    put("one.daily", state="failed", ago=70, lock="one.daily")
    put("one.quick")
    found = [(one.name, one.count, minutes_ago(one.last_at), one.periodic) for one in jobs.failed()]
    assert found == [("one.slow", 2, 20, False), ("one.daily", 1, 70, True)]


def test_what_was_given_up_runs_again_and_what_has_a_schedule_waits_for_that(queue: None) -> None:
    put("one.slow", state="failed")
    put("one.daily", state="failed", lock="one.daily")
    put("one.daily", lock="one.daily")
    assert jobs.run_failed_again() == 2
    assert jobs.failed() == []
    assert sorted((one.name, one.count) for one in jobs.waiting()) == [
        ("one.daily", 1),
        ("one.slow", 1),
    ]
    assert jobs.run_failed_again() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_notes_what_it_does_without_waiting_for_the_disk() -> None:
    async def said() -> tuple[str, ...] | None:
        params = connector_params()
        async with await psycopg.AsyncConnection.connect(**params) as own:
            await own.execute("SET synchronous_commit TO on")
            await own.commit()
            await jobs._lazily(own)
            await own.rollback()
            return await (await own.execute("SHOW synchronous_commit")).fetchone()

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, said()).result() == ("off",)


@jobs.job()
def nothing(of: str) -> None:
    """A job that only these tests know."""


@pytest.mark.django_db(transaction=True)
def test_what_a_job_queues_is_queued_in_its_transaction() -> None:
    """The worker looks for jobs on connections of its own, outside of any transaction."""

    def queue_and_fail() -> None:
        try:
            with transaction():
                nothing.later(of="what is undone")
                nothing.at(clock.now(), of="what is undone")
                nothing.batch([{"of": "what is undone"}])
                raise ValueError
        except ValueError:
            nothing.later(of="what is done")
        finally:
            connection.close()

    async def as_a_worker() -> None:
        with app.replace_connector(jobs._workers_own()):
            async with app.open_async():
                await asyncio.to_thread(queue_and_fail)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, as_a_worker()).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'of' FROM procrastinate_jobs")
        assert cursor.fetchall() == [("what is done",)]


def test_a_job_takes_no_arguments_without_their_names() -> None:
    with pytest.raises(TypeError):
        nothing.later("what nobody would get")
