"""What came from blocked senders, and one click that lets such a sender write again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.actions import delivering
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.intake import rows
from lifelong.web.console.intake.parked import number_in
from lifelong.web.console.pages import page

AT = "intake/blocked"


@door("GET", needs=Verb.SEE_INTAKE)
def blocked(request: ConsoleRequest) -> HttpResponse:
    return _blocked(request)


def _blocked(request: ConsoleRequest, done: str = "") -> HttpResponse:
    found, leaf = rows.blocked(request.caller, number_in(request))
    context: dict[str, Any] = {"deliveries": found, "leaf": leaf, "done": done}
    return page(request, AT, "intake/blocked", title=_("Blocked"), **context)


@door("GET", needs=Verb.SEE_INTAKE)
def blocked_rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    found, leaf = rows.blocked(request.caller, number_in(request))
    may_change = request.caller.may(Verb.SETTLE_INTAKE)
    context = {"deliveries": found, "leaf": leaf, "may_change": may_change}
    return render(request, "console/intake/blocked_rows.html", context)


@door("DELETE", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def lifted(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """The sender of this delivery may write again."""
    delivering.unblock(rows.of_blocked(delivery_id, visible_to=request.caller))
    return _blocked(request, done=_("They may write again. What they sent is in quarantine."))
