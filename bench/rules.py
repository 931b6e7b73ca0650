"""How long rules hold up what happens: a fact against 500 rules, of which 20 wait for it.

From the fact to the log of why each did not fire, within the reaction's transaction; customers
with a past of ten orders, and a worker that has gone through some facts before.
"""

from typing import Any

from bench.dials import dial
from bench.result import Result, percentile, spread
from bench.shop import shop

TARGET_MS = 3
TARGET_QUERIES = 2
EVENTS = 400
RULES, WAITING = 500, 20
CUSTOMERS, ORDERS = 40, 10
#: so many are not counted: statements are prepared, rules read
WARM = 20


def measure() -> Result:
    with shop("web") as measured:
        found = measured.within("from bench.rules import look; look()")
    took, queries = found["took"], found["queries"]
    slow = percentile(took, 95)
    return Result(
        value=slow,
        unit="ms",
        target=TARGET_MS,
        met=slow <= TARGET_MS and max(queries) <= TARGET_QUERIES,
        extra={
            "rules": RULES,
            "waiting": WAITING,
            "queries": max(queries),
            "queries_target": TARGET_QUERIES,
            "detail": {**spread(took), "p99": round(percentile(took, 99), 2)},
        },
    )


def look() -> None:
    """Within the installation: prints milliseconds and queries of each fact."""
    import json
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lifelong.lib.transactions import transaction
    from lifelong.plays.rules.actions.firing import fire_rules
    from lifelong.plays.rules.triggers import On

    events = _facts()
    _write_rules()
    took, queries = [], []
    for number in range(dial("events", EVENTS) + WARM):
        with transaction():
            event = events[number % len(events)]
            begun = time.perf_counter()
            fire_rules(On.MESSAGE, [event])
            passed = (time.perf_counter() - begun) * 1000
        if number >= WARM:
            took.append(passed)
    for event in events[:20]:
        with transaction(), CaptureQueriesContext(connection) as asked:
            fire_rules(On.MESSAGE, [event])
        queries.append(len(asked))
    print(json.dumps({"took": took, "queries": queries}))


def _facts() -> list[Any]:
    """Messages of customers who have bought before, read."""
    from lifelong.commerce.tests.building import buyer, order, take
    from lifelong.conversations.tests.building import incoming, receive_one
    from lifelong.events import reactor
    from lifelong.events.log import read
    from lifelong.events.models import Event

    for customer in range(CUSTOMERS):
        address = f"c{customer}@example.com"
        for number in range(ORDERS):
            ref = f"{customer}-{number}"
            take(order(ref, buyer=buyer(address, ref=f"b{customer}")))
        receive_one(incoming("Where is my parcel? I want a refund.", sender=address))
    names = ["MessageReceived"]
    ids = Event.objects.filter(name__in=names).values_list("id", flat=True)
    reactor.handle([str(one) for one in ids])
    return [read(row) for row in Event.objects.filter(name="MessageTriaged")]


def _write_rules() -> None:
    """None of them fires; those that wait for a message have four conditions, of which only the
    last is false."""
    from lifelong.accounts.models import Agent, Role
    from lifelong.plays.rules.actions.writing import switch_on, write_rule
    from lifelong.plays.rules.triggers import FACTS, On

    others = [on for on in FACTS if on is not On.MESSAGE]
    by = Agent.objects.create(email="rules@shop.example", name="Ada", roles=[Role.ADMIN])
    for number in range(RULES):
        on = On.MESSAGE if number < WAITING else others[number % len(others)]
        rule = write_rule(
            name=f"Rule {number}",
            brand=None,
            trigger={"on": on.value},
            conditions={
                "all": [
                    {"field": "contact.words", "is": "holds", "value": ["refund", "money back"]},
                    {"field": "contact.risk", "is": "none-of", "value": ["legal", "safety"]},
                    {"field": "contact.open-hours", "is": "so", "value": True},
                    {"field": "customer.orders", "is": "at-least", "value": 1000 + number},
                ]
            },
            steps=[{"do": "note", "text": "Look here"}],
            by=by,
        )
        switch_on(rule, by=by)
