"""What came next, and what was last: the nearest event of the same keys.

A union and a running minimum rather than a join by nearness (`asof_join`), which not every engine
that Ibis speaks to can do.
"""

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table


def next_after(asked: Table, events: Table, keys: Sequence[str]) -> Table:
    """`asked` with `next_at`: the first `at` of an event with the same keys that is later than
    `asked.at`, else null. `events` has the keys, without nulls, and `at`; nulls in the keys of
    `asked` find nothing that can be relied on."""
    both = _side_by_side(asked, events, keys)
    # of the same moment, who asks stands before the event and does not see it
    later = ibis.window(group_by=list(keys), order_by=[ibis.desc("at"), "is_event"], rows=(None, 0))
    found = both.mutate(next_at=both.event_at.min().over(later))
    return found.filter(found.is_event == 0).drop("at", "event_at", "is_event")


def last_before(asked: Table, events: Table, keys: Sequence[str]) -> Table:
    """As `next_after`: `last_at`, the last event at that moment or earlier."""
    both = _side_by_side(asked, events, keys)
    earlier = ibis.window(
        group_by=list(keys), order_by=["at", ibis.desc("is_event")], rows=(None, 0)
    )
    found = both.mutate(last_at=both.event_at.max().over(earlier))
    return found.filter(found.is_event == 0).drop("at", "event_at", "is_event")


def _side_by_side(asked: Table, events: Table, keys: Sequence[str]) -> Table:
    asking = asked.mutate(event_at=ibis.null(asked.at.type()), is_event=0)
    empty = {
        name: ibis.null(kind) for name, kind in asked.schema().items() if name not in (*keys, "at")
    }
    happened = events.mutate(**empty, event_at=events.at, is_event=1)
    return ibis.union(asking, happened.select(*asking.columns))
