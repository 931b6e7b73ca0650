"""Quarantine: likely spam, bots and vendors, let in or blocked in one click each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.actions import delivering
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.intake import rows
from lifelong.web.console.intake.parked import number_in
from lifelong.web.console.intake.rounds import begin_or_stop, shown_round
from lifelong.web.console.pages import page

AT = "intake/quarantine"


@door("GET", needs=Verb.SEE_INTAKE)
def quarantine(request: ConsoleRequest) -> HttpResponse:
    return _quarantine(request)


def _quarantine(request: ConsoleRequest, done: str = "") -> HttpResponse:
    context = _listed(request) | {"done": done}
    return page(request, AT, "intake/quarantine", title=_("Quarantine"), **context)


def _listed(request: ConsoleRequest) -> dict[str, Any]:
    found, leaf = rows.quarantined(request.caller, number_in(request))
    round = shown_round(DeliveryState.QUARANTINED, request.caller)
    return {"deliveries": found, "leaf": leaf, "round": round}


@door("GET", needs=Verb.SEE_INTAKE)
def quarantine_rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    context = _listed(request) | {"may_change": request.caller.may(Verb.SETTLE_INTAKE)}
    return render(request, "console/intake/quarantine_rows.html", context)


@door("POST", "DELETE", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def round_of_quarantined(request: ConsoleRequest) -> HttpResponse:
    """POST: let everybody in who waits there. DELETE: stop that."""
    begin_or_stop(request, DeliveryState.QUARANTINED)
    return _quarantine(request)


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
