"""Real mail by SMTP at steady state: stored, threaded, triaged, matching tried, published.

Closed loop: the generator may be a bounded number of messages ahead of what follows from them.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bench.dials import dial
from bench.letters import corpus
from bench.result import Result
from bench.saying import say
from bench.shop import Shop, shop
from tests.instance import wait_until

TARGET = 150
HEROES = 10
CONNECTIONS = 4
#: accepted messages whose reactions are not done yet
BACKLOG = 400
#: seconds
WARM_UP, BASELINE, TICK = 15, 10, 0.25

#: a message has come all the way when routing has dealt with it
OFFERED = (
    "SELECT count(*) FROM events_reaction WHERE name = 'routing.reactions.bringing.serve_who_wrote'"
    " AND done_at >= %s AND done_at < %s"
)
ON_THEIR_WAY = """
SELECT (SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed')
     + (SELECT coalesce(sum(coalesce(jsonb_array_length(args -> 'event_ids'), 1)), 0)
          FROM procrastinate_jobs WHERE queue_name = 'reactions' AND status IN ('todo', 'doing'))
"""
STATES = "SELECT state, count(*) FROM channels_delivery GROUP BY state"


class Sender:
    """The generator's other end."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def allow(self, count: int) -> int:
        """Have it send up to so many in all; how many have been accepted until now."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()):
            raise RuntimeError("the load generator ended; the reason stands above")
        return int(answer)


@contextmanager
def sending(port: int) -> Iterator[Sender]:
    command = [sys.executable, "-m", "bench.generator", str(port), str(CONNECTIONS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Sender(process)
        finally:
            process.terminate()


def measure() -> Result:
    seconds = dial("seconds", 60)
    with shop("smtp") as measured:
        measured.hire(HEROES, sign_on=True)
        wait_until(lambda: _door_is_open(measured), within=60)
        baseline = _accept_alone(measured, min(BASELINE, seconds))
        measured.instance.begin("intake", "worker")
        with sending(measured.instance.smtp_port) as sender:
            _keep_busy(measured, sender, min(WARM_UP, seconds))
            before, since = measured.cpu_seconds(), datetime.now(UTC)
            _keep_busy(measured, sender, seconds)
            until, after = datetime.now(UTC), measured.cpu_seconds()
        took = (until - since).total_seconds()
        rate = measured.count(OFFERED, (since, until)) / took
        died = measured.instance.died()
        states = dict(measured.ask(STATES))
    return Result(
        value=rate,
        unit="messages/s",
        target=TARGET,
        met=rate >= TARGET and not died,
        baseline=baseline,
        extra={
            "detail": corpus()[0],
            "seconds": round(took, 1),
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
            "deliveries": states,
            "died": died,
        },
    )


def _door_is_open(measured: Shop) -> bool:
    from smtplib import SMTP

    try:
        SMTP("127.0.0.1", measured.instance.smtp_port, timeout=5).close()
    except OSError:
        return False
    return True


def _accept_alone(measured: Shop, seconds: int) -> float:
    """Messages per second that the door takes and commits, with nobody to read them."""
    with sending(measured.instance.smtp_port) as sender:
        sender.allow(1)
        wait_until(lambda: sender.allow(1) == 1, within=30)
        begin = time.monotonic()
        sender.allow(sys.maxsize)
        time.sleep(seconds)
        rate = (sender.allow(0) - 1) / (time.monotonic() - begin)
    say(f"accepted and committed alone: {rate:.0f}/s")
    measured.do("TRUNCATE channels_delivery")
    return rate


def _keep_busy(measured: Shop, sender: Sender, seconds: float) -> None:
    end = time.monotonic() + seconds
    accepted = sender.allow(0)
    while time.monotonic() < end:
        finished = accepted - measured.count(ON_THEIR_WAY)
        accepted = sender.allow(finished + BACKLOG)
        time.sleep(TICK)
    say(f"accepted: {accepted}, on their way: {measured.count(ON_THEIR_WAY)}")
