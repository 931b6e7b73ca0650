"""Is everything getting through? For whoever looks after the installation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Verb
from lifelong.channels.actions.rereading import begin_round
from lifelong.channels.models import DeliveryState
from lifelong.lib import jobs
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.health.state import health_now
from lifelong.web.console.pages import page


@door("GET", needs=Verb.SEE_HEALTH)
def health(request: ConsoleRequest) -> HttpResponse:
    return health_page(request)


def health_page(request: ConsoleRequest, done: str = "") -> HttpResponse:
    context = _shown(request) | {"done": done}
    return page(request, "health", "health/health", title=_("Health"), **context)


@door("GET", needs=Verb.SEE_HEALTH)
def now(request: ConsoleRequest) -> HttpResponse:
    """All of it but its title, for the live region."""
    return render(request, "console/health/now.html", _shown(request))


@door("POST", needs=Verb.SEE_HEALTH, changing=Verb.TRY_AGAIN)
def backlog_attempts(request: ConsoleRequest) -> HttpResponse:
    """Have run again what was given up."""
    count = jobs.run_failed_again()
    words = ngettext("%(n)s job runs again.", "%(n)s jobs run again.", count)
    return health_page(request, done=words % {"n": count})


@door("POST", needs=Verb.SEE_HEALTH, changing=Verb.SETTLE_INTAKE)
def parked_round(request: ConsoleRequest) -> HttpResponse:
    """Have all that is parked read again."""
    begin_round(DeliveryState.PARKED, by=request.agent)
    return health_page(request, done=_("All that is parked is read again, a few at a time."))


def _shown(request: ConsoleRequest) -> dict[str, Any]:
    may = request.caller.may
    return {
        "now": health_now(request.caller),
        "may_try": may(Verb.TRY_AGAIN),
        "may_settle": may(Verb.SETTLE_INTAKE),
    }
