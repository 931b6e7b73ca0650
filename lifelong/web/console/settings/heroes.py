"""Heroes: who works here, where, with which rights, and what their hours cost."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lifelong.accounts.actions import hiring
from lifelong.accounts.actions.ending import end_sessions
from lifelong.accounts.actions.inviting import invitation_for
from lifelong.accounts.actions.securing import take_second_factor
from lifelong.accounts.models import Agent, Team
from lifelong.accounts.policy import Verb
from lifelong.accounts.queries import open_sessions
from lifelong.accounts.second_factors import second_factors_of
from lifelong.lib.errors import NotFound
from lifelong.routing.actions.certifying import certify, take_certificate
from lifelong.routing.actions.pricing import set_wage
from lifelong.routing.models import Wage
from lifelong.routing.queries import certificates_of
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.me.devices import device_words
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.hero_forms import HeroForm, NewHeroForm, WageForm, form_for
from lifelong.web.console.settings.hero_rows import OFF, duties_now, hero_rows, why_off
from lifelong.web.console.settings.wage_rows import wage_rows

AT = "settings/heroes"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def heroes(request: ConsoleRequest) -> HttpResponse:
    """GET: everybody. POST: hire somebody."""
    if request.method == "POST":
        return _hire(request)
    return page(request, AT, "settings/heroes", title=_("Heroes"), heroes=hero_rows())


def _hire(request: ConsoleRequest) -> HttpResponse:
    form = NewHeroForm(request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    agent = form.hire(by=request.agent)
    if form.cleaned_data["password"]:
        shown: dict[str, Any] = {"done": _("Hired. They can sign in now.")}
    else:
        shown = {"done": _("Hired."), "invitation": _link(request, agent)}
    return moved_to(_hero(request, agent, **shown), f"/settings/heroes/{agent.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_hero(request: ConsoleRequest) -> HttpResponse:
    zone, language = request.agent.zone, request.agent.language
    form = NewHeroForm(initial={"zone": zone, "language": language, "roles": ["hero"]})
    return _new(request, form)


def _new(request: ConsoleRequest, form: NewHeroForm, status: int = 200) -> HttpResponse:
    title = _("Hire a hero")
    return page(request, AT, "settings/new_hero", title=title, status=status, form=form)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def hero(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """GET: one hero. POST: change them."""
    agent = _find(agent_id)
    if request.method != "POST":
        return _hero(request, agent)
    form = HeroForm(request.POST)
    if not form.is_valid():
        return _hero(request, agent, form=form, status=422)
    form.save(agent, by=request.agent)
    return _hero(request, _find(agent_id), done=_("Saved."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def invitation(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """A link with which they choose a password anew."""
    agent = _find(agent_id)
    return _hero(request, agent, invitation=_link(request, agent))


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def second_factor(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """Taken from somebody who lost it."""
    agent = _find(agent_id)
    take_second_factor(agent, by=request.agent)
    return _hero(request, agent, done=_("Taken. They sign in with their password alone."))


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def sessions(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """They are signed out wherever they are; an admin's own browser stays."""
    agent = _find(agent_id)
    mine = request.session.session_key if agent == request.agent else None
    end_sessions(agent, but=mine or "", by=request.agent)
    return _hero(request, agent, done=_("Signed out everywhere."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def departure(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """POST: let go. DELETE: welcome back."""
    agent = _find(agent_id)
    if request.method == "POST":
        hiring.deactivate(agent, by=request.agent)
        done = _("Let go. Nobody can sign in with this account, and whoever waited is back.")
    else:
        hiring.reactivate(agent, by=request.agent)
        done = _("Welcome back. They sign in as before.")
    return _hero(request, agent, done=done)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def wages(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """What their hours cost from a day on."""
    agent, form = _find(agent_id), WageForm(request.POST)
    if not form.is_valid():
        return _hero(request, agent, wage_form=form, status=422)
    set_wage(agent, hourly=form.cleaned_data["cost"], from_day=form.cleaned_data["from_day"])
    return _hero(request, agent, done=_("The wage counts from that day on."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def certificate(request: ConsoleRequest, agent_id: UUID) -> HttpResponse:
    """POST: they hold the retention certificate. DELETE: no more."""
    agent = _find(agent_id)
    if request.method == "POST":
        certify(agent, by=request.agent)
        done = _("Certified. Who wants to go is brought to them, within their authority.")
    else:
        take_certificate(agent, by=request.agent)
        done = _("They hold the certificate no more.")
    return _hero(request, agent, done=done)


def _hero(
    request: ConsoleRequest, agent: Agent, *, status: int = 200, **shown: Any
) -> HttpResponse:
    rows = wage_rows(Wage.objects.filter(agent=agent).order_by("-from_day"))
    context = {
        "hero": agent,
        "off": why_off(agent),
        "duty": duties_now().get(agent.id, OFF),
        "form": form_for(agent),
        "wages": rows,
        "wage_form": WageForm(initial={"currency": rows[0].currency if rows else "EUR"}),
        "invitation": "",
        "factors": second_factors_of(agent),
        "sessions": [
            (device_words(one.user_agent), one.ip, one.last_seen_at) for one in open_sessions(agent)
        ],
        "certificates": list(certificates_of(agent)),
        "no_teams": not Team.objects.exists(),
        **shown,
    }
    return page(request, AT, "settings/hero", title=agent.name, status=status, **context)


def _find(agent_id: UUID) -> Agent:
    found = Agent.objects.filter(pk=agent_id).first()
    if found is None:
        raise NotFound(_("There is nobody of that kind here."))
    return found


def _link(request: ConsoleRequest, agent: Agent) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[invitation_for(agent)]))
