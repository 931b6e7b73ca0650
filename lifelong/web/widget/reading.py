"""What a widget sends, read into values; what cannot be meant is refused with a sentence."""

import json
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lifelong.connectors.chat.parsing import Said, parse
from lifelong.connectors.chat.visitors import Seen
from lifelong.conversations.incoming import Unreadable
from lifelong.lib.errors import Refused
from lifelong.web.look.edges import Edge

MOST_BYTES = 20 * 1024 * 1024
#: JSON that a widget sends is short
MOST_JSON = 20_000
#: the largest words and all around the files
AROUND = 100_000


class Unclear(Refused):
    code = "unclear"
    status = 422


class TooLarge(Refused):
    code = "too-large"
    status = 413


def json_in(request: HttpRequest) -> dict[str, object]:
    if _length(request) > MOST_JSON:
        raise TooLarge(_("That is too much."))
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Unclear(_("This is not JSON.")) from error
    if not isinstance(said, dict):
        raise Unclear(_("This is not a JSON object."))
    return said


def uuids_in(said: object) -> list[UUID]:
    """Those of a list that are ids."""
    return [one for one in map(_uuid, said[:500] if isinstance(said, list) else []) if one]


def seen_in(text: str) -> Seen | None:
    """ "ID.7", as `seen_text` writes it; what is none counts as nothing."""
    name, _dot, revision = text.rpartition(".")
    conversation_id = _uuid(name)
    if conversation_id is None or not revision.isdecimal() or len(revision) > 18:
        return None
    return Seen(conversation_id, int(revision))


def edge_in(text: str) -> Edge:
    """A message's `place`."""
    try:
        return Edge.read(text)
    except ValueError as error:
        raise Unclear(_("There is no such place in this chat.")) from error


def seen_text(seen: Seen) -> str:
    return f"{seen.conversation_id}.{seen.revision}"


def said_in(request: HttpRequest) -> Said:
    """The message, looked at but not changed."""
    if _length(request) > MOST_BYTES + AROUND:
        raise TooLarge(_("These files are larger than 20 MB together."))
    try:
        said = parse(request.headers.get("Content-Type", ""), request.body)
    except Unreadable as unreadable:
        raise Unclear(str(unreadable)) from unreadable
    if email := said.answers.get("email"):
        _check_email(email)
    return said


def _length(request: HttpRequest) -> int:
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() else 0


def _uuid(said: object) -> UUID | None:
    try:
        return UUID(str(said))
    except ValueError:
        return None


def _check_email(said: str) -> None:
    try:
        validate_email(said)
    except ValidationError as error:
        raise Unclear(_("This is no e-mail address. Look at it again.")) from error
