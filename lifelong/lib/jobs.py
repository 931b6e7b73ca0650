"""Work for later, queued in the same transaction as the rows it is about.

The only module that knows procrastinate. A job loads by id and makes one call.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, ParamSpec

import procrastinate
import psycopg
import structlog
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

log = structlog.get_logger()

P = ParamSpec("P")

#: raised where the database is gone while something is queued
Unreachable = procrastinate.exceptions.ConnectorException

CONCURRENCY = 4
#: seconds between looks for jobs that were never announced, or waited for another
POLL = 0.5
#: seconds without a heartbeat after which a worker counts as dead, and between looks for such
STALLED = 30.0
REVIVE_EVERY = 15.0
#: seconds between looks for what is set for a moment, and at least between two such moments
AHEAD = 1.0
APART = 0.01
_SECONDS_UNTIL_NEXT = (
    "SELECT extract(epoch FROM min(scheduled_at) - now())::float AS seconds"
    " FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > now()"
)
#: as procrastinate itself says that there is a job
_WAKE = (
    'SELECT pg_notify(\'procrastinate_any_queue_v1\', \'{"type": "job_inserted", "job_id": 0}\')'
)


class Backoff(procrastinate.BaseRetryStrategy):
    """Tries again after 2, 4, 8 ... seconds, at most an hour apart, `tries` times in all."""

    def __init__(self, tries: int) -> None:
        self.tries = tries

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate.jobs.Job
    ) -> procrastinate.RetryDecision | None:
        if job.attempts >= self.tries:
            return None
        return procrastinate.RetryDecision(
            retry_in={"seconds": int(min(2 ** (job.attempts + 1), 3600))}
        )


_our_transaction = JobManager(DjangoConnector())


class Job(Generic[P]):
    """A function that a worker runs. Arguments are JSON: ids as strings."""

    def __init__(self, function: Callable[P, None], *, tries: int, queue: str) -> None:
        self.name = f"{function.__module__}.{function.__name__}"
        self.run = function
        self._queue = queue
        app.task(name=self.name, queue=queue, retry=Backoff(tries))(function)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue it for as soon as this transaction has committed."""
        self._queued().defer(*args, **kwargs)

    def at(self, moment: datetime, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue it for `moment`."""
        self._queued(moment).defer(*args, **kwargs)

    def batch(self, calls: Sequence[dict[str, Any]]) -> None:
        self._queued().batch_defer(*calls)

    def _queued(self, moment: datetime | None = None) -> Any:
        # not by the app: while it is a worker it queues on connections of its own, which commit
        # at once, whatever becomes of the transaction
        return configure_task(
            name=self.name, job_manager=_our_transaction, queue=self._queue, schedule_at=moment
        )


def job(*, tries: int = 20, queue: str = "default") -> Callable[[Callable[P, None]], Job[P]]:
    def wrap(function: Callable[P, None]) -> Job[P]:
        return Job(function, tries=tries, queue=queue)

    return wrap


def periodic(cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function on a schedule (five or six cron fields), once in the installation."""

    def wrap(function: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            function()

        name = f"{function.__module__}.{function.__name__}"
        task: Any = app.task(name=name, queue="default", queueing_lock=name)(run)
        app.periodic(cron=cron)(task)
        return function

    return wrap


def run_worker() -> None:
    """Run jobs of all queues and what is due by schedule, until SIGINT or SIGTERM."""
    asyncio.run(_work())


async def _work() -> None:
    with app.replace_connector(_workers_own()):
        async with app.open_async():
            beside = [asyncio.create_task(one()) for one in (_keep_reviving, _keep_punctual)]
            try:
                await app.run_worker_async(
                    concurrency=CONCURRENCY,
                    fetch_job_polling_interval=POLL,
                    listen_notify=True,
                    delete_jobs="successful",
                    stalled_worker_timeout=STALLED,
                    shutdown_graceful_timeout=3,
                )
            finally:
                for one in beside:
                    one.cancel()
                await asyncio.gather(*beside, return_exceptions=True)


def _workers_own() -> procrastinate.PsycopgConnector:
    return procrastinate.PsycopgConnector(kwargs=connector_params(), configure=_lazily)


async def _lazily(own: psycopg.AsyncConnection) -> None:
    """A job that is fetched or done is noted without waiting for the disk: what is lost of that
    is run again, as what a killed worker had begun."""
    await own.execute("SET synchronous_commit TO off")
    await own.commit()


def _goes_on() -> bool:
    """False once this task has been cancelled.

    The word itself may be lost: on Python 3.11 a pool's wait swallows it when the connection
    breaks in the same moment, as it does when the database dies.
    """
    task = asyncio.current_task()
    return task is not None and not task.cancelling()


async def _keep_punctual() -> None:
    """Wake the worker when the moment of a job has come, rather than at its next look."""
    while _goes_on():
        try:
            wait = await _seconds_until_next()
            await asyncio.sleep(max(APART, min(wait, AHEAD)))
            if wait <= AHEAD:
                await app.connector.execute_query_one_async(_WAKE)
        except procrastinate.exceptions.ConnectorException:
            await asyncio.sleep(AHEAD)


async def _seconds_until_next() -> float:
    found = await app.connector.execute_query_one_async(_SECONDS_UNTIL_NEXT)
    seconds = found["seconds"]
    return 2 * AHEAD if seconds is None else float(seconds)


async def _keep_reviving() -> None:
    while _goes_on():
        try:
            await _revive_stalled()
        except procrastinate.exceptions.ConnectorException:
            log.warning("stalled jobs could not be looked for")
        await asyncio.sleep(REVIVE_EVERY)


async def _revive_stalled() -> None:
    """Queue again what a killed worker had begun. Jobs bear being repeated."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        log.warning("job revived", job=stalled.task_name, job_id=stalled.id)
        await app.job_manager.retry_job(stalled)


def depth() -> dict[tuple[str, str], int]:
    """How many jobs there are, by queue and state (`todo`, `doing`, `failed` ...)."""
    states = ("todo", "doing", "failed", "aborted")
    return {
        (queue["name"], state): queue[state]
        for queue in app.job_manager.list_queues()
        for state in states
    }


#: further nobody counts
MOST = 10_000


@dataclass(frozen=True)
class Waiting:
    """Jobs of one kind that could run now."""

    name: str
    queue: str
    count: int
    #: since when the oldest could
    since: datetime


@dataclass(frozen=True)
class Failed:
    """Jobs of one kind that were given up."""

    name: str
    count: int
    last_at: datetime | None
    #: the schedule brings the next one by itself
    periodic: bool


_WAITING = """
SELECT job.task_name, job.queue_name, job.n, least(job.due_at, (
    SELECT min(at) FROM procrastinate_events WHERE job_id = job.first_id))
FROM (
    SELECT task_name, queue_name, count(*) AS n, min(scheduled_at) AS due_at,
        min(id) FILTER (WHERE scheduled_at IS NULL) AS first_id
    FROM (
        SELECT id, task_name, queue_name, scheduled_at FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
        ORDER BY priority DESC, id LIMIT %s
    ) AS found GROUP BY 1, 2
) AS job ORDER BY 4, 1
"""
#: done jobs are deleted, so that all there is are those that wait or failed
_FAILED = """
SELECT task_name, count(*), (
    SELECT max(at) FROM procrastinate_events WHERE job_id = max(job.id) AND type = 'failed'),
    bool_and(queueing_lock IS NOT NULL)
FROM (
    SELECT id, task_name, queueing_lock FROM procrastinate_jobs
    WHERE status = 'failed' ORDER BY id DESC LIMIT %s
) AS job GROUP BY 1 ORDER BY 3 DESC, 1
"""
_RUN_AGAIN = """
WITH found AS MATERIALIZED (
    SELECT id, queueing_lock FROM procrastinate_jobs WHERE status = 'failed'
    ORDER BY id LIMIT %s FOR UPDATE
), gone AS (
    DELETE FROM procrastinate_jobs
    WHERE id IN (SELECT id FROM found WHERE queueing_lock IS NOT NULL) RETURNING id
)
SELECT count(procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)::text)
    + (SELECT count(*) FROM gone)
FROM found WHERE queueing_lock IS NULL
"""


def waiting() -> list[Waiting]:
    """What could run now and does not yet, the longest waiting first; of `MOST` jobs."""
    return [Waiting(*row) for row in _rows(_WAITING, MOST)]


def failed() -> list[Failed]:
    """What was given up, the newest first; of `MOST` jobs."""
    return [Failed(*row) for row in _rows(_FAILED, MOST)]


def run_failed_again() -> int:
    """One more try for what was given up, at most `MOST` of it; what has a schedule waits for that.
    How many there were."""
    return int(_rows(_RUN_AGAIN, MOST)[0][0])


def _rows(statement: str, most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [most])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
