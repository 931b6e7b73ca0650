"""What one agent has, by what they have to do for whom: asked again and again by every open
screen, so it is SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from lifelong.channels.models import LIVE, Channel
from lifelong.conversations.models import Conversation
from lifelong.lib import clock


class Work(models.TextChoices):
    """Why somebody is in an agent's hands, the most urgent first."""

    #: words go to and fro now, or a call runs
    LIVE = "live"
    #: their answer is due before the agent's day is over, or already late
    TODAY = "today"
    LATER = "later"
    #: we owe them something at a moment that is still to come
    PROMISED = "promised"
    #: pending, on these
    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    WAREHOUSE = "warehouse"
    CARRIER = "carrier"
    BANK = "bank"


#: id, revision, status, waiting since, owner's id, work
Mine = tuple[UUID, int, str, datetime | None, UUID | None, str]

#: the conversations of everybody who is this person
_PERSON = """ANY(CASE WHEN mine.joined_revision = 0 THEN ARRAY[mine.id] ELSE mine.id || ARRAY(
    SELECT id FROM conversations_conversation WHERE lead_id = mine.id) END)"""
_MINE = f"""
SELECT mine.id, revision, status, waiting_since, owner_id, CASE
    WHEN status = 'open' AND channel = ANY(%(live)s::varchar[]) THEN 'live'
    WHEN status = 'open' AND due_at >= %(tomorrow)s THEN 'later'
    WHEN status = 'open' THEN 'today'
    WHEN live_until > %(now)s THEN 'live'
    WHEN EXISTS (
        SELECT FROM conversations_promise
        WHERE conversation_id = {_PERSON} AND settled_at IS NULL
    ) THEN 'promised'
    ELSE coalesce((
        SELECT set_aside_on FROM conversations_contact
        WHERE conversation_id = {_PERSON} AND closed_at IS NULL AND set_aside_until > %(now)s
        ORDER BY set_aside_until LIMIT 1
    ), 'customer')
END
FROM conversations_conversation mine
WHERE owner_id = %(agent)s AND status <> 'closed' ORDER BY status, due_at, id LIMIT %(most)s
"""
_LIVE = sorted([*LIVE, Channel.VOICE])


def work_of(agent_id: UUID, *, tomorrow: datetime, most: int) -> list[Mine]:
    """How the conversations that an agent has stand, what is due soonest first, then what is
    pending. `tomorrow`: when their day is over."""
    asked: dict[str, Any] = {
        "agent": agent_id,
        "live": _LIVE,
        "now": clock.now(),
        "tomorrow": tomorrow,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MINE, asked)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Later:
    """For when somebody who is pending was put off."""

    #: the next promise to them: made, due
    promised: tuple[datetime, datetime] | None
    #: until when they are set aside
    until: datetime | None


NOT_PUT_OFF = Later(None, None)
_LATER = """
SELECT coalesce(one.lead_id, one.id), promise.made_at, promise.due_at, aside.until
FROM conversations_conversation one
LEFT JOIN LATERAL (
    SELECT made_at, due_at FROM conversations_promise
    WHERE conversation_id = one.id AND settled_at IS NULL ORDER BY due_at LIMIT 1
) promise ON true
LEFT JOIN LATERAL (
    SELECT min(set_aside_until) AS until FROM conversations_contact
    WHERE conversation_id = one.id AND closed_at IS NULL AND set_aside_until > %(now)s
) aside ON true
WHERE one.id = ANY(%(ids)s) OR one.lead_id = ANY(%(ids)s)
"""


def put_off(conversations: Collection[Conversation]) -> dict[UUID, Later]:
    """By the conversation that leads; of joined people the nearest of all."""
    found: dict[UUID, Later] = {}
    if not conversations:
        return found
    asked: dict[str, Any] = {"ids": [one.id for one in conversations], "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_LATER, asked)
        for lead_id, made_at, due_at, until in cursor.fetchall():
            known = found.get(lead_id, NOT_PUT_OFF)
            promises = [one for one in (known.promised, due_at and (made_at, due_at)) if one]
            untils = [one for one in (known.until, until) if one]
            promised = min(promises, key=lambda one: one[1], default=None)
            found[lead_id] = Later(promised, min(untils, default=None))
    return found
