"""Must-hold 1: kill -9 at random points, and every message is there exactly once."""

import contextlib
import random
import socket
import time
from collections.abc import Callable
from functools import partial

import psycopg
import pytest

from tests.instance import Instance, running, wait_until
from tests.proofs.sending import Post, mails

#: longer than a job whose worker was killed waits for its revival
STILL = 90.0
TARGETS = ("smtp", "intake", "worker", "postgres", "backend")


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.timeout(240)
def test_300_messages_survive_3_kills() -> None:
    lose_nothing(300, targets=["smtp", "postgres", "intake"])


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_messages_survive_20_kills() -> None:
    lose_nothing(10_000, targets=[*TARGETS] * 4)


def lose_nothing(count: int, *, targets: list[str]) -> None:
    seed = random.randrange(1 << 32)
    with running(smtp_port=a_free_port()) as instance:
        post = Post(instance.smtp_port, mails(count, people=count // 10), connections=8)
        try:
            kill_along_the_way(instance, post, count, targets, random.Random(seed))
            wait_while_moving(instance, lambda: post.is_done())
            assert (post.taken, post.refused) == (count, [])
            wait_while_moving(instance, lambda: at_rest(instance))
            all_is_there_once(instance, count)
        except BaseException as error:
            error.add_note(f"seed {seed}, {post.taken} taken, {progress(instance)}")
            error.add_note(instance.log()[-4000:])
            raise
        finally:
            post.close()


def kill_along_the_way(
    instance: Instance, post: Post, count: int, targets: list[str], chance: random.Random
) -> None:
    points = sorted(chance.sample(range(count // 20, count), len(targets)))
    for point, target in zip(points, chance.sample(targets, len(targets)), strict=True):
        wait_until(partial(has_come_to, point, instance, post), within=120, every=0.01)
        instance.kill(target)


def has_come_to(point: int, instance: Instance, post: Post) -> bool:
    return tended(instance) and (post.taken >= point or post.is_done())


def wait_while_moving(instance: Instance, holds: Callable[[], bool]) -> None:
    """However slow the machine: it fails only when nothing moves any more."""
    last: dict[str, int] = {}
    since = time.monotonic()
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            if tended(instance) and holds():
                return
            if (now := progress(instance)) != last:
                last, since = now, time.monotonic()
        assert time.monotonic() - since < STILL, f"nothing moves: {last}"
        time.sleep(0.25)


def tended(instance: Instance) -> bool:
    """A part may die with its database; it is started again."""
    instance.died()
    return True


def at_rest(instance: Instance) -> bool:
    """Nothing is unread, and no job is left."""
    unread = instance.count("SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed'")
    return unread == 0 and instance.count(JOBS_LEFT) == 0


def progress(instance: Instance) -> dict[str, int]:
    states = instance.ask("SELECT state, count(*) FROM channels_delivery GROUP BY state")
    jobs = instance.ask("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
    return dict(states) | dict(jobs)


JOBS_LEFT = """
SELECT count(*) FROM procrastinate_jobs
WHERE queue_name = 'reactions' AND status IN ('todo', 'doing', 'failed')
"""


def all_is_there_once(instance: Instance, count: int) -> None:
    states = dict(instance.ask("SELECT state, count(*) FROM channels_delivery GROUP BY state"))
    assert set(states) <= {"stored", "duplicate"}, states
    assert states["stored"] == count
    assert instance.count("SELECT count(*) FROM conversations_identity") == count
    assert instance.count(ENTRIES) == count
    ids = instance.count("SELECT count(DISTINCT external_id) FROM conversations_message")
    assert ids == count
    assert instance.count("SELECT count(*) FROM customers_customer") == count // 10
    assert instance.count("SELECT count(*) FROM conversations_conversation") == count // 10
    for name in ("MessageReceived", "MessageTriaged"):
        assert instance.count(f"SELECT count(*) FROM events_event WHERE name = '{name}'") == count
    assert instance.count("SELECT count(*) FROM triage_reading") == count


ENTRIES = "SELECT count(*) FROM conversations_entry WHERE kind = 'message_in' AND text <> ''"
