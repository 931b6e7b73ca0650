"""Quarantine: likely spam, bots and vendors, let in or blocked in one click each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.actions import delivering
from lifelong.channels.models import Delivery
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.intake import rows
from lifelong.web.console.intake.parked import number_in
from lifelong.web.console.pages import page

AT = "intake/quarantine"


@door("GET", needs=Verb.SEE_INTAKE)
def quarantine(request: ConsoleRequest) -> HttpResponse:
    return _quarantine(request)


def _quarantine(request: ConsoleRequest, done: str = "") -> HttpResponse:
    found, leaf = rows.quarantined(request.caller, number_in(request))
    context: dict[str, Any] = {"deliveries": found, "leaf": leaf, "done": done}
    return page(request, AT, "intake/quarantine", title=_("Quarantine"), **context)


@door("GET", needs=Verb.SEE_INTAKE)
def quarantine_rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    found, leaf = rows.quarantined(request.caller, number_in(request))
    may_change = request.caller.may(Verb.SETTLE_INTAKE)
    context = {"deliveries": found, "leaf": leaf, "may_change": may_change}
    return render(request, "console/intake/quarantine_rows.html", context)


@door("POST", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def admission(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """Let in: a customer writes."""
    delivering.let_in(rows.undecided(delivery_id, visible_to=request.caller))
    return _quarantine(request, done=_("Let in. It goes to its inbox like any other mail."))


@door("POST", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def block(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """Refuse it and whatever its sender sends from now on."""
    found = rows.undecided(delivery_id, visible_to=request.caller)
    delivering.block(found, handles=_senders(found), by=request.agent)
    return _quarantine(request, done=_("Blocked. Nothing from this sender gets further than this."))


def _senders(delivery: Delivery) -> list[str]:
    sender = (delivery.summary or {}).get("sender")
    return [sender] if sender else []
