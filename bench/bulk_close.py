"""Five thousand closed by one order, by a worker that has all that follows from it to do as well.

From the click to the last of them, looked at from beside ten times a second: it has to be seen
getting on, and each has to be closed once, with its fact.
"""

import time

from bench.crowd import WAITING, fill
from bench.dials import dial
from bench.result import Result
from bench.saying import say
from bench.shop import Shop, shop
from tests.instance import wait_until

TARGET_S = 20
PEOPLE = 5000
#: between two looks, and how many different ones there have to be
LOOK, STEPS = 0.1, 10

ORDER = """
import json
from lifelong.accounts.models import Agent
from lifelong.lists.actions.ordering import begin
from lifelong.lists.actions.planning import plan
from lifelong.lists.filters import Filter
bulk = plan("close", said={"resolution": "no-reply-needed"}, text="",
            chosen=Filter(status="waiting"), by=Agent.objects.order_by("id")[0])
begin(bulk)
print(json.dumps(str(bulk.id)))
"""
WORKERS = "SELECT count(*) FROM procrastinate_workers"
FAR = "SELECT done + refused, state FROM lists_bulk"
CLOSED = "SELECT count(*), count(DISTINCT data->>'contact_id') FROM events_event WHERE name = %s"


def measure() -> Result:
    people = dial("people", PEOPLE)
    with shop("worker") as measured:
        measured.hire(3, sign_on=False)
        fill(measured, count=people * WAITING)
        wait_until(
            lambda: measured.count("SELECT count(*) FROM procrastinate_workers") > 0, within=60
        )
        begin = time.monotonic()
        measured.within(ORDER)
        say(f"ordered in {time.monotonic() - begin:.1f} s")
        seconds, steps = _watch(measured)
        facts, matters = measured.ask(CLOSED, ("ContactClosed",))[0]
        done, refused = measured.ask("SELECT done, refused FROM lists_bulk")[0]
    right = (facts, matters, done, refused) == (people, people, people, 0)
    return Result(
        value=seconds,
        unit="s",
        target=TARGET_S,
        met=seconds <= TARGET_S and right and steps >= STEPS,
        extra={"people": people, "closed": matters, "facts": facts, "steps_seen": steps},
    )


def _watch(measured: Shop) -> tuple[float, int]:
    """Seconds until all are done, and at how many different places it was seen."""
    began = measured.ask("SELECT extract(epoch FROM begun_at)::float FROM lists_bulk")[0][0]
    seen = set()
    while True:
        far, state = measured.ask(FAR)[0]
        seen.add(far)
        if state == "done":
            break
        time.sleep(LOOK)
    ended = measured.ask("SELECT extract(epoch FROM ended_at)::float FROM lists_bulk")[0][0]
    return ended - began, len(seen)
