"""Who is at work with room, and who waits for them: what a match is chosen from.

As SQL, because every arriving message asks it: Django took seven times as long to write the
statement as PostgreSQL to answer it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.accounts.policy import POLICY, Verb
from lifelong.channels.hours import elapsed_clock
from lifelong.channels.models import LIVE, Channel, Inbox, Kind, kind_of
from lifelong.lib import clock
from lifelong.routing.matching import Choice, choose
from lifelong.routing.scoring import Room, Waiting

ANSWERING = [role for role, verbs in POLICY.items() if Verb.ANSWER in verbs]
BOTH = frozenset(Kind)
#: so long without a word from a screen, and it is lost
LOST = timedelta(minutes=3)
#: so many of each inbox and channel are looked at, unless none of them can be matched
FIRST = 200

#: A keeper holds the retention certificate, and a level that gives something to keep a customer.
#: "At work" means the same as in `queries.at_work`; what counts, the same as in `queries.load_of`.
_ROOMS = """
SELECT shift.agent_id, held.worklist, agent.capacity,
    held.live + exchanging.n, CASE WHEN shift.screen_at > %(lost)s THEN agent.slots ELSE 0 END,
    fit.inbox_ids,
    (SELECT max(at) FROM routing_offer WHERE agent_id = agent.id),
    keeper.currencies
FROM routing_shift shift
JOIN accounts_agent agent ON agent.id = shift.agent_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE channel <> ALL(%(live_channels)s::varchar[])) AS worklist,
        count(*) FILTER (WHERE channel = ANY(%(live_channels)s::varchar[])) AS live
    FROM conversations_conversation WHERE owner_id = agent.id AND status = 'open'
) held
CROSS JOIN LATERAL (
    SELECT CASE WHEN %(live)s THEN (
        SELECT count(*) FROM conversations_conversation
        WHERE owner_id = agent.id AND live_until > %(now)s AND status = 'pending'
    ) + (
        SELECT count(*) FROM routing_offer WHERE agent_id = agent.id AND state = 'ringing'
    ) ELSE 0 END AS n
) exchanging
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT inbox_id) AS inbox_ids FROM (
        SELECT inbox_id FROM channels_inbox_members WHERE agent_id = agent.id
        UNION ALL
        SELECT inbox_id FROM channels_inbox_teams
        JOIN accounts_agent_teams USING (team_id) WHERE agent_id = agent.id
    ) member WHERE %(inbox_ids)s::uuid[] IS NULL OR inbox_id = ANY(%(inbox_ids)s::uuid[])
) fit
LEFT JOIN (
    SELECT certificate.agent_id, array_agg(DISTINCT holding.currency) AS currencies
    FROM routing_certificate certificate
    JOIN concessions_levelholding holding ON holding.agent_id = certificate.agent_id
    WHERE certificate.taken_at IS NULL AND holding.held_from <= %(now)s
        AND (holding.held_until IS NULL OR holding.held_until > %(now)s)
        AND EXISTS (
            SELECT FROM concessions_levellimit one WHERE one.version_id = (
                SELECT id FROM concessions_levelversion
                WHERE level_id = holding.level_id AND holds_from <= %(now)s
                ORDER BY holds_from DESC LIMIT 1
            ) AND one.most > 0 AND (one.reasons = '{}' OR 'retention' = ANY(one.reasons))
        )
    GROUP BY certificate.agent_id
) keeper ON keeper.agent_id = agent.id
WHERE shift.signed_off_at IS NULL
    AND NOT EXISTS (
        SELECT FROM routing_away WHERE shift_id = shift.id AND until_at IS NULL
    )
    AND agent.is_active
    AND (agent.ends_on IS NULL OR agent.ends_on >= %(today)s)
    AND agent.roles && %(answering)s::varchar[]
    AND (
        %(full)s
        OR %(worklist)s AND held.worklist < agent.capacity
        OR %(live)s AND shift.screen_at > %(lost)s AND held.live + exchanging.n < agent.slots
    )
    AND fit.inbox_ids IS NOT NULL
"""

#: the first of each inbox and channel by what is due, and who has let them pass
_WHO = """
SELECT first.id, first.inbox_id, first.channel, first.waiting_since, first.due_at,
    first.last_owner_id, first.last_owned_at, passed.agent_ids, passed.moments,
    stake.risks, stake.value, stake.currency
