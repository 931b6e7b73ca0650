"""What a widget is told, as JSON."""

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from lifelong.commerce.models import Cause
from lifelong.commerce.tracking import carrier_words
from lifelong.connectors.chat.visitors import first_name, heroes_with
from lifelong.conversations.models import Attachment, Conversation, Entry, EntryKind, SendingState
from lifelong.lib.html import readable
from lifelong.lib.http import SHOWN_PICTURES
from lifelong.plays.outreach.models import MassIncident
from lifelong.web.look.words import place

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
        "place": place(entry.placed_at, entry.position),
        "text": "" if removed else entry.text if mine else readable(entry.text),
        "removed": removed,
        "files": [] if removed else [_file(one) for one in entry.attached],
    }
    if not mine and entry.sending.state != SendingState.DELIVERED:
        said["receipt"] = str(entry.id)
    return said


def _file(attachment: Attachment) -> dict[str, Any]:
    file = attachment.file
    return {
        "name": file.name,
        "size": file.size,
        "picture": file.content_type in SHOWN_PICTURES,
        # a picture's address carries its own permission: <img> sends no token
        "path": f"files/{signing.dumps(str(attachment.id), salt=FILE_SALT)}",
    }


def notice(mass: MassIncident) -> dict[str, str]:
    """What a shop says openly of trouble that many have; no customer is in it."""
    said = {"carrier": carrier_words(mass.carrier), "cause": Cause(mass.cause).label}
    words = _(
        "Many parcels with %(carrier)s have trouble just now: %(cause)s. If yours is among them, "
        "we write to you."
    )
    return {"id": str(mass.id), "words": words % said}


def heroes_here(conversation: Conversation | None) -> list[dict[str, Any]]:
    heroes = heroes_with(conversation) if conversation else []
    return [{"name": one.name, "writing": one.writing} for one in heroes]
