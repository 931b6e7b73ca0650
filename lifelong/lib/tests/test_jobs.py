from types import SimpleNamespace
from typing import Any, cast

import procrastinate

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
