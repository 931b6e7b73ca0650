"""One's own shift: signing on and off, a break and back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused
from lifelong.routing.actions import signing_on
from lifelong.routing.actions.ending import note_screen
from lifelong.routing.models import AwayReason
from lifelong.routing.queries import absence_of, forgotten_shifts, shift_of
from lifelong.web.console.doors import ConsoleRequest, door


class NoReason(Refused):
    code = "no-reason"
    status = 422


@dataclass(frozen=True)
class ShiftNow:
    """`since`: when this state began; when signed off, None unless that was `forgotten`: then
    the last sign of life. `away`: the reason, or ""."""

    signed_on: bool
    away: str
    since: datetime | None


@door("GET", "POST", "DELETE", needs=None)
def shift(request: ConsoleRequest) -> HttpResponse:
    """GET: how I stand. POST: sign on. DELETE: sign off."""
    if request.method == "POST":
        signing_on.sign_on(request.agent)
    elif request.method == "DELETE":
        signing_on.sign_off(request.agent)
    return render(request, "console/me/shift.html", shift_context(request.agent))


@door("PUT", needs=None, unattended="PUT")
def screen(request: ConsoleRequest) -> HttpResponse:
    """This screen is connected."""
    note_screen(request.agent.id)
    return HttpResponse(status=204)


@door("POST", "DELETE", needs=None)
def absence(request: ConsoleRequest) -> HttpResponse:
    """POST {reason}: away for a while. DELETE: back."""
    if request.method == "POST":
        signing_on.go_away(request.agent, reason=_reason(request.POST.get("reason", "")))
    else:
        signing_on.come_back(request.agent)
    return render(request, "console/me/shift.html", shift_context(request.agent))


def shift_context(agent: Agent) -> dict[str, Any]:
    """Variables of shift.html."""
    return {"shift": _now(agent), "reasons": [(one.value, one.label) for one in AwayReason]}


def _now(agent: Agent) -> ShiftNow:
    running = shift_of(agent)
    if running is None:
        forgotten = forgotten_shifts().filter(agent=agent).first()
        return ShiftNow(False, away="", since=forgotten.signed_off_at if forgotten else None)
    away = absence_of(agent)
    if away is None:
        return ShiftNow(signed_on=True, away="", since=running.signed_on_at)
    return ShiftNow(signed_on=True, away=str(AwayReason(away.reason).label), since=away.from_at)


def _reason(value: str) -> AwayReason:
    try:
        return AwayReason(value)
    except ValueError as error:
        raise NoReason(_("Say why: a break, a meal, a meeting?")) from error
