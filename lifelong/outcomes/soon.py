"""Whether something came soon after, or was there shortly before: events of the same keys.

A join by equal keys with a range beside it. Every engine makes that a hash join, and nobody has
so many events that a range over their own takes long; sorting everything by moment did.
"""

from collections.abc import Sequence
from datetime import timedelta

import ibis
from ibis.expr.types import Table


def followed(asked: Table, events: Table, keys: Sequence[str], *, within: timedelta) -> Table:
    """Those of `asked` after whose `at` an event with the same keys came: later than it, and at
    most `within` later. Both have the keys and `at`; null in a key finds nothing."""
    then = events.select(*keys, then=events.at)
    until = asked.at + ibis.interval(seconds=int(within.total_seconds()))
    same = [asked[key] == then[key] for key in keys]
    return asked.semi_join(then, [*same, then.then > asked.at, then.then <= until])


def preceded(asked: Table, events: Table, keys: Sequence[str], *, within: timedelta) -> Table:
    """As `followed`: those before whose `at` an event came, at most `within` earlier or at that
    very moment."""
    then = events.select(*keys, then=events.at)
    since = asked.at - ibis.interval(seconds=int(within.total_seconds()))
    same = [asked[key] == then[key] for key in keys]
    return asked.semi_join(then, [*same, then.then <= asked.at, then.then >= since])
