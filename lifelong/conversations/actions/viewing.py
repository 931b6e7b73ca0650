"""Who looks, and who writes. It ages by itself: a closed laptop needs no goodbye."""

from datetime import timedelta

from django.db import connection

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.models import Conversation, Viewing
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish

#: a look is over after this long without word from the screen
LOOK = timedelta(seconds=60)
#: writing is over after this long without a key
TYPING = timedelta(seconds=8)


def view(conversation: Conversation, *, by: Agent, typing: bool, position: int = 0) -> None:
    """Note that `by` has the conversation on screen up to `position`, and whether they write."""
    at = clock.now()
    with transaction(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_viewing AS old"
            " (conversation_id, agent_id, seen_at, typing_at, position)"
            " VALUES (%(conversation)s, %(agent)s, %(at)s, %(typing)s, %(position)s)"
            " ON CONFLICT (conversation_id, agent_id) DO UPDATE SET seen_at = excluded.seen_at,"
            " typing_at = excluded.typing_at,"
            " position = greatest(old.position, excluded.position)",
            {
                "conversation": conversation.id,
                "agent": by.id,
                "at": at,
                "typing": at if typing else None,
                "position": position,
            },
        )
        publish(f"presence/{conversation.id}", audience=audience_of(conversation))


def leave(conversation: Conversation, *, by: Agent) -> None:
    """The screen shows something else now."""
    with transaction():
        Viewing.objects.filter(conversation=conversation, agent=by).update(
            seen_at=clock.now() - 2 * LOOK, typing_at=None
        )
        publish(f"presence/{conversation.id}", audience=audience_of(conversation))
