"""How many wait for a decision: the numbers beside the sections."""

from django.http import HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import sections


@door("GET", needs=Verb.SEE_INTAKE)
def counts(request: ConsoleRequest) -> HttpResponse:
    """The sections of the intake anew. `?at=` says where the reader is."""
    context = {"sections": sections("intake", request.GET.get("at", ""), request.caller)}
    return render(request, "console/sections.html", context)
