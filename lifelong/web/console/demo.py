"""The demo shop's switch: whether its customers write by themselves. A real shop has none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.lib.errors import NotAllowed
from lifelong.simulation.actions.enlivening import LASTING, enliven, let_rest
from lifelong.simulation.queries import is_here, must_be_here, spell
from lifelong.web.console.doors import ConsoleRequest, door


@dataclass(frozen=True)
class DemoNow:
    #: when it comes to rest; None: it does rest
    until: datetime | None
    #: whether somebody just stood before a shut door
    is_shut: bool
    #: for how many minutes it lives when it is switched on
    minutes: int = int(LASTING.total_seconds() // 60)


@door("GET", "POST", "DELETE", needs=Verb.SEE_CUSTOMERS)
def life(request: ConsoleRequest) -> HttpResponse:
    """POST: let customers write for a while. DELETE: no longer. Not there in a real shop, nor for
    who only reads."""
    must_be_here()
    if not _may_switch(request.caller):
        raise NotAllowed(_("Who only reads does not switch the demo shop on."))
    if request.method == "POST":
        enliven()
    elif request.method == "DELETE":
        let_rest()
    return render(request, "console/demo.html", demo_context(request.caller))


def demo_context(caller: Caller) -> dict[str, Any]:
    """{demo}: None in a real shop, and for who does not switch it."""
    if not (_may_switch(caller) and is_here()):
        return {"demo": None}
    now = spell()
    return {"demo": DemoNow(now.ends_at, now.is_shut) if now else DemoNow(None, False)}


def _may_switch(caller: Caller) -> bool:
    """Whoever does more than read."""
    return caller.may(Verb.ANSWER) or caller.may(Verb.CHANGE_SETTINGS)
