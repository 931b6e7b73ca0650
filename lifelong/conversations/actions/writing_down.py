"""What changes have made, written together: new rows by kind, and the conversations."""

from collections.abc import Collection

from django.db import connection, models

from lifelong.conversations.models import Conversation


def write_down(new_rows: Collection[models.Model], conversations: list[Conversation]) -> None:
    kinds: dict[type[models.Model], list[models.Model]] = {}
    for row in new_rows:
        kinds.setdefault(type(row), []).append(row)
    for kind, rows in kinds.items():
        kind._default_manager.bulk_create(rows)
    _write_conversations(conversations)


_COLUMNS = {
    "inbox_id": "uuid",
    "owner_id": "uuid",
    "last_owner_id": "uuid",
    "last_owned_at": "timestamptz",
    "channel": "text",
    "status": "text",
    "waiting_since": "timestamptz",
    "due_at": "timestamptz",
    "live_until": "timestamptz",
    "position": "integer",
    "revision": "bigint",
    "last_entry_at": "timestamptz",
}
_UPDATE = (
    f"UPDATE conversations_conversation SET {', '.join(f'{c} = new.{c}' for c in _COLUMNS)}"
    f" FROM unnest(%s::uuid[], {', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())})"
    f" AS new(id, {', '.join(_COLUMNS)}) WHERE conversations_conversation.id = new.id"
)


def _write_conversations(rows: list[Conversation]) -> None:
    """All in one statement; Django's own bulk_update takes longer than the rest of a change."""
    columns = [[row.id for row in rows]]
    columns += [[getattr(row, column) for row in rows] for column in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)
