"""What a widget is told, as JSON."""

from typing import Any

from django.core import signing

from lifelong.connectors.chat.visitors import first_name, heroes_with
from lifelong.conversations.models import Attachment, Conversation, Entry, EntryKind, SendingState
from lifelong.lib.http import SHOWN_PICTURES

FILE_SALT = "widget file"


def message(entry: Entry, *, brand: str) -> dict[str, Any]:
    """`id`: of the visitor's own the one that their widget made. `place`: sorts them."""
    mine = entry.kind == EntryKind.MESSAGE_IN
    removed = entry.redacted_at is not None
    said = {
        "id": entry.message.external_id if mine else str(entry.id),
        "mine": mine,
        "name": "" if mine else first_name(entry.agent.name) if entry.agent else brand,
        "at": entry.placed_at.isoformat(),
        "place": f"{entry.placed_at.timestamp():017.6f}/{entry.position:09d}",
        "text": "" if removed else entry.text,
        "removed": removed,
        "files": [] if removed else [_file(one) for one in _files(entry)],
    }
    if not mine and entry.sending.state != SendingState.DELIVERED:
        said["receipt"] = str(entry.id)
    return said


def _files(entry: Entry) -> list[Attachment]:
    return sorted(entry.attachments.all(), key=lambda one: one.place)


def _file(attachment: Attachment) -> dict[str, Any]:
    file = attachment.file
    return {
        "name": file.name,
        "size": file.size,
        "picture": file.content_type in SHOWN_PICTURES,
        # a picture's address carries its own permission: <img> sends no token
        "path": f"files/{signing.dumps(str(attachment.id), salt=FILE_SALT)}",
    }


def heroes_here(conversation: Conversation | None) -> list[dict[str, Any]]:
    heroes = heroes_with(conversation) if conversation else []
    return [{"name": one.name, "writing": one.writing} for one in heroes]
