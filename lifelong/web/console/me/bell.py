"""This browser as a bell: pushed to where no screen is looked at."""

from django.http import HttpResponse

from lifelong.cues.actions.hanging import hang, take_down
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import json_in


@door("PUT", "DELETE", needs=None, unattended="PUT")
def bell(request: ConsoleRequest) -> HttpResponse:
    """PUT what the browser calls a subscription, {endpoint, keys: {p256dh, auth}}: push to it.
    DELETE: no more."""
    session_key = request.session.session_key or ""
    if request.method == "DELETE":
        take_down(session_key=session_key)
        return HttpResponse(status=204)
    said = json_in(request)
    keys = said.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    hang(
        request.agent,
        session_key=session_key,
        address=str(said.get("endpoint", "")),
        key=str(keys.get("p256dh", "")),
        secret=str(keys.get("auth", "")),
    )
    return HttpResponse(status=204)
