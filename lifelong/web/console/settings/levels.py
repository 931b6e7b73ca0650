"""Authority: levels with their limits, who holds which, and what policy owes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import POLICY, Verb
from lifelong.concessions import queries
from lifelong.concessions.actions.setting_authority import hand_level, take_level
from lifelong.concessions.models import AuthorityLevel
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.giving.policy import level_rows, owed_versions
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.level_forms import NewLevelForm, OwedForm, VersionForm

AT = "settings/levels"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def levels(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one, which gives nothing yet."""
    if request.method != "POST":
        return _levels(request)
    form = NewLevelForm(request.POST)
    if not form.is_valid():
        return _levels(request, form=form, status=422)
    made = form.add()
    done = _("Now say what it may give.")
    return moved_to(_level(request, made, done=done), f"/settings/levels/{made.id}")


@door("POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def owed(request: ConsoleRequest) -> HttpResponse:
    """What policy owes from now on."""
    form = OwedForm(request.POST)
    if not form.is_valid():
        return _levels(request, owed_form=form, status=422)
    form.set(by=request.agent)
    return _levels(request, done=_("That is owed from now on."))


def _levels(request: ConsoleRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "levels": level_rows(),
        "owed": owed_versions(),
        "form": NewLevelForm(initial={"currency": "EUR"}),
        "owed_form": OwedForm(),
        **shown,
    }
    return page(request, AT, "settings/levels", title=_("Authority"), status=status, **context)


@door("GET", needs=Verb.SEE_SETTINGS)
def level(request: ConsoleRequest, level_id: UUID) -> HttpResponse:
    return _level(request, _find(level_id))


@door("POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def versions(request: ConsoleRequest, level_id: UUID) -> HttpResponse:
    """A new version of what it holds; those before stay."""
    found = _find(level_id)
    form = VersionForm(found, request.POST)
    if not form.is_valid():
        return _level(request, found, form=form, status=422)
    form.set(by=request.agent)
    return _level(request, found, done=_("Written. What was allowed before stays readable."))


@door("POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def holders(request: ConsoleRequest, level_id: UUID) -> HttpResponse:
    """`agent` holds it from now on, and no other in its currency."""
    found, agent = _find(level_id), _agent(uuid_in(request.POST.get("agent", "")))
    hand_level(agent, level=found)
    return _level(request, found, done=_("%(name)s holds it now.") % {"name": agent.name})


@door("DELETE", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def holder(request: ConsoleRequest, level_id: UUID, agent_id: UUID) -> HttpResponse:
    """They hold it no more."""
    found, agent = _find(level_id), _agent(agent_id)
    if queries.holdings().filter(agent=agent, level=found).exists():
        take_level(agent, currency=found.currency)
    said = _("%(name)s holds it no more; what they gave stays.") % {"name": agent.name}
    return _level(request, found, done=said)


def _level(
    request: ConsoleRequest, found: AuthorityLevel, *, status: int = 200, **shown: Any
) -> HttpResponse:
    held = queries.holdings().filter(currency=found.currency)
    elsewhere = {one.agent_id: one.level.name for one in held if one.level_id != found.id}
    here = [one.agent for one in held if one.level_id == found.id]
    context = {
        "level": next(one for one in level_rows() if one.id == found.id),
        "form": VersionForm(found),
        "holders": here,
        "others": [
            (one.id, one.name, elsewhere.get(one.id, "")) for one in _givers() if one not in here
        ],
        **shown,
    }
    return page(request, AT, "settings/level", title=found.name, status=status, **context)


def _givers() -> list[Agent]:
    """Who may give at all: a level is of no use to others."""
    roles = [role.value for role in Role if Verb.GIVE in POLICY[role]]
    return list(Agent.objects.filter(is_active=True, roles__overlap=roles).order_by("name"))


def _find(level_id: UUID) -> AuthorityLevel:
    found = queries.all_levels().filter(pk=level_id).first()
    if found is None:
        raise NotFound(_("There is no such level."))
    return found


def _agent(agent_id: UUID) -> Agent:
    found = Agent.objects.filter(pk=agent_id).first()
    if found is None:
        raise NotFound(_("There is nobody of that kind here."))
    return found
