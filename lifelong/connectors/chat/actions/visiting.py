"""A visitor is here, or writes, or has left: said by the widget, and old after a minute."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from lifelong.connectors.chat.models import Visit
from lifelong.connectors.chat.visitors import STAY, TYPING, conversation_of
from lifelong.conversations.actions.changing import audience_of
from lifelong.customers.models import Handle
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


def visit(handle: Handle, *, writing: bool) -> None:
    """Note that the visitor is here. Heroes are told when that is news."""
    at = clock.now()
    with transaction():
        seen_at, typing_at = _note(handle, at, at if writing else None)
        was_here = seen_at is not None and at - seen_at < STAY
        wrote = typing_at is not None and at - typing_at < TYPING
        if not was_here or wrote != writing:
            _tell(handle)


def leave(handle: Handle) -> None:
    """The widget was closed."""
    with transaction():
        gone = Visit.objects.filter(handle=handle, seen_at__gt=clock.now() - STAY)
        if gone.update(seen_at=clock.now() - 2 * STAY, typing_at=None):
            _tell(handle)


def _tell(handle: Handle) -> None:
    if conversation := conversation_of(handle):
        publish(f"presence/{conversation.id}", audience=audience_of(conversation))


def _note(
    handle: Handle, at: datetime, typing_at: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """When they were seen and wrote before this."""
    values: dict[str, datetime | UUID | None] = {
        "handle": handle.id,
        "customer": handle.customer_id,
        "at": at,
        "typing": typing_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS (SELECT seen_at, typing_at FROM chat_visit"
            " WHERE handle_id = %(handle)s)"
            " INSERT INTO chat_visit (handle_id, customer_id, seen_at, typing_at)"
            " VALUES (%(handle)s, %(customer)s, %(at)s, %(typing)s)"
            " ON CONFLICT (handle_id) DO UPDATE SET seen_at = excluded.seen_at,"
            " typing_at = excluded.typing_at, customer_id = excluded.customer_id"
            " RETURNING (SELECT seen_at FROM before), (SELECT typing_at FROM before)",
            values,
        )
        seen_at, typed_at = cursor.fetchone()
    return seen_at, typed_at
