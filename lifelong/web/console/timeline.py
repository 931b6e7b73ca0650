"""The timeline's pages: the newest part or another, what came before and after, what changed."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry, EntryKind, Viewing
from lifelong.conversations.statements import changed_entries, newest_entries, these_entries
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.drawing import Drawings, reader
from lifelong.web.console.names import names_in
from lifelong.web.console.rows import EntryRow, entry_rows
from lifelong.web.console.sifting import Sift
from lifelong.web.console.spans import FIRST, PAGE, Span, after, around, before, sought_in
from lifelong.web.look.edges import Edge

#: more changes than this since the screen's last look: it starts anew
MOST_CHANGES = 400


@door("GET", needs=Verb.READ_TEXT)
def entries(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The first page; `?before=PLACE` and `?after=PLACE` what stands there;
    `?changed_after=REVISION` what changed, whatever is sifted."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if conversation.id != conversation_id or _knows_others(request, conversation):
        return _anew(conversation)
    try:
        if changed_after := request.GET.get("changed_after"):
            context = _changed(request, int(changed_after), conversation)
        elif {"before", "after"} & request.GET.keys():
            return _beside(request, conversation)
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


@door("GET", needs=Verb.READ_TEXT)
def timeline(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The timeline anew: sifted by `?on=CHANNEL&about=CONTACT`, at `?entry=ID` or from
    `?day=YYYY-MM-DD` on. `?seen=POSITION`: what was before their eyes stays so."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if conversation.id != conversation_id:
        return _anew(conversation)
    context = first_page(request, conversation)
    return render(request, "console/timeline.html", context)


def _knows_others(request: ConsoleRequest, conversation: Conversation) -> bool:
    """People were joined or parted since the screen's last look."""
    seen = request.GET.get("changed_after", "")
    return seen.isdecimal() and int(seen) < conversation.joined_revision


def _anew(conversation: Conversation) -> HttpResponse:
    """The screen goes on with the person that this is now; what was written is in the draft."""
    response = HttpResponse(status=204)
    path = reverse("console:person", args=[conversation.id])
    response["HX-Location"] = json.dumps({"path": path, "target": "#person", "swap": "anew"})
    return response


def first_page(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    """Variables of timeline.html: its newest part, or where `?entry=` or `?day=` leads."""
    sift = Sift.asked(request.GET)
    viewing = Viewing.objects.filter(conversation=conversation, agent=request.agent).first()
    rows, sought = None, None
    if sift or {"entry", "day"} & request.GET.keys():
        rows = queries.timeline(conversation, visible_to=request.caller).filter(sift.condition)
        sought = sought_in(rows, request.GET)
    if sought is not None and rows is not None:
        span = around(rows, sought)
    else:
        most = PAGE if rows is not None or _unseen(conversation, viewing) > FIRST else FIRST
        newest = (
            newest_entries(conversation, visible_to=request.caller, most=most + 1)
            if rows is None
            else list(rows[: most + 1])
        )
        span = Span.up_to_now(newest, most=most)
    newest_of_all = rows is None
    new_from = _first_unseen(span.shown, viewing) if viewing and newest_of_all else None
    return _context(request, span.shown, new_from=new_from) | {
        "conversation": conversation,
        "first_look": viewing is None and newest_of_all,
        "revision": str(conversation.revision),
        "earlier": span.earlier,
        "later": span.later,
        "sift": sift.words,
        "sought": sought.entry_id if sought else None,
        "from_entry": span.first_at(sought).id if sought and span.shown else None,
        "seen": _seen(request, conversation) if rows is not None else None,
    }


def _seen(request: ConsoleRequest, conversation: Conversation) -> int:
    """What a screen had before its eyes does not depend on where it looks now."""
    said = request.GET.get("seen", "")
    return min(int(said), conversation.position) if said.isdecimal() else conversation.position


def _beside(request: ConsoleRequest, conversation: Conversation) -> HttpResponse:
    sift = Sift.asked(request.GET)
    rows = queries.timeline(conversation, visible_to=request.caller).filter(sift.condition)
    context = {"conversation": conversation, "sift": sift.words}
    if place := request.GET.get("before"):
        span = before(rows, Edge.read(place))
        context |= _context(request, span.shown) | {"earlier": span.earlier}
        return render(request, "console/entries_before.html", context)
    span = after(rows, Edge.read(request.GET.get("after", "")))
    context |= _context(request, span.shown) | {"later": span.later}
    return render(request, "console/entries_after.html", context)


def _changed(request: ConsoleRequest, seen: int, conversation: Conversation) -> dict[str, Any]:
    if seen >= conversation.revision:
        return _context(request, [])
    changed = changed_entries(
        conversation, after=seen, visible_to=request.caller, most=MOST_CHANGES + 1
    )
    return _context(request, changed)


drawings = Drawings("console/entry.html", most=4000)


def _context(
    request: ConsoleRequest, shown: list[Entry], *, new_from: UUID | None = None
) -> dict[str, Any]:
    """The entries, drawn; `new_from`: the first that this agent has not seen."""
    # where nothing here has a subject, none can differ: so in every chat
    some = any(one.message.subject for one in shown if hasattr(one, "message"))
    before = queries.subject_before(shown[0]) if some else ""
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


def _unseen(conversation: Conversation, viewing: Viewing | None) -> int:
    return conversation.position - viewing.position if viewing else 0


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
    fresh = these_entries([entry.id for entry in shown])
    return render(request, "console/entries.html", _context(request, fresh))
