"""The script that a shop's page loads, and the frame that the script opens."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lifelong.channels.hours import is_open, next_opening
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.endpoints import Asked, Form, settings_of
from lifelong.conversations.models import Topic
from lifelong.lib import clock
from lifelong.web.look.colours import is_colour, readable_on
from lifelong.web.widget.doors import WidgetRequest, door
from lifelong.web.widget.reading import MOST_BYTES

LOADER = Path(__file__).with_name("loader.js")
#: pages ask for the loader again after so many seconds
LOADER_FOR = 300
#: of a brand without a colour of its own
PLAIN = "#3d52c4"
_PLACE_OF_WORDS = "/* words */ {}"

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
    ]
)


@door("GET", session=False)
def loader(request: WidgetRequest) -> HttpResponse:
    """The one script: small, and the same for every visitor."""
    said = {
        "colour": colour_of(request.endpoint),
        "ink": readable_on(colour_of(request.endpoint)),
        "open": _("Chat with us"),
        "close": _("Close the chat"),
        "unread": _("new answers"),
        "title": _("Chat with %(name)s") % {"name": request.endpoint.name},
    }
    # what stands in a script must not end it
    words = json.dumps(said).replace("<", "\\u003c")
    script = _script().replace(_PLACE_OF_WORDS, words)
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={LOADER_FOR}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _script() -> str:
    """Without its comments and indents: they are for us."""
    lines = (line.strip() for line in LOADER.read_text().splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@door("GET", session=False)
def frame(request: WidgetRequest) -> HttpResponse:
    """The chat itself, for pages of the endpoint's origins and ours. `?dir=rtl`: as the page."""
    endpoint = request.endpoint
    ours = settings_of(endpoint)
    context = {
        "endpoint": endpoint,
        "greeting": ours.greeting,
        "colour": colour_of(endpoint),
        "ink": readable_on(colour_of(endpoint)),
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "",
        "most_bytes": MOST_BYTES,
        **_hours(endpoint),
        **_form(ours.form),
    }
    with timezone.override(endpoint.brand.zone):
        answer = render(request, "widget/frame.html", context)
    ancestors = " ".join(["'self'", *ours.origins])
    answer["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {ancestors}"
    answer["Cache-Control"] = "no-store"
    # older than frame-ancestors, and knows no list of origins
    answer.xframe_options_exempt = True
    return answer


def colour_of(endpoint: Endpoint) -> str:
    brands = endpoint.brand.accent
    return settings_of(endpoint).colour or (brands if is_colour(brands) else PLAIN)


def _hours(endpoint: Endpoint) -> dict[str, Any]:
    """`back_at`: when somebody is there again, in the shop's time; None: nobody knows."""
    schedule, at = endpoint.inbox.schedule, clock.now()
    back_at = next_opening(schedule, at)
    return {
        "is_open": is_open(schedule, at),
        "back_at": back_at and timezone.localtime(back_at, ZoneInfo(endpoint.brand.zone)),
    }


def _form(form: Form) -> dict[str, Any]:
    asked = {name: getattr(form, name) for name in ("name", "email", "order", "topic", "photo")}
    topics = Topic.objects.filter(pk__in=form.topics, is_active=True).order_by("name")
    return {
        "asked": {name: one.value for name, one in asked.items() if one is not Asked.NO},
        "topics": [str(one) for one in topics],
    }
