"""Who waits: the list that every open screen asks for again, up to once a second."""

import math
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.queries import inbox_ids_of
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import Status
from lifelong.conversations.work import Work, work_of
from lifelong.lib import clock
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.drawing import Reader, reader
from lifelong.web.console.waiting_rows import Standing, drawn_rows

#: the longest list that one looks through
MOST = 100
#: so many lists are kept drawn, and of so many it is known what stood in them: 8 kB each, and
#: with a hundred heroes at work they last for ten seconds
MOST_LISTS, MOST_STOOD = 50, 1000
#: so many of those who need nothing any more are at hand
MOST_CLOSED = 20


#: where a group stands: what I have to do now, who is somebody else's, what is pending
MINE, WAITS, PENDING = "mine", "waits", "pending"


@dataclass(frozen=True)
class Group:
    """People who stand together. `id`: of the group on the screen."""

    id: str
    title: str
    place: str
    #: what can be done to each of them without opening them: "take", "pass"
    deeds: str
    people: list[Standing]
    #: theirs, once they are drawn
    rows: list[SafeString] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.rows)

    @property
    def count(self) -> str:
        return f"{MOST}+" if self.size == MOST else str(self.size)


@door("GET", needs=Verb.READ_TEXT)
def waiting(request: ConsoleRequest) -> HttpResponse:
    """`?changed_after=TAG`: the screen has the list of this tag. Rows that look as they did, and
    stand in the same group, are only named then."""
    groups = _groups(request)
    tag, known = _noted(groups), request.GET.get("changed_after", "")
    response = (
        HttpResponse(status=204) if known == tag else HttpResponse(_drawn(tag, groups, known))
    )
    response["Lifelong-Revision"], response["Cache-Control"] = tag, "no-store"
    return response


#: lists by their tag and the one that the screen had: those who have nobody see the same
_lists: dict[tuple[str, str], str] = {}
#: by a list's tag the rows that stood in it
_stood: dict[str, frozenset[int]] = {}
_noting = Lock()


def _drawn(tag: str, groups: list[Group], known: str) -> str:
    stood = _stood.get(known, frozenset())
    key = (tag, known if stood else "")
    kept = _lists.get(key)
    if kept is None:
        kept = render_to_string("console/waiting.html", _shown(groups, stood=stood))
        if len(_lists) >= MOST_LISTS:
            _lists.clear()
        _lists[key] = kept
    return kept


def _noted(groups: list[Group]) -> str:
    """The list's tag. What stands in the list is remembered under it."""
    tag = _digest(groups)
    if tag not in _stood:
        to = reader()
        rows = frozenset(_row(to, group, one) for group in groups for one in group.people)
        with _noting:
            if len(_stood) >= MOST_STOOD:
                del _stood[next(iter(_stood))]
            _stood[tag] = rows
    return tag


def _row(to: Reader, group: Group, one: Standing) -> int:
    """What a row is recognised by: who reads it, where it stands, what it shows."""
    return hash((to, group.id, one.id, one.revision))


@door("GET", needs=Verb.READ_TEXT)
def closed(request: ConsoleRequest) -> HttpResponse:
    """Who was closed lately, asked for when somebody looks for them."""
    lately = _standings(queries.lately_closed(visible_to=request.caller)[:MOST_CLOSED])
    rows = drawn_rows(lately)
    shown = [rows[one.id] for one in lately if one.id in rows]
    return render(request, "console/closed.html", {"rows": shown})


def waiting_context(request: ConsoleRequest) -> dict[str, Any]:
    groups = _groups(request)
    return _shown(groups) | {"waiting_tag": _noted(groups)}


#: the last look at who waits in some inboxes: when it began, and what it saw
_looks: dict[frozenset[UUID], tuple[float, list[Standing]]] = {}


def _waiting_in(inbox_ids: frozenset[UUID], *, arrived: float) -> list[Standing]:
    """Who waits in these inboxes. A look that began after a request had arrived answers it too,
    so that a queue of requests costs one look and nobody sees less than they asked for."""
    began, seen = _looks.get(inbox_ids, (-math.inf, []))
    if began < arrived:
        began = time.monotonic()
        seen = _told(queries.waiting_standings(inbox_ids, most=MOST))
        _looks[inbox_ids] = began, seen
    return seen


