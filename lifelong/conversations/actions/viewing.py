"""Who looks, and who writes. It ages by itself: a closed laptop needs no goodbye."""

from datetime import datetime, timedelta

from django.db import connection

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.actions.mentioning import see_mentions
from lifelong.conversations.models import Conversation, Viewing
from lifelong.conversations.models.working import LOOK
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import bring_near, publish, put_away

#: writing is over after this long without a key
TYPING = timedelta(seconds=8)


def view(conversation: Conversation, *, by: Agent, typing: bool, position: int = 0) -> None:
    """Note that `by` has the conversation on screen up to `position`, and whether they write.

    Colleagues are told when that is news; a beat of a screen that is known is none.
    """
    at = clock.now()
    with transaction():
        seen_at, typing_at, seen = _note(conversation, by, at, at if typing else None, position)
        if position > (seen or 0):
            see_mentions(conversation, by=by, position=position)
            # on whichever of their screens it is counted as not looked at
            publish(f"looked/{by.id}", audience=[f"agent:{by.id}"])
        was_here = seen_at is not None and at - seen_at < LOOK
        typed = typing_at is not None and at - typing_at < TYPING
        if not was_here or typed != typing:
            _tell(conversation)
        if not was_here:
            bring_near(by.id, f"conversation/{conversation.id}")


def _note(
    conversation: Conversation,
    by: Agent,
    at: datetime,
    typing_at: datetime | None,
    position: int,
) -> tuple[datetime | None, datetime | None, int | None]:
    """When they were seen and typed before this, and up to where."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS (SELECT seen_at, typing_at, position"
            " FROM conversations_viewing"
            " WHERE conversation_id = %(conversation)s AND agent_id = %(agent)s)"
            " INSERT INTO conversations_viewing AS old"
            " (conversation_id, agent_id, seen_at, typing_at, position)"
            " VALUES (%(conversation)s, %(agent)s, %(at)s, %(typing)s, %(position)s)"
            " ON CONFLICT (conversation_id, agent_id) DO UPDATE SET seen_at = excluded.seen_at,"
            " typing_at = excluded.typing_at,"
            " position = greatest(old.position, excluded.position)"
            " RETURNING (SELECT seen_at FROM before), (SELECT typing_at FROM before),"
            " (SELECT position FROM before)",
            {
                "conversation": conversation.id,
                "agent": by.id,
                "at": at,
                "typing": typing_at,
                "position": position,
            },
        )
        seen_at, typed_at, seen = cursor.fetchone()
    return seen_at, typed_at, seen


def leave(conversation: Conversation, *, by: Agent) -> None:
    """The screen shows something else now."""
    with transaction():
        Viewing.objects.filter(conversation=conversation, agent=by).update(
            seen_at=clock.now() - 2 * LOOK, typing_at=None
        )
        _tell(conversation)
        put_away(by.id, f"conversation/{conversation.id}")


def _tell(conversation: Conversation) -> None:
    """Colleagues, and the customer where a widget is open."""
    audience = {*audience_of(conversation), f"customer:{conversation.customer_id}"}
    publish(f"presence/{conversation.id}", audience=audience)
