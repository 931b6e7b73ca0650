"""The timeline's pages: the newest part, what came before, what changed since."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry, EntryKind, Viewing
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.drawing import Drawings, reader
from lifelong.web.console.names import names_in
from lifelong.web.console.rows import EntryRow, entry_rows

PAGE = 50
#: more changes than this since the screen's last look: it starts anew
MOST_CHANGES = 400


@door("GET", needs=Verb.READ_TEXT)
def entries(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The first page; `?before=PLACE` what came before; `?changed_after=REVISION` what changed."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if conversation.id != conversation_id or _knows_others(request, conversation):
        return _anew(conversation)
    rows = queries.timeline(conversation, visible_to=request.caller)
    try:
        if changed_after := request.GET.get("changed_after"):
            context = _changed(request, rows, int(changed_after), conversation)
        elif before := request.GET.get("before"):
            context = _before(request, rows, before) | {"conversation": conversation}
            return render(request, "console/entries_before.html", context)
        else:
            context = first_page(request, conversation)
    except ValueError:
        return HttpResponseBadRequest("That place is not on this timeline.")
    response = render(request, "console/entries.html", context)
    response["Lifelong-Revision"] = str(conversation.revision)
    if len(context["entries"]) > MOST_CHANGES:
        # a part of the changes must not pass for all of them: the screen loads anew
        response["HX-Refresh"] = "true"
    return response


def _knows_others(request: ConsoleRequest, conversation: Conversation) -> bool:
    """People were joined or parted since the screen's last look."""
    seen = request.GET.get("changed_after", "")
    return seen.isdecimal() and int(seen) < conversation.joined_revision


def _anew(conversation: Conversation) -> HttpResponse:
    """The screen goes on with the person that this is now; what was written is in the draft."""
    response = HttpResponse(status=204)
    path = reverse("console:person", args=[conversation.id])
    response["HX-Location"] = json.dumps({"path": path, "target": "#person"})
    return response


def first_page(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    """Variables of timeline.html for the newest part."""
    newest = list(queries.timeline(conversation, visible_to=request.caller)[: PAGE + 1])
    shown = newest[:PAGE][::-1]
    viewing = Viewing.objects.filter(conversation=conversation, agent=request.agent).first()
    new_from = _first_unseen(shown, viewing) if viewing else None
    return _context(request, shown, new_from=new_from) | {
        "conversation": conversation,
        "first_look": viewing is None,
        "revision": str(conversation.revision),
        "earlier": _place(shown[0]) if len(newest) > PAGE else None,
    }


def _changed(
    request: ConsoleRequest, rows: QuerySet[Entry], seen: int, conversation: Conversation
) -> dict[str, Any]:
    if seen >= conversation.revision:
        return _context(request, [])
    changed = rows.filter(revision__gt=seen).order_by("placed_at", "position")
    return _context(request, list(changed[: MOST_CHANGES + 1]))


def _before(request: ConsoleRequest, rows: QuerySet[Entry], place: str) -> dict[str, Any]:
    moment, _, position = place.rpartition("|")
    at = datetime.fromisoformat(moment)
    # the row comparison spelled out, with a bound that the index can use
    older = rows.filter(placed_at__lte=at).filter(
        Q(placed_at__lt=at) | Q(position__lt=int(position))
    )
    found = list(older[: PAGE + 1])
    shown = found[:PAGE][::-1]
    earlier = _place(shown[0]) if len(found) > PAGE else None
    return _context(request, shown) | {"earlier": earlier}


drawings = Drawings("console/entry.html", most=4000)


def _context(
    request: ConsoleRequest, shown: list[Entry], *, new_from: UUID | None = None
) -> dict[str, Any]:
    """The entries, drawn; `new_from`: the first that this agent has not seen."""
    before = queries.subject_before(shown[0]) if shown else ""
    rows = entry_rows(shown, names_in(shown), subject_before=before)
    return {"entries": [_drawn(one, one.id == new_from, request.agent.id) for one in rows]}


def _drawn(row: EntryRow, is_new: bool, agent_id: UUID) -> SafeString:
    takes_back = bool(row.sending and row.sending.leaves_later and row.agent_id == agent_id)
    return drawings.draw(
        (row.id, takes_back),
        (row, is_new),
        to=reader(),
        entry=row,
        opens_new=is_new,
        may_take_back=takes_back,
    )


def _place(entry: Entry) -> str:
    return f"{entry.placed_at.isoformat()}|{entry.position}"


def _first_unseen(shown: list[Entry], viewing: Viewing) -> UUID | None:
    """The first message that came in after this agent last looked."""
    fresh = (
        entry.id
        for entry in shown
        if entry.position > viewing.position and entry.kind == EntryKind.MESSAGE_IN
    )
    return next(fresh, None)


def placed(request: ConsoleRequest, *shown: Entry) -> HttpResponse:
    """Entries that an action made or changed, for the screen to put in their places."""
    fresh = queries.as_shown(Entry.objects.filter(pk__in=[entry.id for entry in shown]))
    fresh = fresh.order_by("placed_at", "position")
    return render(request, "console/entries.html", _context(request, list(fresh)))