def _arrived(request: ConsoleRequest) -> float:
    """When our own door took the request in; where it does not say so, now."""
    scope = request.META.get("asgi.scope", {})
    return float(scope.get("arrived", math.inf))


def _groups(request: ConsoleRequest) -> list[Group]:
    """Those in which somebody stands."""
    may = request.caller.may
    mine: dict[str, list[Standing]] = {}
    for facts in work_of(request.agent.id, tomorrow=_tomorrow(), most=MOST):
        mine.setdefault(facts[5], []).append(_told_one(*facts[:5]))
    inbox_ids = frozenset(inbox_ids_of(request.caller))
    here = _waiting_in(inbox_ids, arrived=_arrived(request))
    beside = [one for one in here if one.owner_id != request.agent.id]
    unowned = [one for one in beside if one.status == Status.NEW]
    own = "pass" if may(Verb.ANSWER) else ""
    others = own if may(Verb.ASSIGN_OTHERS) else ""
    all_there_are = [
        *((title, place, own, mine.get(work, [])) for work, place, title in _works()),
        (_("For anybody"), WAITS, own and "take pass", unowned),
        (_("With a colleague"), WAITS, others, beside[len(unowned) :]),
    ]
    at = Counter[str]()
    found = []
    for title, place, deeds, people in all_there_are:
        if people:
            at[place] += 1
            found.append(Group(f"{place}-{at[place]}", title, place, deeds, people))
    return found


def _works() -> list[tuple[Work, str, str]]:
    return [
        (Work.LIVE, MINE, _("Live now")),
        (Work.TODAY, MINE, _("Due today")),
        (Work.LATER, MINE, _("Due later")),
        (Work.PROMISED, MINE, _("Promised")),
        (Work.CUSTOMER, PENDING, _("On the customer")),
        (Work.COLLEAGUE, PENDING, _("On a colleague")),
        (Work.WAREHOUSE, PENDING, _("On the warehouse")),
        (Work.CARRIER, PENDING, _("On a carrier")),
        (Work.BANK, PENDING, _("On a bank")),
    ]


def _tomorrow() -> datetime:
    """When the hero's day is over."""
    today = localtime(clock.now())
    return (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _standings(rows: QuerySet[Conversation]) -> list[Standing]:
    facts = rows.select_related(None).values_list(
        "id", "revision", "status", "waiting_since", "owner_id"
    )
    return _told(facts)


def _told(facts: Iterable[queries.Standing]) -> list[Standing]:
    return [_told_one(*one) for one in facts]


def _told_one(
    id: UUID, revision: int, status: str, since: datetime | None, owner_id: UUID | None
) -> Standing:
    return Standing(id, revision, status, since is not None, owner_id)


def _digest(groups: list[Group]) -> str:
    said = [
        (group.title, group.deeds, [(one.id.hex, one.revision) for one in group.people])
        for group in groups
    ]
    return blake2b(repr((said, reader())).encode(), digest_size=12).hexdigest()


def _shown(groups: list[Group], *, stood: frozenset[int] = frozenset()) -> dict[str, Any]:
    """Variables of waiting.html. `stood`: the rows that the screen has."""
    to = reader()
    same = {
        (group.id, one.id): format_html('<li id="waits-{}" data-as-it-is></li>', one.id)
        for group in groups
        for one in group.people
        if stood and _row(to, group, one) in stood
    }
    rows = drawn_rows(
        [one for group in groups for one in group.people if (group.id, one.id) not in same]
    )
    shown = [replace(one, rows=_rows(one, same, rows)) for one in groups]
    return {place: [one for one in shown if one.place == place] for place in _PLACES}


def _rows(
    group: Group, same: dict[tuple[str, UUID], SafeString], drawn: dict[UUID, SafeString]
) -> list[SafeString]:
    found = (same.get((group.id, one.id)) or drawn.get(one.id) for one in group.people)
    return [row for row in found if row is not None]


_PLACES = (MINE, WAITS, PENDING)
