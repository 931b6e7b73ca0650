"""Brands and their inboxes."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.models import Team
from lifelong.accounts.policy import Verb
from lifelong.channels.actions.opening import save_brand, save_inbox
from lifelong.channels.actions.staffing import staff
from lifelong.channels.models import Brand, Inbox
from lifelong.lib.errors import NotFound
from lifelong.lib.transactions import transaction
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.endpoint_forms import BrandForm, InboxForm
from lifelong.web.console.settings.endpoints import AT, shown_endpoints


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def new_brand(request: ConsoleRequest) -> HttpResponse:
    form = BrandForm(initial={"zone": request.agent.zone, "currency": "EUR"})
    return _brand(request, Brand(), form, _("Open a brand"), "/settings/brands/new")


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def brand(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    found = Brand.objects.filter(pk=brand_id).first()
    if found is None:
        raise NotFound(_("There is no such brand."))
    form = BrandForm(initial={"name": found.name, "zone": found.zone, "currency": found.currency})
    return _brand(request, found, form, found.name, f"/settings/brands/{found.id}")


def _brand(request: ConsoleRequest, row: Brand, form: Form, title: str, path: str) -> HttpResponse:
    if request.method == "POST":
        form = BrandForm(request.POST)
        if form.is_valid():
            save_brand(row, **form.cleaned_data)
            return _back(request, _("%(name)s is saved.") % {"name": row.name})
    return _form(request, "settings/brand", form, title=title, path=path)


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def new_inbox(request: ConsoleRequest) -> HttpResponse:
    form = InboxForm(initial={"brand": request.GET.get("brand")})
    return _inbox(request, Inbox(), form, _("Open an inbox"), "/settings/inboxes/new")


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def inbox(request: ConsoleRequest, inbox_id: UUID) -> HttpResponse:
    found = Inbox.objects.select_related("brand").filter(pk=inbox_id).first()
    if found is None:
        raise NotFound(_("There is no such inbox."))
    initial = {
        "name": found.name,
        "brand": found.brand_id,
        "members": list(found.members.values_list("id", flat=True)),
        "teams": list(found.teams.values_list("id", flat=True)),
    }
    form = _for_its_brand(InboxForm(initial=initial))
    return _inbox(request, found, form, found.name, f"/settings/inboxes/{found.id}")


def _for_its_brand(form: InboxForm) -> InboxForm:
    """Conversations are in it: it stays with its brand."""
    form.fields["brand"].disabled = True
    return form


def _inbox(
    request: ConsoleRequest, row: Inbox, form: InboxForm, title: str, path: str
) -> HttpResponse:
    if request.method == "POST":
        known = not row._state.adding
        form = InboxForm(request.POST, initial=form.initial)
        form = _for_its_brand(form) if known else form
        if form.is_valid():
            said = form.cleaned_data
            with transaction():
                row.brand = said["brand"]
                save_inbox(row, name=said["name"])
                staff(row, members=said["members"], teams=said["teams"], by=request.agent)
            return _back(request, _("%(name)s is saved.") % {"name": row.name})
    teams = Team.objects.exists()
    return _form(request, "settings/inbox", form, title=title, path=path, with_teams=teams)


def _back(request: ConsoleRequest, done: str) -> HttpResponse:
    return moved_to(shown_endpoints(request, done=done), "/settings/endpoints")


def _form(request: ConsoleRequest, content: str, form: Form, **shown: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, AT, content, status=status, form=form, **shown)