"""
_FIRST = """
FROM unnest(%(inbox_ids)s::uuid[], %(channels)s::varchar[]) AS queue(inbox_id, channel)
CROSS JOIN LATERAL (
    SELECT id, inbox_id, channel, waiting_since, due_at, last_owner_id, last_owned_at
    FROM conversations_conversation conversation
    WHERE inbox_id = queue.inbox_id AND channel = queue.channel
        AND owner_id IS NULL AND status = 'new'
        AND NOT EXISTS (
            SELECT FROM routing_offer
            WHERE conversation_id = conversation.id AND state = 'ringing' AND ended_at IS NULL
        )
    ORDER BY due_at LIMIT %(limit)s
) first
"""
_KNOWN = """
LEFT JOIN LATERAL (
    SELECT array_agg(agent_id ORDER BY at) AS agent_ids, array_agg(ended_at ORDER BY at) AS moments
    FROM routing_offer
    WHERE conversation_id = first.id AND at >= first.waiting_since
        AND state IN ('declined', 'missed')
        AND first.channel = ANY(%(live_channels)s::varchar[])
) passed ON true
LEFT JOIN routing_stake stake ON stake.conversation_id = first.id
"""
_WAITING = _WHO + _FIRST + _KNOWN
_ONE = f"{_WHO} FROM conversations_conversation first {_KNOWN} WHERE first.id = %(id)s"


def rooms(
    inbox_ids: Collection[UUID] | None = None,
    kinds: Collection[Kind] = BOTH,
    *,
    full: bool = False,
) -> list[Room]:
    """Of agents at work the room for each of `kinds`, with those of `inbox_ids` (None: all) they
    are fit for. `full`: also where there is none left."""
    now = clock.now()
    asked = {
        "inbox_ids": None if inbox_ids is None else list(inbox_ids),
        "now": now,
        "today": now.date(),
        "lost": now - LOST,
        "answering": [role.value for role in ANSWERING],
        "live_channels": _LIVE_CHANNELS,
        "worklist": Kind.WORKLIST in kinds,
        "live": Kind.LIVE in kinds,
        "full": full,
    }
    return [
        room
        for row in _rows(_ROOMS, asked)
        for room in _both_rooms(*row)
        if room.kind in kinds and (full or room.free > 0)
    ]


def _both_rooms(
    agent_id: UUID,
    mails: int,
    capacity: int,
    words: int,
    slots: int,
    inbox_ids: list[UUID],
    matched_at: datetime | None,
    currencies: list[str] | None,
) -> Iterable[Room]:
    fit, keeps = frozenset(inbox_ids), frozenset(currencies or [])
    for kind, load, most in ((Kind.WORKLIST, mails, capacity), (Kind.LIVE, words, slots)):
        yield Room(
            agent_id=agent_id,
            kind=kind,
            inbox_ids=fit,
            load=load,
            capacity=most,
            matched_at=matched_at,
            keeps=keeps,
        )


def next_match(
    inbox_ids: Collection[UUID] | None = None, kinds: Collection[Kind] = BOTH
) -> Choice | None:
    """The best match there is now. One query when nobody has room, two when nobody waits."""
    free = rooms(inbox_ids, kinds)
    queues = {
        (inbox_id, channel)
        for room in free
        for inbox_id in room.inbox_ids
        for channel in _CHANNELS[room.kind]
    }
    limit: int | None = FIRST
    while queues:
        rows = _rows(_WAITING, _asked(queues, limit))
        choice = _choose(rows, free) if rows else None
        # all who were looked at are held for somebody: look at the others too
        if choice or limit is None or len(rows) < limit:
            return choice
        limit = None
    return None


def waiting_one(conversation_id: UUID) -> Waiting:
    """One who waits, as the choice sees them."""
    asked = {"id": conversation_id, "live_channels": _LIVE_CHANNELS}
    return _waiting(_rows(_ONE, asked))[0]


def _choose(rows: list[tuple[Any, ...]], free: list[Room]) -> Choice | None:
    waiting, now = _waiting(rows), clock.now()
    if _served_by_others(waiting, free) or any(one.risks for one in waiting):
        free = rooms({one.inbox_id for one in waiting}, full=True)
    return choose(waiting, free, now=now)


def _served_by_others(waiting: Iterable[Waiting], free: Iterable[Room]) -> bool:
    """Whether somebody may have to wait for who served them last."""
    here = {room.agent_id for room in free}
    return any(
        one.last_agent_id is not None and one.last_agent_id not in here
        for one in waiting
        if one.kind is Kind.WORKLIST
    )


def _asked(queues: Collection[tuple[UUID, str]], limit: int | None) -> dict[str, Any]:
    inbox_ids, channels = zip(*queues, strict=True)
    return {
        "inbox_ids": list(inbox_ids),
        "channels": list(channels),
        "live_channels": _LIVE_CHANNELS,
        "limit": limit,
    }


def _waiting(rows: list[tuple[Any, ...]]) -> list[Waiting]:
    used = _used(rows)
    return [
        Waiting(
            conversation_id=row[0],
            inbox_id=row[1],
            kind=kind_of(row[2]),
            since=row[3],
            used=share,
            last_agent_id=row[5],
            last_served_at=row[6],
            passed=dict(zip(row[7], row[8], strict=True)) if row[7] else {},
            risks=tuple(row[9] or ()),
            value=row[10] or 0.0,
            currency=row[11] or "",
        )
        for row, share in zip(rows, used, strict=True)
    ]


def _used(rows: list[tuple[Any, ...]]) -> list[float]:
    """Of each row the share of its target that is used up, in its inbox's opening hours."""
    now = clock.now()
    inboxes = Inbox.objects.select_related("brand").in_bulk({row[1] for row in rows})
    oldest = min((row[4] for row in rows if row[4]), default=now)
    clocks = {
        inbox_id: elapsed_clock(inbox.schedule, earliest=min(oldest, now))
        for inbox_id, inbox in inboxes.items()
    }
    reached = {inbox_id: elapsed(now) for inbox_id, elapsed in clocks.items()}
    targets = {(row[1], row[2]): inboxes[row[1]].target(row[2]).total_seconds() for row in rows}
    return [
        1 - (clocks[row[1]](row[4]) - reached[row[1]]) / targets[row[1], row[2]] if row[4] else 0.0
        for row in rows
    ]


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


_LIVE_CHANNELS = sorted(LIVE)
_CHANNELS = {kind: [one.value for one in Channel if kind_of(one) is kind] for kind in Kind}
