"""Signed webhooks at a steady rate: kept raw, and answered, while they are also read.

Open loop: a text that waits behind a slow one counts its waiting.
"""

from bench.dials import dial
from bench.result import Result, percentile, spread
from bench.shop import shop
from bench.texts import knocked, knocking, open_number

RATE, TARGET = 200, 50.0
WARM_UP = 5


def measure() -> Result:
    seconds = dial("seconds", 60)
    with shop("web", "intake", "worker") as measured:
        measured.until_it_serves()
        key = open_number(measured)
        knocked(knocking(measured, key, rate=RATE // 2, seconds=min(WARM_UP, seconds)))
        before = measured.cpu_seconds()
        found = knocked(knocking(measured, key, rate=RATE, seconds=seconds))
        after = measured.cpu_seconds()
        died = measured.instance.died()
    p99 = percentile(found.took, 99)
    return Result(
        value=p99,
        unit="ms p99",
        target=TARGET,
        met=p99 <= TARGET and set(found.statuses) == {"200"} and not died,
        extra={
            "rate": RATE,
            "spread": spread(found.took),
            "statuses": found.statuses,
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
            "died": died,
        },
    )
