"""Parked mail: what could not be read or placed, with its reason, looked at and tried again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.actions import delivering
from lifelong.channels.models import DeliveryState
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.intake import rows
from lifelong.web.console.intake.glancing import glance
from lifelong.web.console.intake.rounds import begin_or_stop, shown_round
from lifelong.web.console.pages import page

AT = "intake/parked"


@door("GET", needs=Verb.SEE_INTAKE)
def parked(request: ConsoleRequest) -> HttpResponse:
    return _parked(request)


def _parked(request: ConsoleRequest, done: str = "") -> HttpResponse:
    context = _listed(request) | {"done": done}
    return page(request, AT, "intake/parked", title=_("Parked mail"), **context)


def _listed(request: ConsoleRequest) -> dict[str, Any]:
    found, leaf = rows.parked(request.caller, number_in(request))
    round = shown_round(DeliveryState.PARKED, request.caller)
    away, away_leaf = rows.put_away(request.caller, number_in(request, "away"))
    return {
        "deliveries": found,
        "leaf": leaf,
        "round": round,
        "put_away": away,
        "away_leaf": away_leaf,
    }


@door("GET", needs=Verb.SEE_INTAKE)
def parked_rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    context = _listed(request) | {"may_change": request.caller.may(Verb.SETTLE_INTAKE)}
    return render(request, "console/intake/parked_rows.html", context)


@door("POST", "DELETE", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def round_of_parked(request: ConsoleRequest) -> HttpResponse:
    """POST: have all of it read again. DELETE: stop that."""
    begin_or_stop(request, DeliveryState.PARKED)
    return _parked(request)


@door("POST", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def replay(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    delivering.replay(rows.undecided(delivery_id, visible_to=request.caller))
    return _parked(request, done=_("It is read again. If that fails it comes back here."))


@door("POST", "DELETE", needs=Verb.SEE_INTAKE, changing=Verb.SETTLE_INTAKE)
def away(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """POST {why}: nothing is to be done about it. DELETE: it is parked again."""
    if request.method == "DELETE":
        delivering.park_again(rows.of_put_away(delivery_id, visible_to=request.caller))
        return _parked(request, done=_("It is parked again."))
    found = rows.undecided(delivery_id, visible_to=request.caller)
    delivering.put_away(found, why=request.POST.get("why", ""), by=request.agent)
    return _parked(request, done=_("Put away. It stands below, as it came."))


@door("GET", needs=Verb.SEE_INTAKE)
def delivery(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """One of them, parked, put away or in quarantine, as plain words."""
    found = rows.readable(delivery_id, visible_to=request.caller)
    at = "intake/quarantine" if found.state == DeliveryState.QUARANTINED else AT
    context: dict[str, Any] = {
        "delivery": found,
        "seen": glance(bytes(found.body)),
        "envelope": found.envelope or {},
        "size": len(found.body),
    }
    put_away = found.state == DeliveryState.PUT_AWAY
    title = _("A mail that was put away") if put_away else _("A mail that waits here")
    return page(request, at, "intake/delivery", title=title, **context)


@door("GET", needs=Verb.SETTLE_INTAKE)
def raw(request: ConsoleRequest, delivery_id: UUID) -> HttpResponse:
    """As it came, to be looked at elsewhere."""
    found = rows.readable(delivery_id, visible_to=request.caller)
    response = HttpResponse(bytes(found.body), content_type="application/octet-stream")
    name = f"{found.id}.eml"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def number_in(request: ConsoleRequest, of: str = "page") -> int:
    number = request.GET.get(of, "1")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
