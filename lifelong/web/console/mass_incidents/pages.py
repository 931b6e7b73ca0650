"""Mass incidents: trouble that many parcels of a carrier have at once, and what a lead decides."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.actions.deciding import decide
from lifelong.plays.outreach.foretelling import foretold, pace
from lifelong.plays.outreach.models import MassIncident
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear
from lifelong.web.console.mass_incidents.answering import VARIABLES
from lifelong.web.console.mass_incidents.rows import MassRow, groups, mass_row
from lifelong.web.console.pages import page
from lifelong.web.look.words import language_words

AT = "mass-incidents"
LEADS = Verb.DECIDE_MASS_INCIDENTS
#: those that are over, the newest
_OVER_SHOWN = 20


@door("GET", needs=LEADS)
def masses(request: ConsoleRequest) -> HttpResponse:
    return page(request, AT, "mass_incidents/masses", title=_("Mass incidents"), **_list(request))


@door("GET", needs=LEADS)
def rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    return render(request, "console/mass_incidents/rows.html", _list(request))


@door("GET", needs=LEADS)
def count(request: ConsoleRequest) -> HttpResponse:
    """How many wait for a lead, for the rail."""
    waiting = queries.undecided_count(visible_to=request.caller)
    return render(request, "console/count.html", {"count": waiting})


@door("GET", needs=LEADS)
def mass(request: ConsoleRequest, mass_id: UUID) -> HttpResponse:
    return _mass(request, queries.mass(mass_id, visible_to=request.caller))


@door("GET", needs=LEADS)
def progress(request: ConsoleRequest, mass_id: UUID) -> HttpResponse:
    """How far it is, for the live region."""
    found = queries.mass(mass_id, visible_to=request.caller)
    return render(request, "console/mass_incidents/progress.html", _progress(found))


@door("POST", needs=LEADS)
def decision(request: ConsoleRequest, mass_id: UUID) -> HttpResponse:
    """{approved: yes | no}. Of two leads the first decides."""
    found = queries.mass(mass_id, visible_to=request.caller)
    said = request.POST.get("approved", "")
    if said not in ("yes", "no"):
        raise Unclear(_("Say whether customers are told."))
    decide(found, approved=said == "yes", by=request.agent)
    words = _("They are told now, wave by wave.") if said == "yes" else _("Nobody is told.")
    return _mass(request, queries.mass(mass_id, visible_to=request.caller), done=words)


def _list(request: ConsoleRequest) -> dict[str, Any]:
    """Open ones with how far they are; of those that are over, the newest."""
    found = queries.masses(visible_to=request.caller)
    still = [(mass_row(one), queries.counts(one)) for one in found.filter(over_at=None)]
    over: list[MassRow] = [mass_row(one) for one in found.exclude(over_at=None)[:_OVER_SHOWN]]
    return {
        "waiting": [pair for pair in still if pair[0].waits],
        "decided": [pair for pair in still if not pair[0].waits],
        "over": over,
    }


def _mass(request: ConsoleRequest, found: MassIncident, done: str = "") -> HttpResponse:
    request.caller.must(Verb.READ_TEXT)
    context = _progress(found)
    context["groups"] = groups(found, visible_to=request.caller)
    context["variables"] = VARIABLES
    title = context["mass"].title
    return page(request, AT, "mass_incidents/mass", title=title, done=done, **context)


def _progress(found: MassIncident) -> dict[str, Any]:
    row = mass_row(found)
    return {
        "mass": row,
        "counts": queries.counts(found),
        "next_at": queries.next_wave_at(found) if row.told else None,
        # what is over asks nothing of anybody
        "pace": pace(found) if row.waits or (row.told and not found.over_at) else None,
        # only while it is still to be decided: it asks for many things
        "foretold": [
            (one, language_words(one.way.language))
            for one in (foretold(found) if row.waits else [])
        ],
    }
