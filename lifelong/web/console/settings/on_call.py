"""On call: who is told when nobody at work may give what keeps a customer."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb
from lifelong.concessions.models import LevelHolding
from lifelong.routing.actions.calling import set_roster
from lifelong.routing.queries import roster
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, uuid_in
from lifelong.web.console.pages import page

AT = "settings/on-call"
#: so many can be called one after the other
MOST = 5


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def on_call(request: ConsoleRequest) -> HttpResponse:
    """GET: who is on call. POST {agent: again and again}: they are, in this order; "" is nobody."""
    if request.method != "POST":
        return _on_call(request)
    named = [uuid_in(one) for one in request.POST.getlist("agent")[:MOST] if one]
    known = Agent.objects.in_bulk(named)
    if set(named) - known.keys():
        raise Unclear(_("That is not one of the choices."))
    set_roster([known[one] for one in named])
    return _on_call(request, done=_("They are called in this order now."))


def _on_call(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    holders = LevelHolding.objects.filter(held_until=None).values("agent_id")
    able = Agent.objects.filter(is_active=True, pk__in=holders).order_by("name", "id")
    called = [one.id for one in roster()]
    return page(
        request,
        AT,
        "settings/on_call",
        title=_("On call"),
        turns=[*called, *[None] * (MOST - len(called))],
        able=[(one.id, one.name) for one in able],
        **shown,
    )
