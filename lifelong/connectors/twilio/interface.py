"""Twilio's own interface: messages made, listed and read, over its wire format."""

import base64
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.twilio.endpoints import secrets_of, settings_of
from lifelong.connectors.twilio.outbox import KEPT_HERE, keep_here
from lifelong.connectors.twilio.troubles import STOPPED, may_pass, sentence
from lifelong.lib.errors import DeliveryFailed, Unwanted
from lifelong.lib.http import Answer, NotFetched, NotReached, call

#: seconds for one request, all of it
PATIENCE = 20.0
#: Twilio asks for a pause: at most so long is heeded
LONGEST_PAUSE = timedelta(hours=1)
#: ours to mend: the account or its token, not the message
_SIGN_IN = (401, 403)


def create(endpoint: Endpoint, fields: list[tuple[str, str]]) -> str:
    """Hand a message over; its SID. Raises `DeliveryFailed`, unsure when it may be there."""
    if settings_of(endpoint).api == KEPT_HERE:
        return keep_here(fields)
    body = urlencode(fields).encode()
    try:
        answer = _ask("POST", endpoint, "Messages.json", body)
    except NotReached as error:
        raise DeliveryFailed(str(error), permanent=False) from error
    except NotFetched as error:
        raise DeliveryFailed(str(error), permanent=False, unsure=True) from error
    said = _said(answer)
    if answer.status in (200, 201) and (sid := str(said.get("sid") or "")):
        return sid
    raise _refused(answer, said)


def listed(endpoint: Endpoint, *, to: str, number: int) -> list[dict[str, Any]]:
    """The newest messages from our number to another. Raises `DeliveryFailed`."""
    if settings_of(endpoint).api == KEPT_HERE:
        return []
    query = urlencode({"To": to, "From": endpoint.address, "PageSize": number})
    try:
        answer = _ask("GET", endpoint, f"Messages.json?{query}")
    except NotFetched as error:
        raise DeliveryFailed(str(error), permanent=False) from error
    said = _said(answer)
    messages = said.get("messages")
    if answer.status != 200 or not isinstance(messages, list):
        raise _refused(answer, said)
    return [one for one in messages if isinstance(one, dict)]


def sign_in(endpoint: Endpoint) -> str:
    """The Authorization header that opens Twilio's interface to us."""
    account, token = settings_of(endpoint).account, secrets_of(endpoint).token
    return "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()


def _ask(method: str, endpoint: Endpoint, path: str, body: bytes | None = None) -> Answer:
    ours = settings_of(endpoint)
    headers = {"Authorization": sign_in(endpoint), "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    url = f"{ours.api.rstrip('/')}/2010-04-01/Accounts/{ours.account}/{path}"
    return call(method, url, body=body, headers=headers, timeout=PATIENCE)


def _said(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _refused(answer: Answer, said: dict[str, Any]) -> DeliveryFailed:
    """What an answer other than yes means."""
    code = said.get("code")
    words = sentence(code, str(said.get("message") or "")) if isinstance(code, int) else ""
    if code == STOPPED:
        return Unwanted(words)
    if answer.status == 429:
        busy = words or _("Twilio takes no more messages for the moment.")
        return DeliveryFailed(busy, permanent=False, pause=_pause(answer))
    if answer.status in _SIGN_IN:
        wrong = _("Twilio does not know this account, or not with this token.")
        return DeliveryFailed(wrong, permanent=False)
    # a server in trouble may have taken it before it stumbled; so may one that says nonsense
    unsure = not 400 <= answer.status < 500
    permanent = not unsure and not (isinstance(code, int) and may_pass(code))
    words = words or _("Twilio answered %(status)s.") % {"status": answer.status}
    return DeliveryFailed(words, permanent=permanent, unsure=unsure, pause=_pause(answer))


def _pause(answer: Answer) -> timedelta:
    seconds = answer.headers.get("retry-after", "")
    asked = timedelta(seconds=int(seconds)) if seconds.isdigit() and len(seconds) < 7 else None
    return min(asked or timedelta(0), LONGEST_PAUSE)
