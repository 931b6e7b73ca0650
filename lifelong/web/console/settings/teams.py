"""Teams: their names, and who is in them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.actions import teaming
from lifelong.accounts.models import Team
from lifelong.accounts.policy import Verb
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "settings/teams"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def teams(request: ConsoleRequest) -> HttpResponse:
    """GET: all teams. POST {name}: a new one."""
    if request.method == "POST":
        teaming.form_team(name=request.POST.get("name", ""))
        return _teams(request, done=_("The team is there. Put heroes into it on their pages."))
    return _teams(request)


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def team(request: ConsoleRequest, team_id: UUID) -> HttpResponse:
    """POST {name}: call it so. DELETE: dissolve it."""
    found = Team.objects.filter(pk=team_id).first()
    if found is None:
        raise NotFound(_("There is no such team."))
    if request.method == "DELETE":
        teaming.dissolve_team(found)
    else:
        teaming.rename_team(found, name=request.POST.get("name", ""))
    return _teams(request, done=_("Done."))


def _teams(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    rows = Team.objects.prefetch_related("agents").order_by("name")
    return page(request, AT, "settings/teams", title=_("Teams"), teams=list(rows), **shown)
