"""Addresses: what customers write to, and how answers leave."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.probing import send_probe
from lifelong.connectors.email.relay import host_of
from lifelong.connectors.email.trying import send_test_mail
from lifelong.lib.errors import DeliveryFailed, NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.first_steps.probe_rows import probe_context
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.endpoint_forms import EndpointForm
from lifelong.web.console.settings.endpoint_rows import brand_rows

AT = "settings/endpoints"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def endpoints(request: ConsoleRequest) -> HttpResponse:
    """GET: brands with their inboxes and addresses. POST: a new address."""
    if request.method == "POST":
        return _open(request)
    return shown_endpoints(request)


def shown_endpoints(request: ConsoleRequest, done: str = "") -> HttpResponse:
    title = _("Addresses and inboxes")
    return page(request, AT, "settings/endpoints", title=title, brands=brand_rows(), done=done)


def _open(request: ConsoleRequest) -> HttpResponse:
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    endpoint = form.open(by=request.agent)
    done = _("Open: what is sent to %(address)s arrives.") % {"address": endpoint.address}
    return moved_to(_endpoint(request, endpoint, done=done), f"/settings/endpoints/{endpoint.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_endpoint(request: ConsoleRequest) -> HttpResponse:
    return _new(request, EndpointForm(initial={"sending": "relay", "is_active": True}))


def _new(request: ConsoleRequest, form: EndpointForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "inboxes": Inbox.objects.exists(), "brands": Brand.objects.exists()}
    title = _("Open an address")
    return page(request, AT, "settings/new_endpoint", title=title, status=status, **context)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def endpoint(request: ConsoleRequest, endpoint_id: UUID) -> HttpResponse:
    """GET: one address. POST: change it."""
    found = _find(endpoint_id)
    if request.method != "POST":
        return _endpoint(request, found)
    form = EndpointForm(request.POST, endpoint=found)
    if not form.is_valid():
        return _endpoint(request, found, form=form, status=422)
    form.save(found, by=request.agent)
    return _endpoint(request, _find(endpoint_id), done=_("Saved. It counts in a few seconds."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def test_mail(request: ConsoleRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a mail to whoever asks, and say what the relay answered."""
    found, to = _find(endpoint_id), request.agent.email
    host = host_of(secrets_of(found).relay)
    try:
        send_test_mail(found, recipient=to)
    except DeliveryFailed as failed:
        words = _("%(host)s did not take it: %(words)s") % {"host": host, "words": failed}
        return _endpoint(request, found, tried=words)
    if host:
        done = _("%(host)s took it. It is on its way to %(to)s.") % {"host": host, "to": to}
    else:
        done = _("Kept on this machine, as set: nothing was sent.")
    return _endpoint(request, found, done=done)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def probe(request: ConsoleRequest, endpoint_id: UUID) -> HttpResponse:
    """GET: how the last test message round fares. POST: send one."""
    found = _find(endpoint_id)
    if request.method == "POST":
        send_probe(found, by=request.agent)
    may_change = request.caller.may(Verb.CHANGE_SETTINGS)
    context = probe_context(found) | {"may_change": may_change}
    return render(request, "console/first_steps/probe.html", context)


def _endpoint(
    request: ConsoleRequest, found: Endpoint, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {"form": EndpointForm(endpoint=found), "tried": "", **probe_context(found), **shown}
    title = found.address
    return page(request, AT, "settings/endpoint", title=title, status=status, **context)


def _find(endpoint_id: UUID) -> Endpoint:
    rows = Endpoint.objects.select_related("brand", "inbox")
    found = rows.filter(pk=endpoint_id, channel=Channel.EMAIL).first()
    if found is None:
        raise NotFound(_("There is no such address."))
    return found
