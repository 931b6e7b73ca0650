"""What a widget posts, read: pure.

multipart/form-data with `id` (a UUID that the widget made), `text`, `files`, and before the first
word what the form asked: `name`, `email`, `order`, `topic` (an id).
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from lifelong.conversations.incoming import IncomingFile, Unreadable
from lifelong.lib.http import picture_type

MOST_WORDS = 5000
MOST_FILES = 10
LONGEST_ANSWER = 200
ANSWERS = ("name", "email", "order", "topic")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


@dataclass(frozen=True, kw_only=True)
class Said:
    id: UUID
    text: str
    #: what the form asked; an answer that was not given is missing
    answers: dict[str, str]
    files: tuple[IncomingFile, ...]


class _InMemory(MemoryFileUploadHandler):
    """The door has counted the bytes; no file is written to disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def parse(content_type: str, body: bytes) -> Said:
    """Raises `Unreadable` with a sentence that the visitor may read."""
    fields, uploads = _parts(content_type, body)
    try:
        message_id = UUID(fields.get("id", ""))
    except ValueError as error:
        raise Unreadable(_("This message has no id.")) from error
    text = _clean(fields.get("text", ""))
    files = tuple(_file(one) for one in uploads.getlist("files"))
    if not text and not files:
        raise Unreadable(_("Write something first."))
    if len(text) > MOST_WORDS:
        raise Unreadable(_("That is too long for a chat. Send it in several parts."))
    if len(files) > MOST_FILES:
        raise Unreadable(_("Send at most %(most)s files at once.") % {"most": MOST_FILES})
    given = {name: _clean(fields.get(name, ""))[:LONGEST_ANSWER] for name in ANSWERS}
    return Said(
        id=message_id,
        text=text,
        answers={name: answer for name, answer in given.items() if answer},
        files=files,
    )


def _parts(content_type: str, body: bytes) -> tuple[Any, Any]:
    about = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": len(body)}
    try:
        parts = MultiPartParser(about, BytesIO(body), [_InMemory()], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise Unreadable(_("This is not what a widget sends.")) from error
    return parts


def _clean(said: str) -> str:
    """Without what no keyboard types; lines end as everywhere else."""
    return said.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


def _file(upload: Any) -> IncomingFile:
    content = upload.read()
    said = (upload.content_type or "").lower()
    # a picture is what its bytes say
    kind = picture_type(content) or ("" if said.startswith("image/") else said)
    return IncomingFile(
        name=upload.name or _("file"),
        content_type=kind or "application/octet-stream",
        content=content,
    )
