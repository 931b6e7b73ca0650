"""Who is brought to whom when somebody writes: the choice itself, and the whole match.

The choice is pure: a thousand who wait and two hundred agents at work, in one process. The whole
match is one transaction on the database: what is read, the choice, the locks, and what is written;
once with nobody waiting but the one who has just written, once with all the thousand.
"""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.dials import dial
from bench.result import Result, percentile, spread
from bench.saying import say
from bench.shop import shop

TARGET_MS = 2
WAITING = 1000
AGENTS = 200
ROUNDS = 200


def measure() -> Result:
    with shop("web") as measured:
        measured.hire(dial("agents", AGENTS), sign_on=True)
        found = measured.within("from bench.match_arrival import match; match()")
    say(f"chose {len(found['choice'])} times")
    choice = percentile(found["choice"], 95)
    return Result(
        value=choice,
        unit="ms",
        target=TARGET_MS,
        baseline=percentile(found["arrival"], 95),
        met=choice <= TARGET_MS,
        extra={
            "waiting": found["waiting"],
            "agents": found["agents"],
            "detail": {name: spread(found[name]) for name in ("choice", "arrival", "crowded")},
            "queries": found["queries"],
        },
    )


def match() -> None:
    """Within the installation: prints milliseconds of each kind, and the queries of an arrival."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lifelong.channels.models import Inbox, Kind
    from lifelong.lib import clock
    from lifelong.routing.actions.matching import match_one
    from lifelong.routing.matching import choose

    inbox = Inbox.objects.get()
    waiting, rooms, now = _made_up(inbox.id), _rooms(inbox.id), clock.now()

    def arrive() -> None:
        assert match_one([inbox.id], [Kind.WORKLIST])[1] is not None

    rounds = dial("rounds", ROUNDS)
    chosen = [_took(lambda: choose(waiting, rooms, now=now)) for _ in range(rounds)]
    arrivals = []
    for _round in range(min(rounds, 5 * len(rooms) // 4)):
        _write_waiting(inbox.id, 1)
        arrivals.append(_took(arrive))
    _write_waiting(inbox.id, 1)
    with CaptureQueriesContext(connection) as captured:
        arrive()
    _write_waiting(inbox.id, dial("waiting", WAITING))
    crowded = [_took(arrive) for _ in range(min(rounds, 5 * len(rooms) // 2))]
    said: dict[str, Any] = {
        "choice": chosen,
        "arrival": arrivals,
        "crowded": crowded,
        "waiting": len(waiting),
        "agents": len(rooms),
        "queries": len(captured),
    }
    print(json.dumps(said))


def _took(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def _made_up(inbox_id: Any) -> list[Any]:
    """Who waits, some of them known to somebody, in no order."""
    from lifelong.channels.models import Kind
    from lifelong.lib import clock, ids
    from lifelong.routing.scoring import Waiting

    known = [room.agent_id for room in _rooms(inbox_id)]
    return [
        Waiting(
            conversation_id=ids.new_id(),
            inbox_id=inbox_id,
            kind=Kind.WORKLIST,
            since=clock.now() - timedelta(minutes=random.randrange(500)),
            used=random.random() * 1.5,
            last_agent_id=random.choice([None, *known]),
            last_served_at=clock.now() - timedelta(days=random.randrange(60)),
        )
        for _one in range(dial("waiting", WAITING))
    ]


def _rooms(inbox_id: Any) -> list[Any]:
    from lifelong.channels.models import Kind
    from lifelong.routing.candidates import rooms

    return rooms([inbox_id], [Kind.WORKLIST])


def _write_waiting(inbox_id: Any, count: int) -> None:
    from lifelong.conversations.models import Contact, Conversation
    from lifelong.customers.models import Customer
    from lifelong.lib import clock

    now = clock.now()
    people = Customer.objects.bulk_create(
        [Customer(name=f"c{n}", made_at=now) for n in range(count)]
    )
    rows = Conversation.objects.bulk_create(_conversation(one, inbox_id) for one in people)
    Contact.objects.bulk_create(
        Contact(
            conversation=row,
            customer_id=row.customer_id,
            channel="email",
            opened_at=row.waiting_since or now,
            waiting_since=row.waiting_since,
            due_at=row.due_at,
        )
        for row in rows
    )


def _conversation(customer: Any, inbox_id: Any) -> Any:
    from lifelong.conversations.models import Conversation
    from lifelong.lib import clock

    since = clock.now() - timedelta(minutes=random.randrange(500))
    due_at = since + timedelta(hours=8)
    return Conversation(
        customer=customer, inbox_id=inbox_id, status="new", waiting_since=since, due_at=due_at
    )
