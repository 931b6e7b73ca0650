"""Numbers: what customers text to, and how Twilio reaches us."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.connectors.twilio.sending import webhook
from lifelong.connectors.twilio.trying import send_test_text
from lifelong.customers.phones import shown
from lifelong.lib.errors import DeliveryFailed, NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.number_forms import NumberForm, TestTextForm

AT = "settings/endpoints"


@door("POST", needs=Verb.CHANGE_SETTINGS)
def numbers(request: ConsoleRequest) -> HttpResponse:
    """A new number."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    endpoint = form.open(by=request.agent)
    done = _("Open. Now paste its webhook at Twilio, so that texts arrive.")
    return moved_to(_number(request, endpoint, done=done), f"/settings/numbers/{endpoint.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_number(request: ConsoleRequest) -> HttpResponse:
    return _new(request, NumberForm())


def _new(request: ConsoleRequest, form: NumberForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "inboxes": Inbox.objects.exists(), "brands": Brand.objects.exists()}
    title = _("Open a number")
    return page(request, AT, "settings/new_number", title=title, status=status, **context)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def number(request: ConsoleRequest, endpoint_id: UUID) -> HttpResponse:
    """GET: one number. POST: change it."""
    found = _find(endpoint_id)
    if request.method != "POST":
        return _number(request, found)
    form = NumberForm(request.POST, endpoint=found)
    if not form.is_valid():
        return _number(request, found, form=form, status=422)
    form.save(found, by=request.agent)
    return _number(request, _find(endpoint_id), done=_("Saved. It counts in a few seconds."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def test_text(request: ConsoleRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a text, and say what Twilio answered."""
    found = _find(endpoint_id)
    form = TestTextForm(request.POST)
    if not form.is_valid():
        return _number(request, found, trial=form, status=422)
    try:
        send_test_text(found, recipient=form.cleaned_data["to"])
    except DeliveryFailed as failed:
        words = _("Twilio did not take it. %(words)s") % {"words": failed}
        return _number(request, found, trial=form, tried=words)
    to = shown(form.cleaned_data["to"])
    done = _("Twilio took it. It is on its way to %(to)s.") % {"to": to}
    return _number(request, found, done=done)


def _number(
    request: ConsoleRequest, found: Endpoint, *, status: int = 200, **changes: Any
) -> HttpResponse:
    context = {
        "endpoint": found,
        "number": shown(found.address),
        "webhook": webhook(found),
        "only_here": urlsplit(settings.PUBLIC_URL).hostname in ("127.0.0.1", "localhost"),
        "form": NumberForm(endpoint=found),
        "trial": TestTextForm(),
        "tried": "",
        **changes,
    }
    title = context["number"]
    return page(request, AT, "settings/number", title=title, status=status, **context)


def _find(endpoint_id: UUID) -> Endpoint:
    rows = Endpoint.objects.select_related("brand", "inbox")
    found = rows.filter(pk=endpoint_id, channel=Channel.SMS, connector="twilio").first()
    if found is None:
        raise NotFound(_("There is no such number."))
    return found
