"""The heroes of the inboxes that somebody leads, and what each does now.

Of what they do only that is told which whoever asks sees whole: a hero of two inboxes is busier
than a lead of one of them can tell, and `elsewhere` says so.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import LIVE
from lifelong.channels.queries import inbox_ids_of
from lifelong.lib import clock
from lifelong.routing.candidates import ANSWERING, LOST
from lifelong.routing.models import Offer, OfferState

#: the largest crew, and the most persons of one hero, that one looks through
MOST = 300
MOST_EACH = 8


@dataclass(frozen=True)
class Member:
    agent_id: UUID
    name: str
    capacity: int
    slots: int
    #: of their last shift; it goes on where it has no end. None: they never had one
    signed_on_at: datetime | None
    signed_off_at: datetime | None
    #: when a screen of theirs was connected last, if that is too long ago to ring there
    lost_at: datetime | None
    #: an `AwayReason`, "" while they are there, and since when
    away: str
    away_at: datetime | None
    #: they serve inboxes too that whoever asks does not see
    elsewhere: bool

    @property
    def is_on(self) -> bool:
        return self.signed_on_at is not None and self.signed_off_at is None


@dataclass(frozen=True)
class Held:
    """Somebody whom an agent has: who waits for them, or exchanged words a moment ago."""

    conversation_id: UUID
    channel: str
    #: None: nothing is owed to them just now
    since: datetime | None
    due_at: datetime | None


@dataclass
class Load:
    """What counts against a member's capacity and slots, the same as in `queries.load_of`, without
    who rings; how many more they have who need nothing now; and the first of the persons."""

    worklist: int = 0
    live: int = 0
    aside: int = 0
    persons: list[Held] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many count and are not among the persons."""
        return self.worklist + self.live - len(self.persons)


@dataclass(frozen=True)
class Ringing:
    conversation_id: UUID
    channel: str
    at: datetime


#: who is at work first
_CREW = """
SELECT agent.id, agent.name, agent.capacity, agent.slots, shift.signed_on_at, shift.signed_off_at,
    CASE WHEN shift.screen_at <= %(lost)s THEN shift.screen_at END,
    coalesce(away.reason, ''), away.from_at,
    EXISTS (
        SELECT FROM member WHERE agent_id = agent.id AND inbox_id <> ALL(%(inbox_ids)s)
    )
FROM accounts_agent agent
LEFT JOIN LATERAL (
    SELECT id, signed_on_at, signed_off_at, screen_at FROM routing_shift
    WHERE agent_id = agent.id ORDER BY signed_on_at DESC LIMIT 1
) shift ON true
LEFT JOIN routing_away away ON away.shift_id = shift.id AND away.until_at IS NULL
WHERE agent.is_active
    AND (agent.ends_on IS NULL OR agent.ends_on >= %(today)s)
    AND agent.roles && %(answering)s::varchar[]
    AND (
        agent.id IN (SELECT agent_id FROM member WHERE inbox_id = ANY(%(inbox_ids)s))
        OR agent.id IN (
            SELECT one.agent_id FROM accounts_agent_teams one
            JOIN accounts_agent_teams mine USING (team_id) WHERE mine.agent_id = %(me)s
        )
    )
ORDER BY shift.signed_on_at IS NULL OR shift.signed_off_at IS NOT NULL, agent.name, agent.id
LIMIT %(most)s
"""
_MEMBERS = """
WITH member AS (
    SELECT agent_id, inbox_id FROM channels_inbox_members
    UNION ALL
    SELECT agent_id, inbox_id FROM channels_inbox_teams JOIN accounts_agent_teams USING (team_id)
)
"""


def crew(*, visible_to: Caller) -> list[Member]:
    """Who answers customers in the caller's inboxes, and in their teams wherever they answer: by
    name, those at work first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    now = clock.now()
    asked = {
        "inbox_ids": list(inbox_ids_of(visible_to)),
        "me": visible_to.agent_id,
        "lost": now - LOST,
        "today": now.date(),
        "answering": [role.value for role in ANSWERING],
        "most": MOST,
    }
    return [Member(*row) for row in _rows(_MEMBERS + _CREW, asked)]


_LOADS = """
SELECT * FROM (
    SELECT owner_id, id, channel, waiting_since, due_at, counts,
        count(*) FILTER (WHERE counts AND NOT is_live) OVER mine,
        count(*) FILTER (WHERE counts AND is_live) OVER mine,
        count(*) FILTER (WHERE NOT counts) OVER mine,
        row_number() OVER (
            PARTITION BY owner_id ORDER BY NOT counts, waiting_since IS NULL, due_at, id
        ) AS place
    FROM (
        SELECT *, status = 'pending' OR channel = ANY(%(live)s::varchar[]) AS is_live,
            status = 'open' OR coalesce(live_until > %(now)s, false) AS counts
        FROM conversations_conversation
        WHERE owner_id = ANY(%(agent_ids)s) AND status IN ('open', 'pending')
            AND (inbox_id = ANY(%(inbox_ids)s) OR owner_id = %(me)s)
    ) held
    WINDOW mine AS (PARTITION BY owner_id)
) placed WHERE place <= %(most)s ORDER BY place
"""


def loads(agent_ids: Collection[UUID], *, visible_to: Caller) -> dict[UUID, Load]:
    """By agent what they have; who has nobody is not among them."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    asked = {
        "agent_ids": list(agent_ids),
        "inbox_ids": list(inbox_ids_of(visible_to)),
        "me": visible_to.agent_id,
        "live": sorted(LIVE),
        "now": clock.now(),
        "most": MOST_EACH,
    }
    found: dict[UUID, Load] = {}
    for agent_id, *person, counts, worklist, live, aside, _place in _rows(_LOADS, asked):
        load = found.setdefault(agent_id, Load(worklist, live, aside))
        if counts:
            load.persons.append(Held(*person))
    return found


def ringing_at(agent_ids: Collection[UUID], *, visible_to: Caller) -> dict[UUID, list[Ringing]]:
    """By agent who rings there, the first that came first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    rings = Offer.objects.filter(
        agent_id__in=agent_ids,
        state=OfferState.RINGING,
        conversation__inbox_id__in=inbox_ids_of(visible_to),
    ).order_by("at", "id")
    found: dict[UUID, list[Ringing]] = {}
    for row in rings.values_list("agent_id", "conversation_id", "conversation__channel", "at"):
        found.setdefault(row[0], []).append(Ringing(*row[1:]))
    return found


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
