"""Chat widgets: where they may stand, what they ask, and how the shop signs who is there."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.connectors.chat.actions.rotating import rotate
from lifelong.connectors.chat.endpoints import secrets_of, settings_of
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.widget_forms import PreviewForm, WidgetForm
from lifelong.web.look.chat_frame import draw_chat

AT = "settings/widgets"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def widgets(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method == "POST":
        return _open(request)
    rows = Endpoint.objects.filter(channel=Channel.CHAT).select_related("brand", "inbox")
    shown = [(one, settings_of(one).origins) for one in rows.order_by("name", "id")]
    return page(request, AT, "settings/widgets", title=_("Chat widgets"), widgets=shown)


def _open(request: ConsoleRequest) -> HttpResponse:
    form = WidgetForm(request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    widget = form.open(by=request.agent)
    done = _("Made. Copy the tag below into your pages.")
    return moved_to(_widget(request, _find(widget.id), done=done), f"/{AT}/{widget.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_widget(request: ConsoleRequest) -> HttpResponse:
    return _new(request, WidgetForm())


def _new(request: ConsoleRequest, form: WidgetForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "inboxes": Inbox.objects.exists(), "brands": Brand.objects.exists()}
    title = _("Make a widget")
    return page(request, AT, "settings/new_widget", title=title, status=status, **context)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def preview(request: ConsoleRequest) -> HttpResponse:
    """The chat as the unsaved form would make it; 204 where the form does not say how."""
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)
    return draw_chat(request, form.unsaved(), preview=True)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def widget(request: ConsoleRequest, widget_id: UUID) -> HttpResponse:
    """GET: one of them. POST: change it."""
    found = _find(widget_id)
    if request.method != "POST":
        return _widget(request, found)
    form = WidgetForm(request.POST, endpoint=found)
    if not form.is_valid():
        return _widget(request, found, form=form, status=422)
    form.save(found, by=request.agent)
    return _widget(request, _find(widget_id), done=_("Saved. Pages show it within five minutes."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def secret(request: ConsoleRequest, widget_id: UUID) -> HttpResponse:
    """A new identity secret, shown this once."""
    found = _find(widget_id)
    fresh = rotate(found, by=request.agent)
    return _widget(request, _find(widget_id), secret=fresh)


@door("GET", needs=Verb.SEE_SETTINGS)
def trial(request: ConsoleRequest, widget_id: UUID) -> HttpResponse:
    """A page like a shop's, with the widget on it."""
    return render(request, "console/settings/trial.html", {"widget": _find(widget_id)})


def _widget(
    request: ConsoleRequest, found: Endpoint, *, status: int = 200, **shown: Any
) -> HttpResponse:
    source = request.build_absolute_uri(f"/widget/{found.address}.js")
    context = {
        "widget": found,
        "form": WidgetForm(endpoint=found),
        "tag": f'<script async src="{source}"></script>',
        "signs": bool(secrets_of(found).valid(clock.now())),
        "secret": "",
        **shown,
    }
    return page(request, AT, "settings/widget", title=found.name, status=status, **context)


def _find(widget_id: UUID) -> Endpoint:
    rows = Endpoint.objects.select_related("brand", "inbox__brand")
    found = rows.filter(pk=widget_id, channel=Channel.CHAT).first()
    if found is None:
        raise NotFound(_("There is no such widget."))
    return found
