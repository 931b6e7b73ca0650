"""What waits for somebody's yes or no, with what there is to judge it by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.concessions import queries
from lifelong.concessions.actions.approving import decide, wish_of
from lifelong.concessions.actions.looking import say_found
from lifelong.concessions.actions.weighing import foresee
from lifelong.concessions.authority import Signal
from lifelong.concessions.models import Approval
from lifelong.conversations.queries import conversations
from lifelong.lib import clock
from lifelong.lib.errors import NotFound, Refused
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear
from lifelong.web.console.giving.given_rows import GivenRow, given_row, given_rows
from lifelong.web.console.giving.waiting import waiting_for
from lifelong.web.console.pages import page

AT = "giving/approvals"
#: so many of each sort are shown
SHOWN = 20
HISTORY = 5
LATELY = timedelta(days=7)
#: this share of its time is left: it becomes urgent
_SOON = 0.25


@dataclass(frozen=True)
class ApprovalRow:
    id: UUID
    given: GivenRow
    customer: str
    #: their conversation, where one sees it
    conversation_id: UUID | None
    order_id: UUID | None
    order: str
    order_total: str
    order_at: datetime | None
    level: str
    asked_at: datetime
    until: datetime
    #: "" or "soon"
    urgency: str
    #: why its asker may not give it
    why: str
    #: what looks like abuse
    signals: list[str]
    #: what this person got before
    history: list[GivenRow]


@door("GET", needs=Verb.GIVE)
def approvals(request: ConsoleRequest) -> HttpResponse:
    return _approvals(request)


def _approvals(request: ConsoleRequest, done: str = "") -> HttpResponse:
    context = {**_context(request), "done": done}
    return page(request, AT, "giving/approvals", title=_("What waits for a yes?"), **context)


@door("GET", needs=Verb.GIVE)
def approval_rows(request: ConsoleRequest) -> HttpResponse:
    """The lists alone, for the live region."""
    return render(request, "console/giving/approval_rows.html", _context(request))


@door("GET", needs=Verb.GIVE)
def approval_count(request: ConsoleRequest) -> HttpResponse:
    """How many wait for this agent: the number in the rail."""
    return render(request, "console/count.html", {"count": waiting_for(request)})


@door("POST", needs=Verb.GIVE)
def decision(request: ConsoleRequest, approval_id: UUID) -> HttpResponse:
    """`granted`: "yes" or "no"; `words`: why."""
    approval = queries.approval(approval_id, visible_to=request.caller)
    said = request.POST.get("granted", "")
    if said not in ("yes", "no"):
        raise Unclear(_("Say yes or no."))
    decide(approval, granted=said == "yes", by=request.agent, words=request.POST.get("words", ""))
    asker = approval.concession.agent
    assert asker is not None, "a play asks nobody"
    name = asker.name
    granted, declined = _("Granted. %(name)s sees it now."), _("Declined. %(name)s sees it now.")
    done = granted if said == "yes" else declined
    return _approvals(request, done=done % {"name": name})


@door("POST", needs=Verb.GIVE)
def finding(request: ConsoleRequest, concession_id: UUID) -> HttpResponse:
    """`there`: "yes" or "no", as they found it in the shop."""
    found = queries.to_look_for(by=request.agent.id).filter(pk=concession_id).first()
    if found is None:
        raise NotFound(_("There is nothing like that for you to look for."))
    said = request.POST.get("there", "")
    if said not in ("yes", "no"):
        raise Unclear(_("Say whether it is there."))
    say_found(found, is_there=said == "yes", by=request.agent)
    there, gone = _("It counts as done."), _("It counts no more, and can be given again.")
    return _approvals(request, done=there if said == "yes" else gone)


def _context(request: ConsoleRequest) -> dict[str, Any]:
    mine = queries.approvals(visible_to=request.caller)
    waiting_ids = queries.to_decide(by=request.agent.id).values("id")
    still_open = mine.filter(decided_at=None, until__gt=clock.now())
    own = still_open.filter(concession__agent=request.agent)
    lately = mine.exclude(decided_at=None).filter(asked_at__gt=clock.now() - LATELY)
    return {
        "waiting": [
            _row(one, request)
            for one in mine.filter(pk__in=waiting_ids).order_by("until", "id")[:SHOWN]
        ],
        "doubtful": [
            (one.customer.name or _("Somebody"), given_row(one))
            for one in queries.to_look_for(by=request.agent.id)[:SHOWN]
        ],
        "asked": _decided(own),
        "lately": _decided(lately),
    }


def _decided(rows: Any) -> list[tuple[str, GivenRow]]:
    """Whom it is for, and how it stands."""
    return [
        (one.concession.customer.name or _("Somebody"), given_row(one.concession))
        for one in rows[:SHOWN]
    ]


def _row(one: Approval, request: ConsoleRequest) -> ApprovalRow:
    concession, order = one.concession, one.concession.order
    person_id = concession.customer.person_id
    talk = conversations(visible_to=request.caller).filter(customer_id=person_id).first()
    before = queries.given_to_person(person_id, visible_to=request.caller)
    lasts = one.until - one.asked_at
    return ApprovalRow(
        id=one.id,
        given=given_row(concession),
        customer=concession.customer.name or _("Somebody"),
        conversation_id=talk.id if talk else None,
        order_id=order.id if order else None,
        order=str(order) if order else "",
        order_total=order.money(order.total).format() if order else "",
        order_at=order.placed_at if order else None,
        level=one.level.name,
        asked_at=one.asked_at,
        until=one.until,
        urgency="soon" if one.until - clock.now() < lasts * _SOON else "",
        why=_why(one),
        signals=[str(Signal(signal).label) for signal in one.signals],
        history=given_rows(before.exclude(pk=concession.id)[:HISTORY]),
    )


def _why(one: Approval) -> str:
    """As it is now: meanwhile more may have been given."""
    asker = one.concession.agent
    assert asker is not None, "a play asks nobody"
    try:
        return foresee(wish_of(one.concession), by=asker).answer.sentence
    except Refused as refused:
        return str(refused)
