"""One's own page: how I stand, who I am, how it looks."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.actions.describing import introduce
from lifelong.accounts.models import Agent
from lifelong.channels.queries import inboxes_of
from lifelong.cues.actions.making_keys import push_key
from lifelong.cues.queries import has_bell
from lifelong.web.console.choosing import language_field, zone_field
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.frame import theme_of
from lifelong.web.console.me.shifts import shift_context
from lifelong.web.console.offers import sound_of
from lifelong.web.console.pages import page

A_YEAR = 365 * 86400


class MyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    zone = zone_field()
    language = language_field()


@door("GET", "POST", needs=None)
def me(request: ConsoleRequest) -> HttpResponse:
    """GET: my page. POST: who I am."""
    agent = request.agent
    if request.method != "POST":
        return _me(request)
    form = MyForm(request.POST)
    if not form.is_valid():
        return _me(request, form=form, status=422)
    introduce(agent, **form.cleaned_data)
    timezone.activate(agent.zone)
    translation.activate(agent.language)
    return _me(request, done=_("Saved."))


@door("POST", needs=None)
def theme(request: ConsoleRequest) -> HttpResponse:
    """Light, dark, or as this machine prefers; for this browser."""
    chosen = request.POST.get("theme", "")
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    if chosen in ("light", "dark"):
        response.set_cookie("theme", chosen, max_age=A_YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


@door("POST", needs=None)
def sound(request: ConsoleRequest) -> HttpResponse:
    """Whether somebody who rings is heard, and who writes; for this browser."""
    chosen = request.POST.get("sound", "")
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    if chosen in ("on", "all"):
        response.set_cookie("sound", chosen, max_age=A_YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie("sound")
    return response


def _me(request: ConsoleRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    agent = request.agent
    context = {
        "hero": agent,
        "form": _form_for(agent),
        "inboxes": [one.name for one in inboxes_of(request.caller).order_by("name")],
        "chosen_theme": theme_of(request),
        "chosen_sound": sound_of(request),
        "rings_bell": has_bell(request.session.session_key or ""),
        "push_key": push_key().public,
        **shift_context(agent),
        **shown,
    }
    return page(request, "me", "me/me", title=agent.name, status=status, **context)


def _form_for(agent: Agent) -> MyForm:
    return MyForm(initial={"name": agent.name, "zone": agent.zone, "language": agent.language})
