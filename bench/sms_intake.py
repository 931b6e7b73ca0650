"""Texts by webhook: answered at 250/s while what came in is drained with all that follows."""

import time
from datetime import UTC, datetime

from bench.dials import dial
from bench.mail_intake import OFFERED, ON_THEIR_WAY, STATES
from bench.result import Result, percentile, spread
from bench.saying import say
from bench.shop import Shop, shop
from bench.texts import knocked, knocking, open_number

RATE, DRAINED = 250, 150
HEROES = 10
WARM_UP = 10


def measure() -> Result:
    seconds = dial("seconds", 60)
    with shop("web", "intake", "worker") as measured:
        measured.hire(HEROES, sign_on=True)
        measured.until_it_serves()
        key = open_number(measured)
        knocked(knocking(measured, key, rate=RATE // 2, seconds=min(WARM_UP, seconds)))
        _wait_until_drained(measured)
        before, since = measured.cpu_seconds(), datetime.now(UTC)
        found = knocked(knocking(measured, key, rate=RATE, seconds=seconds))
        until, after = datetime.now(UTC), measured.cpu_seconds()
        took = (until - since).total_seconds()
        drained = measured.count(OFFERED, (since, until)) / took
        behind = measured.count(ON_THEIR_WAY)
        emptied = _wait_until_drained(measured)
        died = measured.instance.died()
        states = dict(measured.ask(STATES))
    answered = found.statuses.get("200", 0) / took
    all_answered = set(found.statuses) == {"200"} and answered >= RATE * 0.98
    return Result(
        value=answered,
        unit="answered/s",
        target=RATE,
        met=all_answered and drained >= DRAINED and set(states) == {"stored"} and not died,
        extra={
            "drained_per_second": round(drained, 1),
            "drained_target": DRAINED,
            "behind_at_the_end": behind,
            "seconds_to_catch_up": round(emptied, 1),
            "ms_to_answer": spread(found.took) | {"p99": round(percentile(found.took, 99), 1)},
            "statuses": found.statuses,
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
            "deliveries": states,
            "died": died,
        },
    )


def _wait_until_drained(measured: Shop) -> float:
    begin = time.monotonic()
    while measured.count(ON_THEIR_WAY):
        time.sleep(0.25)
        if time.monotonic() - begin > 300:
            raise RuntimeError("what came in is not drained")
    took = time.monotonic() - begin
    say(f"drained after {took:.1f} s")
    return took
