"""When something came in last at each of our doors, and whether its silence is unusual.

The rule is said to whoever looks: a door is silent when nothing has come in for as long as, in the
same hours of each of the last three weeks, ten or more did. So nights, weekends and small
shops are no alarm, and a door that is younger than three weeks is not judged.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from lifelong.accounts.policy import Caller, Verb
from lifelong.lib import clock

#: so many in the same hours of each of so many weeks
USUAL, WEEKS = 10, 3


@dataclass(frozen=True)
class Silence:
    last_at: datetime | None = None
    #: how many came in the same hours of that of the last weeks in which it was fewest; beyond
    #: `USUAL` nobody counts
    usual: int = 0

    @property
    def is_unusual(self) -> bool:
        return self.usual >= USUAL


def at_endpoints(*, visible_to: Caller) -> dict[UUID, Silence]:
    """By endpoint, of those that are open."""
    return _silences("endpoint", visible_to)


def at_connections(*, visible_to: Caller) -> dict[UUID, Silence]:
    return _silences("connection", visible_to)


#: a few rows of an index for each door, however much has come in
_SILENCES = """
SELECT door.id, newest.received_at, coalesce((
    SELECT min(few.n) FROM generate_series(1, %(weeks)s) AS week, LATERAL (
        SELECT count(*) AS n FROM (
            SELECT 1 FROM channels_delivery
            WHERE {kind}_id = door.id
                AND received_at > newest.received_at - week * interval '7 days'
                AND received_at <= least(%(now)s, newest.received_at + interval '7 days')
                    - week * interval '7 days'
            LIMIT %(usual)s
        ) AS found
    ) AS few
), 0)
FROM channels_{kind} AS door LEFT JOIN LATERAL (
    SELECT received_at FROM channels_delivery WHERE {kind}_id = door.id
    ORDER BY received_at DESC LIMIT 1
) AS newest ON true
WHERE door.is_active
"""


def _silences(kind: str, caller: Caller) -> dict[UUID, Silence]:
    caller.must(Verb.SEE_HEALTH)
    with connection.cursor() as cursor:
        cursor.execute(
            _SILENCES.format(kind=kind), {"weeks": WEEKS, "usual": USUAL, "now": clock.now()}
        )
        return {door_id: Silence(*said) for door_id, *said in cursor.fetchall()}
