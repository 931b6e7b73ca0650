"""The script that a shop's page loads, and the frame that the script opens."""

import json
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.endpoints import settings_of
from lifelong.lib.colours import readable_on
from lifelong.web.look.brands import colour_of
from lifelong.web.look.chat_frame import draw_chat
from lifelong.web.widget.doors import WidgetRequest, door
from lifelong.web.widget.reading import MOST_BYTES

LOADER = Path(__file__).with_name("loader.js")
#: pages ask for the loader again after so many seconds
LOADER_FOR = 300
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
    colour = _colour(request.endpoint)
    said = {
        "colour": colour,
        "ink": readable_on(colour),
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
    direction = "rtl" if request.GET.get("dir") == "rtl" else ""
    answer = draw_chat(request, request.endpoint, direction=direction, most_bytes=MOST_BYTES)
    ancestors = " ".join(["'self'", *settings_of(request.endpoint).origins])
    answer["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {ancestors}"
    answer["Cache-Control"] = "no-store"
    # older than frame-ancestors, and knows no list of origins
    answer.xframe_options_exempt = True
    return answer


def _colour(endpoint: Endpoint) -> str:
    return settings_of(endpoint).colour or colour_of(endpoint.brand)
