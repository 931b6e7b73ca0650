"""Signals: "this has changed, ask again". They carry ids and never content."""

import json
from collections.abc import Iterable, Iterator

from django.db import connection

from lifelong.lib import transactions

CHANNEL = "live"
#: PostgreSQL refuses a notification of 8,000 bytes
MAX_BYTES = 7999

Signal = tuple[str, frozenset[str]]


def publish(subject: str, *, audience: Iterable[str]) -> None:
    """Tell `audience` that `subject` has changed, once this transaction has committed.

    `subject` is a noun and an id, "conversation/<uuid>". `audience` names who may hear of it:
    "inbox:<uuid>", "agent:<uuid>", "role:admin". Several signals of one subject become one.
    Raises `NoTransaction` outside of a transaction.
    """
    transactions.say_before_commit("live", (subject, frozenset(audience)), _notify)


def end_streams(agent_id: object) -> None:
    """Close an agent's streams: their rights changed. The browser asks for a new one."""
    publish(f"agent/{agent_id}/rights", audience=[f"agent:{agent_id}"])


def bring_near(agent_id: object, subject: str) -> None:
    """An agent has `subject` on the screen: their streams tell of it at once, and of all else
    a moment later. A courtesy: a process that comes later has not heard of it."""
    publish(f"agent/{agent_id}/near/{subject}", audience=[f"agent:{agent_id}"])


def put_away(agent_id: object, subject: str) -> None:
    publish(f"agent/{agent_id}/far/{subject}", audience=[f"agent:{agent_id}"])


def _notify(signals: list[Signal]) -> None:
    united: dict[str, set[str]] = {}
    for subject, audience in signals:
        united.setdefault(subject, set()).update(audience)
    payloads = [text for one in united.items() for text in _payloads(*one)]
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_notify(%s, payload) from unnest(%s::text[]) payload", [CHANNEL, payloads]
            )


def _payloads(subject: str, audience: Iterable[str]) -> Iterator[str]:
    """One notification, or several where an audience is too long for one."""
    names = sorted(audience)
    if not names:
        return
    text = json.dumps({"s": subject, "a": names}, separators=(",", ":"))
    if len(text) <= MAX_BYTES:
        yield text
    elif len(names) == 1:
        raise ValueError(f"a signal of {len(text)} bytes does not fit: {subject[:80]}")
    else:
        middle = len(names) // 2
        yield from _payloads(subject, names[:middle])
        yield from _payloads(subject, names[middle:])
