"""One act on many: what it would do, how far it is, what was refused."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations.actions.tagging import tag_named
from lifelong.conversations.models import Resolution
from lifelong.lib.errors import Refused
from lifelong.lists import queries
from lifelong.lists.actions import ordering
from lifelong.lists.actions.planning import plan
from lifelong.lists.filters import Filter
from lifelong.lists.foreseeing import Foreseen, foresee
from lifelong.lists.models import Act, Bulk, BulkState, MemberState
from lifelong.lists.queries import Reason
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, choice, resolution_in, uuid_in
from lifelong.web.console.lists.kept import shelves
from lifelong.web.console.lists.telling import bulk_shown
from lifelong.web.console.pages import moved_to, page

#: one screen shows no more
_MOST_PICKED = 1000


@door("POST", needs=Verb.ANSWER)
def bulks(request: ConsoleRequest) -> HttpResponse:
    """{act, what it needs, and `all` with the list's query or id: [conversation]}: fixed, with what
    it would do. Nothing is done yet."""
    act = choice(Act, request.POST.get("act", ""))
    bulk = plan(
        act,
        said=_said(request, act),
        text=request.POST.get("text", "")[:20000] if act is Act.REPLY else "",
        chosen=_chosen(request),
        by=request.agent,
    )
    return moved_to(_bulk(request, bulk), f"/lists/bulks/{bulk.id}")


def _chosen(request: ConsoleRequest) -> Collection[UUID] | Filter:
    if request.POST.get("all") == "yes":
        return Filter.read(request.POST.dict())
    return [uuid_in(one) for one in request.POST.getlist("id")[:_MOST_PICKED]]


def _said(request: ConsoleRequest, act: Act) -> dict[str, str]:
    """What the act needs beside its people."""
    post = request.POST
    if act is Act.CLOSE:
        resolution = resolution_in(post.get("resolution") or Resolution.SOLVED.value)
        said = {"topic": _one(post.get("to_topic", "")), "resolution": resolution.value}
        return said | {"reason": post.get("reason", "").strip()[:300]}
    if act is Act.TAG:
        return {"tag": str(tag_named(post.get("new_tag", "")).id)}
    if act is Act.UNTAG:
        return {"tag": _id(post.get("off_tag", ""), _("Choose a tag."))}
    if act is Act.ASSIGN:
        return {"agent": _one(post.get("to_agent", ""))}
    if act is Act.MOVE:
        return {"inbox": _id(post.get("to_inbox", ""), _("Choose an inbox."))}
    return {"answer": _one(post.get("answer", ""))}


def _one(text: str) -> str:
    """An id, or none."""
    return _id(text, _("That is not one of the choices.")) if text else ""


def _id(text: str, otherwise: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Unclear(otherwise) from error


@door("GET", needs=Verb.ANSWER)
def bulk(request: ConsoleRequest, bulk_id: UUID) -> HttpResponse:
    return _bulk(request, queries.bulk(bulk_id, visible_to=request.caller))


@door("GET", needs=Verb.ANSWER)
def progress(request: ConsoleRequest, bulk_id: UUID) -> HttpResponse:
    """How far it is, for the live region."""
    found = queries.bulk(bulk_id, visible_to=request.caller)
    return render(request, "console/lists/progress.html", _progress(request, found))


@door("POST", "DELETE", needs=Verb.ANSWER)
def running(request: ConsoleRequest, bulk_id: UUID) -> HttpResponse:
    """POST: set it going, or go on. DELETE: nobody more."""
    found = queries.bulk(bulk_id, visible_to=request.caller)
    if request.method == "DELETE":
        ordering.stop(found)
    else:
        ordering.begin(found)
    return _bulk(request, queries.bulk(bulk_id, visible_to=request.caller))


@door("POST", needs=Verb.ANSWER)
def undoing(request: ConsoleRequest, bulk_id: UUID) -> HttpResponse:
    ordering.undo(queries.bulk(bulk_id, visible_to=request.caller))
    return _bulk(request, queries.bulk(bulk_id, visible_to=request.caller))


def _bulk(request: ConsoleRequest, found: Bulk) -> HttpResponse:
    planned, at = found.state == BulkState.PLANNED, f"/lists/bulks/{found.id}"
    context = _progress(request, found) | {
        "shelves": shelves(request.caller, at=at, count=False),
        "shelf_at": at,
        "back": _list_before(request),
    }
    if planned:
        context |= _foreseen(found)
    shown = context["bulk"]
    return page(request, "lists", "lists/bulk", title=shown.title, **context)


def _list_before(request: ConsoleRequest) -> str:
    """The list from which they come, with what it asks."""
    said = urlsplit(request.headers.get("HX-Current-URL", ""))
    if said.path.startswith("/lists") and not said.path.startswith("/lists/bulks"):
        return said.path + (f"?{said.query}" if said.query else "")
    return "/lists"


def _foreseen(found: Bulk) -> dict[str, Any]:
    """What it would do, or why it makes no sense any more."""
    try:
        foreseen = foresee(found)
    except Refused as why:
        return {"foreseen": Foreseen(0, [(str(why), found.size)], [])}
    return {"foreseen": foreseen}


def _progress(request: ConsoleRequest, found: Bulk) -> dict[str, Any]:
    return {
        "bulk": bulk_shown(found),
        "refused": _reasons(request, found, MemberState.REFUSED) if found.refused else [],
        "left": _reasons(request, found, MemberState.KEPT) if found.kept else [],
    }


def _reasons(request: ConsoleRequest, found: Bulk, state: MemberState) -> list[Reason]:
    return queries.reasons(found, state, visible_to=request.caller)
