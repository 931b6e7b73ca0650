"""What is said in a widget, and what arrives there."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import keep
from lifelong.connectors.chat.actions.receipting import acknowledge
from lifelong.connectors.chat.visitors import conversation_of, heard_by
from lifelong.conversations.models import Attachment
from lifelong.files.storing import open_file
from lifelong.lib.errors import NotFound
from lifelong.lib.http import SHOWN_PICTURES
from lifelong.lib.rates import Limit, caller
from lifelong.web.widget.doors import WidgetRequest, door
from lifelong.web.widget.reading import json_in, said_in, seen_in, seen_text, uuids_in
from lifelong.web.widget.shapes import FILE_SALT, heroes_here, message

#: a fast writer stays below; a flood does not
WORDS = Limit("40/minute", "widget words")
#: people who write for the first time, from one network address
STRANGERS = Limit(settings.CHAT_STRANGERS, "widget strangers")
#: seconds for which a file's address opens
FILE_FOR = 24 * 3600


@door("GET", "POST")
def messages(request: WidgetRequest) -> JsonResponse:
    """GET: what looks different since `?after=`. POST: the visitor says something; 202 once it
    is committed, so that it can no longer be lost. A repeat with the same id counts once."""
    return _say(request) if request.method == "POST" else _hear(request)


def _say(request: WidgetRequest) -> JsonResponse:
    WORDS.hit(request.visitor.value)
    said = said_in(request)
    if request.handle is None:
        STRANGERS.hit(caller(request))
    keep(
        "chat",
        body=request.body,
        envelope={
            "visitor": request.visitor.value,
            "signed": request.visitor.signed,
            "content_type": request.headers.get("Content-Type", ""),
        },
        at=request.endpoint,
    )
    return JsonResponse({"id": str(said.id)}, status=202)


def _hear(request: WidgetRequest) -> JsonResponse:
    """{after, known, messages, heroes}; `known`: there is a conversation to listen to."""
    handle = request.handle
    conversation = conversation_of(handle) if handle else None
    if handle is None or conversation is None:
        return JsonResponse({"after": "", "known": False, "messages": [], "heroes": []})
    since = seen_in(request.GET.get("after", ""))
    heard = heard_by(request.visitor, handle, conversation, since=since)
    brand = request.endpoint.brand.name
    return JsonResponse(
        {
            "after": seen_text(heard.seen),
            "known": True,
            "messages": [message(one, brand=brand) for one in heard.entries],
            "heroes": heroes_here(conversation),
        }
    )


@door("POST")
def receipts(request: WidgetRequest) -> HttpResponse:
    """{entries: [id, ...]}: these have arrived in the widget."""
    entry_ids = uuids_in(json_in(request).get("entries"))
    if request.handle is not None and entry_ids:
        acknowledge(request.visitor, request.handle, entry_ids)
    return HttpResponse(status=204)


@door("GET", session=False)
def file(request: WidgetRequest, signed: str) -> HttpResponse:
    """A picture is shown, all else only downloaded. Its address was signed for its reader."""
    try:
        attachment_id = UUID(signing.loads(signed, salt=FILE_SALT, max_age=FILE_FOR))
    except signing.BadSignature as error:
        raise NotFound(_("There is no such file.")) from error
    rows = Attachment.objects.select_related("file").filter(entry__redacted_at=None)
    attachment = rows.filter(pk=attachment_id, entry__withdrawn_at=None).first()
    if attachment is None:
        raise NotFound(_("This file was removed."))
    stored = attachment.file
    shown = stored.content_type in SHOWN_PICTURES
    kind = stored.content_type if shown else "application/octet-stream"
    answer = HttpResponse(open_file(stored), content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Disposition"] = content_disposition_header(not shown, stored.name) or "inline"
    return answer
