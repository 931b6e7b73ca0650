"""Signals: "this has changed, ask again". They carry ids and never content."""

import json
from collections.abc import Iterable, Iterator

from django.db import connection

from lifelong.lib import transactions

CHANNEL = "live"
#: PostgreSQL refuses a notification of 8,000 bytes
MAX_BYTES = 7999

#: subject, audience, whether in passing
Signal = tuple[str, frozenset[str], bool]


def publish(subject: str, *, audience: Iterable[str], in_passing: bool = False) -> None:
    """Tell `audience` that `subject` has changed, once this transaction has committed.

    `subject` is a noun and an id, "conversation/<uuid>". `audience` names who may hear of it:
    "inbox:<uuid>", "agent:<uuid>", "role:admin". Several signals of one subject become one.
    `in_passing`: nobody is kept waiting by it. Readers hear it along with news of what lies before
    their eyes, or after a second.
    Raises `NoTransaction` outside of a transaction.
    """
    transactions.say_before_commit("live", (subject, frozenset(audience), in_passing), _notify)


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
    at_once = {subject for subject, _audience, in_passing in signals if not in_passing}
    for subject, audience, _in_passing in signals:
        united.setdefault(subject, set()).update(audience)
    payloads = [
        text
        for subject, audience in united.items()
        for text in _payloads(subject, audience, in_passing=subject not in at_once)
    ]
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_notify(%s, payload) from unnest(%s::text[]) payload", [CHANNEL, payloads]
            )


def _payloads(subject: str, audience: Iterable[str], *, in_passing: bool) -> Iterator[str]:
    """One notification, or several where an audience is too long for one."""
    names = sorted(audience)
    if not names:
        return
    said = {"s": subject, "a": names} | ({"p": 1} if in_passing else {})
    text = json.dumps(said, separators=(",", ":"))
    if len(text) <= MAX_BYTES:
        yield text
    elif len(names) == 1:
        raise ValueError(f"a signal of {len(text)} bytes does not fit: {subject[:80]}")
    else:
        middle = len(names) // 2
        for part in (names[:middle], names[middle:]):
            yield from _payloads(subject, part, in_passing=in_passing)
