"""The first steps: from an empty installation to one that answers mail."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.actions.putting_away import put_away, take_up
from lifelong.channels.models import Brand, Channel, Endpoint, FirstStep, Inbox
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.relay import host_of
from lifelong.conversations.actions.naming_topics import add_topics
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.first_steps.known import known
from lifelong.web.console.first_steps.probe_rows import probe_context
from lifelong.web.console.first_steps.steps import Places, needed, next_of, optional
from lifelong.web.console.first_steps.usual_topics import usual_topics
from lifelong.web.console.pages import page

AT = "settings/first-steps"


@door("GET", needs=Verb.CHANGE_SETTINGS)
def first_steps(request: ConsoleRequest) -> HttpResponse:
    return _page(request)


@door("GET", needs=Verb.CHANGE_SETTINGS)
def steps(request: ConsoleRequest) -> HttpResponse:
    """The checklist alone, as it is now."""
    return render(request, "console/first_steps/steps.html", _context(request))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def topics(request: ConsoleRequest) -> HttpResponse:
    """The topics that most shops need; those that are there stay as they are."""
    add_topics(usual_topics())
    return _page(request, done=_("They are there. Rename, retire and add as you like."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def away(request: ConsoleRequest, step: str) -> HttpResponse:
    """POST: it needs no doing here. DELETE: it does."""
    if step not in FirstStep.values:
        raise NotFound(_("There is no such step."))
    if request.method == "POST":
        put_away(FirstStep(step), by=request.agent)
    else:
        take_up(FirstStep(step))
    return _page(request)


def _page(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    title = _("First steps")
    return page(request, AT, "first_steps/page", title=title, **_context(request), **shown)


def _context(request: ConsoleRequest) -> dict[str, Any]:
    told, address = known(request.caller), _address()
    first = needed(told, _places(address))
    return {
        "steps": first,
        "next": next_of(first),
        "done_count": sum(one.is_settled for one in first),
        "is_done": told.is_done,
        "optional": optional(told),
        "all_away": told.is_settled(FirstStep.ALL),
        "may_change": True,
        **probe_context(address),
    }


def _places(address: Endpoint | None) -> Places:
    brand, inbox = Brand.objects.order_by("id").first(), Inbox.objects.order_by("id").first()
    return Places(
        brand=brand.id if brand else None,
        inbox=inbox.id if inbox else None,
        address=address.id if address else None,
        has_relay=address is not None and _sends(address),
    )


def _address() -> Endpoint | None:
    """Our oldest mail address that really sends, or the oldest."""
    rows = list(Endpoint.objects.filter(channel=Channel.EMAIL, is_active=True).order_by("id"))
    return next((one for one in rows if _sends(one)), rows[0] if rows else None)


def _sends(endpoint: Endpoint) -> bool:
    return bool(host_of(secrets_of(endpoint).relay))
