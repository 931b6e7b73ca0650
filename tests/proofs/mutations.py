"""Bodies that went wrong on their way: bytes flipped and cut, values that nobody expects.

    for body in json_mutations(bodies, count=300):
        send(body)                      # signed: what is refused at the door proves nothing
    nothing_is_lost(300)

The same seed gives the same bodies.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import connection

from lifelong.channels.models import Delivery, DeliveryState
from lifelong.connectors.intake import settle_batch
from lifelong.events.models import Event
from lifelong.events.reactor import handle

SETTLED = set(DeliveryState) - {DeliveryState.UNPROCESSED}

#: what no vendor sends, until one does
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, -(2**63), 10**30, 1e308, "", " ", "0", "null", "NaN",
    "-5.00", "1e999", "\0", "a\0b", "\ud800", "\u202e", "😀" * 50, "ä" * 5000, "<script>", "'; --",
    "2026-13-45T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-11-22",
    "EUR", "euro", [], {}, [None], [[[[]]]], {"id": {"id": {}}}, ["a"] * 200, {"": ""},
)  # fmt: skip


def json_mutations(bodies: Sequence[bytes], *, count: int, seed: int = 1) -> Iterator[bytes]:
    """`count` bodies, each made of one of these."""
    return _mutations(bodies, count, seed, _json)


def form_mutations(bodies: Sequence[bytes], *, count: int, seed: int = 1) -> Iterator[bytes]:
    """The same for application/x-www-form-urlencoded."""
    return _mutations(bodies, count, seed, _form)


def raw_mutations(bodies: Sequence[bytes], *, count: int, seed: int = 1) -> Iterator[bytes]:
    """The same for bodies of any other kind."""
    return _mutations(bodies, count, seed, _bytes)


def _mutations(
    bodies: Sequence[bytes],
    count: int,
    seed: int,
    within: Callable[[bytes, random.Random], bytes],
) -> Iterator[bytes]:
    dice = random.Random(seed)
    for _ in range(count):
        body = dice.choice(bodies)
        # mostly what still parses: that goes furthest
        yield within(body, dice) if dice.random() < 0.75 else _bytes(body, dice)


def _bytes(body: bytes, dice: random.Random) -> bytes:
    at, to = sorted(dice.randrange(len(body) + 1) for _ in range(2))
    changed = bytearray(body)
    match dice.randrange(6):
        case 0:
            return body[:at]
        case 1:
            return body[:at] + body[to:]
        case 2:
            return body[:to] + body[at:]
        case 3:
            return body[:at] + dice.randbytes(dice.randrange(1, 9)) + body[at:]
        case 4:
            return b"[" * dice.randrange(1, 5000) + body
        case _:
            for _ in range(dice.randrange(1, 5)):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            return bytes(changed)


def _json(body: bytes, dice: random.Random) -> bytes:
    tree = json.loads(body)
    for _ in range(dice.randrange(1, 4)):
        places = list(_places(tree))
        if not places:
            break
        _change(*dice.choice(places), dice)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within, as its container and key."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree))
    for key in keys:
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _places(tree[key])


def _change(holder: Any, key: Any, dice: random.Random) -> None:
    match dice.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[f"{key}\0"] = holder.pop(key)
        case 2 if isinstance(holder, list):
            holder += [holder[key]] * dice.randrange(1, 50)
        case 3 if isinstance(holder[key], int | str):
            # another id, another amount: as good as the true one
            holder[key] = type(holder[key])(dice.randrange(1, 10**6))
        case _:
            holder[key] = json.loads(json.dumps(dice.choice(STRANGE)))


def _form(body: bytes, dice: random.Random) -> bytes:
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    for _ in range(dice.randrange(1, 4)):
        if not pairs:
            break
        at = dice.randrange(len(pairs))
        match dice.randrange(4):
            case 0:
                del pairs[at]
            case 1:
                pairs.append(pairs[at])
            case 2:
                pairs[at] = (f"{pairs[at][0]}\0", pairs[at][1])
            case _:
                strange = str(dice.choice(STRANGE))
                pairs[at] = (pairs[at][0], strange)
    return urlencode(pairs, errors="surrogatepass").encode()


def nothing_is_lost(sent: int) -> Counter[str]:
    """All were kept, each found its end, none by surprise; and what follows from them ran.

    How many ended in which state.
    """
    while settle_batch():
        pass
    rows = Delivery.objects.values_list("state", "reason")
    states = Counter(state for state, _reason in rows)
    assert states.total() == sent, states
    assert set(states) <= SETTLED, states
    unforeseen = {reason for _state, reason in rows if reason.startswith("It could not be stored")}
    assert unforeseen == set()
    without_reason = [state for state, why in rows if state == DeliveryState.PARKED and not why]
    assert without_reason == []
    events = [str(one) for one in Event.objects.order_by("id").values_list("id", flat=True)]
    handle(events)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%react_alone'"
        )
        assert cursor.fetchone() == (0,), "a reaction failed"
    return states
