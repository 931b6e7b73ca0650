"""Work for later, queued in the same transaction as the rows it is about.

The only module that knows procrastinate. A job loads by id and makes one call.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, ParamSpec

import procrastinate
from procrastinate.contrib.django import app

P = ParamSpec("P")


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


class Job(Generic[P]):
    """A function that a worker runs. Arguments are JSON: ids as strings."""

    def __init__(self, function: Callable[P, None], *, tries: int, queue: str) -> None:
        self._task: Any = app.task(
            name=f"{function.__module__}.{function.__name__}", queue=queue, retry=Backoff(tries)
        )(function)
        self.run = function
        self.name: str = self._task.name

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue it for as soon as this transaction has committed."""
        self._task.defer(*args, **kwargs)

    def at(self, moment: datetime, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue it for `moment`."""
        self._task.configure(schedule_at=moment).defer(*args, **kwargs)

    def batch(self, calls: Sequence[dict[str, Any]]) -> None:
        self._task.batch_defer(*calls)


def job(*, tries: int = 20, queue: str = "default") -> Callable[[Callable[P, None]], Job[P]]:
    def wrap(function: Callable[P, None]) -> Job[P]:
        return Job(function, tries=tries, queue=queue)

    return wrap


def periodic(cron: str) -> Callable[[Callable[[], None]], None]:
    """Run a function on a schedule (five or six cron fields), once in the installation."""

    def wrap(function: Callable[[], None]) -> None:
        def run(timestamp: int) -> None:
            function()

        name = f"{function.__module__}.{function.__name__}"
        task: Any = app.task(name=name, queue="default", queueing_lock=name)(run)
        app.periodic(cron=cron)(task)

    return wrap
