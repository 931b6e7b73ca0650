"""The shop that is measured: an instance with agents, asked over one connection that stays open."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.processes import children, cpu_seconds
from tests.instance import Instance, free_port, running, wait_until

# `sign_on`: whether customers are brought to them
HIRE = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.routing.actions.signing_on import sign_on
agents = [
    Agent(email=f"agent{{n}}@shop.example", name=f"Agent {{n}}", roles=["hero"], capacity=5)
    for n in range({count})
]
Inbox.objects.get().members.add(*Agent.objects.bulk_create(agents))
for agent in agents if {sign_on} else []:
    sign_on(agent)
"""


class Shop:
    """`ask` and `count` cost the machine little, unlike those of the instance."""

    def __init__(self, instance: Instance, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self.instance = instance
        self._connection = connection

    def hire(self, count: int, *, sign_on: bool) -> None:
        self.instance.do(HIRE.format(count=count, sign_on=sign_on))

    def within(self, code: str) -> Any:
        """Run Python inside the installation; what it prints last, as JSON."""
        return json.loads(self.instance.says("manage", "shell", "--no-imports", "-c", code)[-1])

    def ask(self, query: str, values: tuple[Any, ...] | None = None) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def do(self, statement: str, values: tuple[Any, ...] | None = None) -> None:
        self._connection.execute(statement, values)

    def count(self, query: str, values: tuple[Any, ...] | None = None) -> int:
        return int(self.ask(query, values)[0][0])

    def cpu_seconds(self) -> dict[str, float]:
        """What each part and the database have used until now; so have "bench", this process,
        and "load", what else it has started: the generator, or the browser."""
        pids = self.instance.pids
        beside = [one for one in children(os.getpid()) if one not in pids.values()]
        used = {name: cpu_seconds(pid) for name, pid in pids.items()}
        return used | {"bench": time.process_time(), "load": sum(map(cpu_seconds, beside))}

    def until_it_serves(self) -> None:
        wait_until(lambda: self.instance.serves("/sign-in/"), within=60)


@contextmanager
def shop(*parts: str) -> Iterator[Shop]:
    """A shop with these parts running, on free ports of this machine."""
    with (
        running(smtp_port=free_port(), port=free_port(), parts=parts) as instance,
        psycopg.connect(instance.database, autocommit=True) as connection,
    ):
        yield Shop(instance, connection)
