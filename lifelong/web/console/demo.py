"""The demo shop's switch: whether its customers write by themselves. A real shop has none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Caller, Verb
from lifelong.simulation.actions.enlivening import LASTING, enliven, let_rest
from lifelong.simulation.queries import is_here, must_be_here, spell
from lifelong.web.console.doors import ConsoleRequest, door


@dataclass(frozen=True)
class DemoNow:
    #: when it comes to rest; None: it does rest
    until: datetime | None
    #: why nobody gets in; "": they do
    trouble: str
    #: for how many minutes it lives when it is switched on
    minutes: int = int(LASTING.total_seconds() // 60)


@door("GET", "POST", "DELETE", needs=Verb.SEE_CUSTOMERS)
def life(request: ConsoleRequest) -> HttpResponse:
    """POST: let customers write for a while. DELETE: no longer. Not there in a real shop."""
    must_be_here()
    if request.method == "POST":
        enliven()
    elif request.method == "DELETE":
        let_rest()
    return render(request, "console/demo.html", demo_context(request.caller))


def demo_context(caller: Caller) -> dict[str, Any]:
    """{demo}: None in a real shop, and for who sees none of its customers."""
    if not (caller.may(Verb.SEE_CUSTOMERS) and is_here()):
        return {"demo": None}
    now = spell()
    return {"demo": DemoNow(now.ends_at, now.trouble) if now else DemoNow(None, "")}
