"""Brands and their inboxes."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.models import Team
from lifelong.accounts.policy import Verb
from lifelong.channels.actions.opening import save_inbox
from lifelong.channels.actions.staffing import staff
from lifelong.channels.models import PLAIN, Brand, Inbox
from lifelong.lib.errors import NotFound
from lifelong.lib.transactions import transaction
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.endpoint_forms import BrandForm, InboxForm
from lifelong.web.console.settings.endpoints import AT, shown_endpoints
from lifelong.web.look.brands import colour_of, look_of


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def new_brand(request: ConsoleRequest) -> HttpResponse:
    if request.method == "POST":
        form = BrandForm(request.POST, request.FILES)
        if form.is_valid():
            made = form.save(Brand())
            return _back(request, _saved(made))
    else:
        initial = {"zone": request.agent.zone, "currency": "EUR", "accent": PLAIN}
        form = BrandForm(initial=initial)
    path = "/settings/brands/new"
    return _form(request, "settings/brand", form, title=_("Open a brand"), path=path, look=None)


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def brand(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """Whoever changed it stays and sees what came of it."""
    found = Brand.objects.select_related("logo").filter(pk=brand_id).first()
    if found is None:
        raise NotFound(_("There is no such brand."))
    if request.method != "POST":
        return _brand(request, found, _form_of(found))
    form = BrandForm(request.POST, request.FILES)
    if not form.is_valid():
        return _brand(request, found, form)
    form.save(found)
    return _brand(request, found, _form_of(found), done=_saved(found))


def _form_of(brand: Brand) -> BrandForm:
    said = {"name": brand.name, "zone": brand.zone, "currency": brand.currency}
    return BrandForm(initial={**said, "accent": colour_of(brand)})


def _brand(request: ConsoleRequest, row: Brand, form: BrandForm, done: str = "") -> HttpResponse:
    path, look = f"/settings/brands/{row.id}", look_of(row)
    shown = {"title": row.name, "path": path, "look": look, "done": done}
    return _form(request, "settings/brand", form, **shown)


def _saved(row: Brand | Inbox) -> str:
    return _("%(name)s is saved.") % {"name": row.name}


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
            return _back(request, _saved(row))
    teams = Team.objects.exists()
    return _form(request, "settings/inbox", form, title=title, path=path, with_teams=teams)


def _back(request: ConsoleRequest, done: str) -> HttpResponse:
    return moved_to(shown_endpoints(request, done=done), "/settings/endpoints")


def _form(request: ConsoleRequest, content: str, form: Form, **shown: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, AT, content, status=status, form=form, **shown)
