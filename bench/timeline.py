"""The first page of a very long conversation, in a database of a million entries.

Whole requests through Django, middleware included, in one warm process; every connection goes
back to the pool between requests, as the server has it. Each is a first look: no entry is kept
drawn.
"""

import json
import random
import time
from typing import Any

from bench.dials import dial
from bench.million import BIG, fill
from bench.result import Result, spread
from bench.saying import say
from bench.shop import shop

TARGET_MS = 40
MOST_QUERIES = 10
ROUNDS = 300


def measure() -> Result:
    with shop() as measured:
        measured.hire(1, sign_on=False)
        begin = time.monotonic()
        fill(measured, entries=dial("entries", 1_000_000))
        say(f"filled in {time.monotonic() - begin:.0f} s")
        found = measured.within("from bench.timeline import request; request()")
    big, small, others = (spread(found["ms"][kind]) for kind in ("big", "small", "others"))
    worst = max(big["p95"], others["p95"])
    return Result(
        value=big["p95"],
        unit="ms",
        target=TARGET_MS,
        baseline=small["p95"],
        met=worst <= TARGET_MS and found["queries"] <= MOST_QUERIES,
        extra={
            "queries": found["queries"],
            "queries_target": MOST_QUERIES,
            "detail": {"big": big, "small": small, "others": others},
            "entries": found["entries"],
        },
    )


def request() -> None:
    """Within the installation: prints {ms: {kind: [...]}, queries, entries}."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from lifelong.conversations.models import Conversation, Entry

    big, small, others = _conversations()
    kinds = {"big": [big], "small": small, "others": others}
    page = _Page()
    for conversation_id in [big, *small, *others][:20]:
        page.get(reverse("console:entries", args=[conversation_id]))
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _round in range(dial("rounds", ROUNDS)):
        for kind, ids in kinds.items():
            took[kind].append(page.get(reverse("console:entries", args=[random.choice(ids)])))
    with CaptureQueriesContext(connection) as captured:
        page.get(reverse("console:entries", args=[big]))
    entries = Entry.objects.count(), Conversation.objects.get(pk=big).position
    print(json.dumps({"ms": took, "queries": len(captured), "entries": entries}))


def _conversations() -> tuple[Any, list[Any], list[Any]]:
    """The big one, some with 50 entries, and some of all the others."""
    from lifelong.conversations.models import Conversation

    rows = Conversation.objects.order_by("?").values_list("id", flat=True)
    big = rows.get(customer__name=BIG)
    return big, list(rows.filter(position=50)[:60]), list(rows.filter(position__gt=50)[:300])


class _Page:
    """A signed-in agent's requests."""

    def __init__(self) -> None:
        from django.test import Client

        from lifelong.accounts.models import Agent

        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.force_login(Agent.objects.get(), "lifelong.web.signin.backend.Backend")

    def get(self, path: str) -> float:
        """Milliseconds until the answer was there."""
        from django.db import connection

        from lifelong.web.console.timeline import drawings

        drawings.forget()

        begin = time.perf_counter()
        answer = self._client.get(path)
        took = time.perf_counter() - begin
        assert answer.status_code == 200 and b"<li" in answer.content, answer.status_code
        connection.close()
        return took * 1000
