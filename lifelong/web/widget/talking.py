"""What is said in a widget, and what arrives there."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import keep
from lifelong.connectors.chat.actions.receipting import acknowledge
from lifelong.connectors.chat.visitors import conversation_of, heard_by, said_before
from lifelong.conversations.models import Attachment, Entry
from lifelong.files.storing import open_file
from lifelong.lib.errors import NotFound
from lifelong.lib.http import SHOWN_PICTURES
from lifelong.lib.rates import Limit, caller
from lifelong.web.widget.doors import WidgetRequest, door
from lifelong.web.widget.reading import edge_in, json_in, said_in, seen_in, seen_text, uuids_in
from lifelong.web.widget.shapes import FILE_SALT, heroes_here, message

#: a fast writer stays below; a flood does not
WORDS = Limit("40/minute", "widget words")
#: people who write for the first time, from one network address
STRANGERS = Limit(settings.CHAT_STRANGERS, "widget strangers")
_NOTHING: dict[str, Any] = {"messages": [], "earlier": False}
#: seconds for which a file's address opens
FILE_FOR = 24 * 3600


@door("GET", "POST")
def messages(request: WidgetRequest) -> JsonResponse:
    """GET: what looks different since `?after=`, or what was said before the message at the place
    `?before=`. POST: the visitor says something; 202 once it is committed, so that it can no longer
    be lost. A repeat with the same id counts once."""
    if request.method == "POST":
        return _say(request)
    return _look_back(request) if "before" in request.GET else _hear(request)


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
    """{after, known, messages, earlier, heroes}; `known`: there is a conversation to listen to;
    `earlier`: whether more was said before these messages; null: they only add to those that the
    widget has, else they stand instead of them."""
    handle = request.handle
    conversation = conversation_of(handle) if handle else None
    if handle is None or conversation is None:
        return JsonResponse({**_NOTHING, "after": "", "known": False, "heroes": []})
    since = seen_in(request.GET.get("after", ""))
    heard = heard_by(request.visitor, handle, conversation, since=since)
    return JsonResponse(
        {
            "after": seen_text(heard.seen),
            "known": True,
            **_shown(request, heard.entries, heard.earlier),
            "heroes": heroes_here(conversation),
        }
    )


def _look_back(request: WidgetRequest) -> JsonResponse:
    """{messages, earlier}"""
    handle = request.handle
    conversation = conversation_of(handle) if handle else None
    if handle is None or conversation is None:
        return JsonResponse(_NOTHING)
    edge = edge_in(request.GET["before"])
    at, position = edge.placed_at, edge.position
    found = said_before(request.visitor, handle, conversation, at=at, position=position)
    return JsonResponse(_shown(request, *found))


def _shown(request: WidgetRequest, entries: list[Entry], earlier: bool | None) -> dict[str, Any]:
    brand = request.endpoint.brand.name
    return {"messages": [message(one, brand=brand) for one in entries], "earlier": earlier}


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
