"""A stranger's HTML, pictures and files, each behind the conversation's own door."""

from urllib.parse import quote
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Attachment, Entry
from lifelong.files.storing import open_file
from lifelong.lib.errors import NotFound
from lifelong.lib.html import MAIL_FRAME_CSP, clean, document
from lifelong.lib.http import SHOWN_PICTURES, fetch_image
from lifelong.web.console.doors import ConsoleRequest, door

A_DAY = "private, max-age=86400"


@door("GET", needs=Verb.READ_TEXT)
def html(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    """The mail as its own sandboxed document. `?pictures=1` loads remote ones, through us."""
    entry = queries.entry(entry_id, visible_to=request.caller)
    message = getattr(entry, "message", None)
    if message is None or not message.html or entry.redacted_at or entry.withdrawn_at:
        raise NotFound("There is nothing to show.")
    remote = request.GET.get("pictures") == "1"
    left: set[str] = set()
    body = clean(message.html, images=lambda src: _our_url(entry, src, remote=remote, left=left))
    response = HttpResponse(document(body, pictures_left=len(left)))
    response["Content-Security-Policy"] = MAIL_FRAME_CSP
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _our_url(entry: Entry, src: str, *, remote: bool, left: set[str]) -> str | None:
    if src.lower().startswith("cid:"):
        named = entry.attachments.filter(content_id=src[4:].strip("<>")).first()
        return f"/files/{named.id}" if named else None
    if src.lower().startswith(("http://", "https://")):
        if not remote:
            left.add(src)
            return None
        return f"/pictures/{quote(signing.dumps([str(entry.id), src], salt='picture'))}"
    return None


@door("GET", needs=Verb.READ_TEXT)
def picture(request: ConsoleRequest, signed: str) -> HttpResponse:
    """A remote picture of a mail, fetched for the reader so that its sender learns nothing."""
    try:
        entry_id, url = signing.loads(signed, salt="picture")
    except signing.BadSignature as error:
        raise NotFound("There is no such picture.") from error
    queries.entry(UUID(entry_id), visible_to=request.caller)
    fetched = fetch_image(url)
    return _shown(fetched.content, fetched.content_type)


@door("GET", needs=Verb.READ_TEXT)
def file(request: ConsoleRequest, attachment_id: UUID) -> HttpResponse:
    """An attachment: raster pictures are shown, everything else is only downloaded."""
    attachment = Attachment.objects.select_related("file", "entry").filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound("There is no such file for you.")
    entry = queries.entry(attachment.entry_id, visible_to=request.caller)
    if entry.redacted_at or entry.withdrawn_at:
        raise NotFound("This file was removed.")
    stored = attachment.file
    if stored.content_type in SHOWN_PICTURES and "download" not in request.GET:
        return _shown(open_file(stored), stored.content_type)
    response = _shown(open_file(stored), "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    return response


def _shown(content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = A_DAY
    return response
