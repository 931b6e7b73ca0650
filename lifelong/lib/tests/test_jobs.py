import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import procrastinate
import pytest

from lifelong.lib import jobs
from lifelong.lib.jobs import Backoff


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
