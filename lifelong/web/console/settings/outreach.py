"""Outreach of each brand: whether it runs, what it says of which trouble, and how that reads."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand
from lifelong.commerce.models import Cause, Incident
from lifelong.commerce.queries import orders
from lifelong.knowledge.values import About
from lifelong.lib.errors import NotFound
from lifelong.plays.actions.switching import set_up, switch
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.actions.templating import remove_template, say_earlier
from lifelong.plays.outreach.models import Template
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import choice, uuid_in, valid
from lifelong.web.console.pages import page
from lifelong.web.console.settings.outreach_forms import TemplateForm, TermsForm, sayable, terms_of
from lifelong.web.console.settings.outreach_rows import (
    StandRow,
    family_rows,
    feed_row,
    preview_rows,
    stand_row,
    supposed,
    way_words,
)

AT = "settings/outreach"
#: of so many incidents and orders one is chosen to try it on
_RECENT = 8


@dataclass(frozen=True)
class BrandRow:
    id: UUID
    name: str
    stand: StandRow
    spoken_of: str


@door("GET", needs=Verb.SEE_SETTINGS)
def outreach(request: ConsoleRequest) -> HttpResponse:
    """Every brand, and whether it tells."""
    rows = [_brand_row(one) for one in Brand.objects.order_by("name")]
    return page(request, AT, "settings/outreach", title=_("Outreach"), brands=rows)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def brand(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """GET: a brand's. POST: other hours, another holdout."""
    found = _found(brand_id)
    if request.method != "POST":
        return _brand(request, found)
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _brand(request, found, status=422, form=form)
    form.save(_set_up(found))
    return _brand(request, found, done=_("Saved. It counts from the next message on."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def running(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """POST: switch it on. DELETE: off; what was planned goes on when it is on again."""
    found = _found(brand_id)
    on = request.method == "POST"
    switch(_set_up(found), on=on, by=request.agent)
    words = _("On. It tells of trouble that begins from now on.") if on else _("Off.")
    return _brand(request, found, done=words)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def texts(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """{cause, channel, answer}: say this text of this trouble, too."""
    found = _found(brand_id)
    form = TemplateForm(found, request.POST)
    valid(form)
    form.add(_set_up(found), by=request.agent)
    return _brand(request, found, done=_("Added, as what is tried last."))


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def text(request: ConsoleRequest, template_id: UUID) -> HttpResponse:
    """It is not said any more."""
    found = _template(template_id)
    remove_template(found, by=request.agent)
    return _brand(request, found.play.brand, done=_("It is not said there any more."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def place(request: ConsoleRequest, template_id: UUID) -> HttpResponse:
    """Try it earlier by one."""
    found = _template(template_id)
    say_earlier(found, by=request.agent)
    return _brand(request, found.play.brand, done=_("It is tried earlier now."))


@door("GET", needs=Verb.SEE_SETTINGS)
def preview(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """`?on=`: the incident or order, `cause`: as if that had happened; "": what has."""
    found = _found(brand_id)
    incident = _tried_on(request, found)
    play = queries.play_of(found)
    context: dict[str, Any] = {"rows": [], "incident": incident, "cause": ""}
    if incident is not None:
        about = About(found, incident.order.customer, incident.order)
        templates = queries.templates(play) if play else []
        context["rows"] = preview_rows(templates, incident, about)
        context["cause"] = str(Cause(incident.cause).label)
    return render(request, "console/settings/outreach_preview.html", context)


def _tried_on(request: ConsoleRequest, found: Brand) -> Incident | None:
    """What it is tried on; None: there is nothing yet."""
    asked = uuid_in(request.GET.get("on", ""))
    said = request.GET.get("cause", "")
    cause = choice(Cause, said) if said else None
    rows = Incident.objects.select_related("order__customer", "shipment")
    incident = rows.filter(pk=asked, order__connection__brand=found).first()
    if incident is not None and cause in (None, incident.cause):
        return incident
    theirs = orders(visible_to=request.caller).filter(connection__brand=found)
    order = theirs.filter(pk=incident.order_id if incident else asked).first()
    return supposed(order, cause or Cause.DELAY) if order else None


def _found(brand_id: UUID) -> Brand:
    found = Brand.objects.filter(pk=brand_id).first()
    if found is None:
        raise NotFound(_("There is no such brand."))
    return found


def _template(template_id: UUID) -> Template:
    found = Template.objects.select_related("play__brand", "answer").filter(pk=template_id).first()
    if found is None:
        raise NotFound(_("This text is not said there any more."))
    return found


def _set_up(found: Brand) -> Play:
    """The brand's outreach, which comes to be with the first thing that is said of it."""
    name = str(PlayKind.OUTREACH.label)
    return set_up(found, kind=PlayKind.OUTREACH, name=name)


def _brand_row(one: Brand) -> BrandRow:
    play = queries.play_of(one)
    count = len(queries.spoken_of(play)) if play else 0
    words = ngettext("tells of %(n)s kind of trouble", "tells of %(n)s kinds of trouble", count)
    return BrandRow(one.id, one.name, stand_row(play), words % {"n": count})


def _brand(
    request: ConsoleRequest, found: Brand, *, status: int = 200, **changes: Any
) -> HttpResponse:
    play = queries.play_of(found)
    terms = play or Play(brand=found, kind=PlayKind.OUTREACH)
    templates = queries.templates(play) if play else []
    families = family_rows(templates)
    context = {
        "brand": found,
        "path": f"/settings/outreach/{found.id}",
        "stand": stand_row(play),
        "feed": feed_row(found),
        "form": TermsForm(initial=terms_of(terms)),
        "families": families,
        "speaks": any(cause.is_spoken_of for one in families for cause in one.causes),
        "answers": [(one.id, one.name) for one in sayable(found)],
        "channels": [("", way_words("")), ("email", way_words("email")), ("sms", way_words("sms"))],
        "causes": [(one.value, str(one.label)) for one in Cause],
        **_subjects(request, found),
        **changes,
    }
    title = _("Outreach of %(brand)s") % {"brand": found.name}
    return page(request, AT, "settings/outreach_brand", title=title, status=status, **context)


def _subjects(request: ConsoleRequest, found: Brand) -> dict[str, Any]:
    """On what it can be tried."""
    incidents = queries.recent_incidents(found, most=_RECENT)
    theirs = orders(visible_to=request.caller).filter(connection__brand=found)
    recent = theirs.filter(customer__isnull=False)[:_RECENT]
    return {
        "incidents": [
            (one.id, f"{one.order} · {one.order.customer} · {Cause(one.cause).label}")
            for one in incidents
        ],
        "orders": [(one.id, f"{one} · {one.customer}") for one in recent],
    }
