"""Lists: who is meant by a filter, page by page, beside the lists that are kept."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.lists import queries
from lifelong.lists.actions.keeping import change_list, drop_list, keep_list
from lifelong.lists.filters import WAITING, Filter, Order
from lifelong.lists.models import SavedList
from lifelong.lists.paging import Mark
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.lists.acting import acts_context
from lifelong.web.console.lists.asking import address, asked_in, choices
from lifelong.web.console.lists.kept import shelves
from lifelong.web.console.lists.naming import named
from lifelong.web.console.lists.rows import (
    SHOWN,
    Page,
    came_to,
    counted,
    page_again,
    page_of,
    page_with,
)
from lifelong.web.console.pages import page
from lifelong.web.look.words import number

#: of who has more rows on one screen, nobody says who came to them; and what a row takes to name
_MOST_SHOWN, _NAMED = 20 * SHOWN, 37


@door("GET", "POST", needs=Verb.READ_TEXT)
def lists(request: ConsoleRequest) -> HttpResponse:
    """GET: whom the address asks for, who waits where it asks nothing. POST {name, shared}: keep
    that as a list."""
    asked, order = asked_in(request)
    if request.method == "POST":
        shared = request.POST.get("shared") == "yes"
        name = request.POST.get("name", "")
        kept = keep_list(name=name, asked=asked, order=order, shared=shared, by=request.agent)
        return _gone_to(f"/lists/{kept.id}")
    if not request.GET:
        asked = Filter(status=WAITING)
    return _shown(request, asked, order, None)


@door("GET", "POST", "DELETE", needs=Verb.READ_TEXT)
def kept_list(request: ConsoleRequest, list_id: UUID) -> HttpResponse:
    """GET: a list that is kept. POST: it asks for this from now on. DELETE: no longer kept."""
    kept = queries.saved_list(list_id, visible_to=request.caller)
    if request.method == "DELETE":
        drop_list(kept, by=request.agent)
        return _gone_to("/lists")
    if request.method == "POST":
        asked, order = asked_in(request)
        change_list(kept, asked=asked, order=order, by=request.agent)
        return _gone_to(f"/lists/{kept.id}")
    asked, order = asked_in(request)
    if not request.GET:
        asked, order = Filter.read(kept.filter), Order(kept.order)
    return _shown(request, asked, order, kept)


@door("GET", needs=Verb.READ_TEXT)
def rows(request: ConsoleRequest) -> HttpResponse:
    """`&after=`: the next page of what the address asks for."""
    asked, order = asked_in(request)
    after = Mark.read(request.GET.get("after", ""))
    rows = queries.matching(asked, visible_to=request.caller)
    found = page_of(rows, asked=asked, order=order, after=after)
    if not found.rows:
        return HttpResponse()
    return render(request, "console/lists/page.html", _page(found, asked, order))


@door("GET", needs=Verb.READ_TEXT)
def shown(request: ConsoleRequest) -> HttpResponse:
    """`&id=&id=`: those of one page who are on screen, for its live region."""
    asked, _order = asked_in(request)
    ids = [uuid_in(one) for one in request.GET.getlist("id")[:SHOWN]]
    known = request.GET.get("changed_after", "")
    found = page_again(ids, asked=asked, visible_to=request.caller, known=known) if ids else None
    if found is None:
        return HttpResponse(status=204)
    response = render(request, "console/lists/rows.html", {"page": found})
    response["Lifelong-Revision"] = found.tag
    return response


@door("POST", needs=Verb.READ_TEXT)
def newcomers(request: ConsoleRequest) -> HttpResponse:
    """{shown: "ID ID", through: what the last page said of the next} with what the list asks: how
    many more fit it now. `show`: them, and from then on those who come after. POST, because long
    lists are long to name."""
    asked, order = asked_in(request)
    named = " ".join(request.POST.getlist("shown"))
    if len(named) > _MOST_SHOWN * _NAMED:
        return HttpResponse(status=204)
    shown = [uuid_in(one) for one in named.split()]
    through = Mark.read(request.POST.get("through", ""))
    found = came_to(shown, asked=asked, order=order, through=through, visible_to=request.caller)
    context = {"asked": asked, "order": order, "query": address(asked, order)}
    if request.POST.get("show"):
        here = page_with(found[:SHOWN])
        return render(request, "console/lists/came.html", {**context, "page": here})
    count = len(found)
    if request.POST.get("changed_after") == str(count):
        return HttpResponse(status=204)
    context |= {
        "count": count,
        "said": f"{number(SHOWN)}+" if count > SHOWN else number(count),
        "is_empty": not shown,
    }
    response = render(request, "console/lists/newcomers.html", context)
    response["Lifelong-Revision"] = str(count)
    return response


@door("GET", needs=Verb.READ_TEXT)
def counts(request: ConsoleRequest) -> HttpResponse:
    """`?at=`: every list with how many are in it, for the live region beside."""
    shown = shelves(request.caller, at=request.GET.get("at", ""), count=True)
    return render(request, "console/lists/shelves.html", {"shelves": shown})


def _shown(
    request: ConsoleRequest, asked: Filter, order: Order, kept: SavedList | None
) -> HttpResponse:
    caller = request.caller
    rows = queries.matching(asked, visible_to=caller)
    found = page_of(rows, asked=asked, order=order, after=None)
    said = address(asked, order)
    base = f"/lists/{kept.id}" if kept else "/lists"
    changed = kept is not None and (kept.filter, kept.order) != (asked.kept, order)
    at = f"/lists?{said}" if kept is None else base
    standing = shelves(caller, at=at, count=False)
    name = next((one.name for shelf in standing for one in shelf.lists if one.current), "")
    menus = named(request)
    first, rarer = choices(menus, asked)
    context: dict[str, Any] = {
        **_page(found, asked, order),
        "at_once": False,
        "shelves": standing,
        "shelf_at": at,
        "kept": kept,
        "changed": changed,
        "base": base,
        "asked": asked,
        "order": order,
        "orders": Order.choices,
        "first": first,
        "rarer": rarer,
        "rarer_asked": _rarer_asked(asked),
        "count": counted(queries.count(rows)),
        "may_share": caller.may(Verb.ASSIGN_OTHERS),
        "may_keep": kept is None or not kept.is_shared or caller.may(Verb.ASSIGN_OTHERS),
        **acts_context(request, menus),
    }
    title = name or _("A list of your own")
    response = page(request, "lists", "lists/list", title=title, **context)
    if request.headers.get("HX-Request") == "true":
        response["HX-Push-Url"] = at if kept is None else f"{base}?{said}" if changed else base
    return response


def _page(found: Page, asked: Filter, order: Order) -> dict[str, Any]:
    """Variables of page.html."""
    more = f"/lists/rows?{address(asked, order, after=found.after)}"
    return {"page": found, "query": address(asked, order), "more": more}


def _rarer_asked(asked: Filter) -> bool:
    rare = (asked.team, asked.risk, asked.language, asked.words)
    return any(rare) or any(one is not None for one in (asked.hours, asked.quiet, asked.lately))


def _gone_to(path: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response["HX-Redirect"] = path
    return response
