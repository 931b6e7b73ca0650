"""Lists over 200,000 conversations: whole pages with their count, as a hero and as an admin ask.

Whole requests through Django, middleware included, in one warm process; every connection goes
back to the pool between requests, as the server has it. Each list is asked on its first page and
on one further down, and what is asked differs each time.
"""

import json
import random
import time
from typing import Any

from bench.crowd import AGENTS, TAGS, TOPICS, fill
from bench.dials import dial
from bench.result import Result, spread
from bench.saying import say
from bench.shop import shop

TARGET_MS = 80
ROUNDS = 25


def measure() -> Result:
    with shop() as measured:
        measured.hire(AGENTS, sign_on=False)
        begin = time.monotonic()
        fill(measured, count=dial("conversations", 200_000))
        say(f"filled in {time.monotonic() - begin:.0f} s")
        found = measured.within("from bench.lists import request; request()")
    every = [one for some in found["ms"].values() for one in some]
    whole = spread(every)
    return Result(
        value=whole["p95"],
        unit="ms",
        target=TARGET_MS,
        met=whole["p95"] <= TARGET_MS,
        extra={
            "conversations": found["conversations"],
            "queries": found["queries"],
            "counts_ms": spread(found["counts"])["p95"],
            "detail": {name: spread(some) for name, some in found["ms"].items()},
        },
    )


def request() -> None:
    """Within the installation: prints {ms: {list: [...]}, counts, queries, conversations}."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lifelong.conversations.models import Conversation
    from lifelong.running.parts import settle_down

    screen = _Screen()
    lists = _lists()
    for one in lists.values():
        screen.get(f"/lists?{one()}")
    settle_down()
    took: dict[str, list[float]] = {name: [] for name in lists}
    for _round in range(dial("rounds", ROUNDS)):
        for name, one in lists.items():
            took[name] += screen.two_pages(one())
    counts = [screen.get("/lists/counts?at=")[0] for _round in range(dial("rounds", ROUNDS))]
    with CaptureQueriesContext(connection) as captured:
        screen.get("/lists?status=waiting")
    said = {"ms": took, "counts": counts, "queries": len(captured)}
    print(json.dumps(said | {"conversations": Conversation.objects.count()}))


def _lists() -> dict[str, Any]:
    """What may be asked, anew each time."""
    from lifelong.accounts.models import Agent
    from lifelong.channels.models import Inbox
    from lifelong.conversations.models import Tag, Topic

    agents, inboxes, topics, tags = (
        list(kind.objects.values_list("id", flat=True)) for kind in (Agent, Inbox, Topic, Tag)
    )
    assert len(topics) >= TOPICS and len(tags) >= TAGS
    pick = random.choice
    return {
        "waiting": lambda: "status=waiting",
        "inbox": lambda: f"status=waiting&inbox={pick(inboxes)}",
        "nobody": lambda: f"status=waiting&owner=nobody&hours={pick([24, 240, 2400])}",
        "owner": lambda: f"status=pending&owner={pick(agents)}&order=activity",
        "closed": lambda: f"status=closed&order=activity&lately={pick([7, 60, 900])}",
        "quiet": lambda: f"status=pending&quiet={pick([30, 300, 800])}&order=activity",
        "topic": lambda: f"topic={pick(topics)}&order=activity",
        "topic waiting": lambda: f"status=waiting&topic={pick(topics)}",
        "tag": lambda: f"tag={pick(tags)}&order=activity",
        "tag in inbox": lambda: f"tag={pick(tags)}&inbox={pick(inboxes)}&status=pending",
        "language": lambda: f"language={pick(['de', 'fr', 'it'])}&status=closed&order=activity",
        "everybody": lambda: "order=activity&status=",
    }


class _Screen:
    """A signed-in agent's requests."""

    def __init__(self) -> None:
        from django.test import Client

        from lifelong.accounts.models import Agent

        self._client = Client(SERVER_NAME="127.0.0.1", headers={"HX-Request": "true"})
        agent = Agent.objects.order_by("id").first()
        assert agent is not None
        self._client.force_login(agent, "lifelong.web.signin.backend.Backend")

    def two_pages(self, asked: str) -> list[float]:
        """The first, and what "show more" brings, where there is more."""
        took, page = self.get(f"/lists?{asked}")
        _before, _found, rest = page.partition('hx-get="/lists/rows?')
        if not rest:
            return [took]
        more = rest.partition('"')[0].replace("&amp;", "&")
        return [took, self.get(f"/lists/rows?{more}")[0]]

    def get(self, path: str) -> tuple[float, str]:
        """Milliseconds until the answer was there, and the answer."""
        from django.db import connection

        begin = time.perf_counter()
        answer = self._client.get(path)
        took = time.perf_counter() - begin
        assert answer.status_code == 200, answer.status_code
        connection.close()
        return took * 1000, answer.content.decode()
