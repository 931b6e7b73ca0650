"""Shopify's Admin API: one request, what came of it, and what a bad answer means."""

import json
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from lifelong.channels.models import Connection
from lifelong.connectors.shopify.shops import secrets_of, settings_of
from lifelong.lib.errors import DeliveryFailed
from lifelong.lib.http import Answer, NotFetched, NotReached, call

VERSION = "2026-10"
#: seconds for one request, all of it
PATIENCE = 20.0
#: Shopify asks for a pause: at most so long is heeded
LONGEST_PAUSE = timedelta(hours=1)
#: ours to mend: the token, or what it may do
_SIGN_IN = (401, 403)


def read(shop: Connection, path: str) -> dict[str, Any]:
    """GET what is under this path. Raises `DeliveryFailed`, never unsure: nothing was done."""
    return _ask("GET", shop, path, None, changes=False)


def write(
    shop: Connection, path: str, body: dict[str, Any], *, changes: bool = True
) -> dict[str, Any]:
    """POST it. Raises `DeliveryFailed`, unsure when the shop may have done it all the same.

    `changes`: False for a question that is asked by POST.
    """
    return _ask("POST", shop, path, body, changes=changes)


def _ask(
    method: str, shop: Connection, path: str, body: dict[str, Any] | None, *, changes: bool
) -> dict[str, Any]:
    settings, secrets = settings_of(shop), secrets_of(shop)
    if not settings.api_url or not secrets.access_token:
        raise DeliveryFailed(_("No access to this shop's Admin API is set."), permanent=True)
    headers = {
        "X-Shopify-Access-Token": secrets.access_token,
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    url = f"{settings.api_url.rstrip('/')}/admin/api/{VERSION}/{path}"
    content = None if body is None else json.dumps(body).encode()
    try:
        answer = call(method, url, body=content, headers=headers, timeout=PATIENCE)
    except NotReached as error:
        raise DeliveryFailed(str(error), permanent=False) from error
    except NotFetched as error:
        raise DeliveryFailed(str(error), permanent=False, unsure=changes) from error
    said = _said(answer)
    if answer.status in (200, 201) and said is not None:
        return said
    raise _refused(answer, said or {}, changes=changes)


def _said(answer: Answer) -> dict[str, Any] | None:
    try:
        said = json.loads(answer.content)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _refused(answer: Answer, said: dict[str, Any], *, changes: bool) -> DeliveryFailed:
    """What an answer other than yes means."""
    if answer.status == 429:
        return busy(_pause(answer))
    if answer.status in _SIGN_IN:
        return shut_out()
    # a server in trouble may have done it before it stumbled; so may one that says nonsense
    troubled = not 400 <= answer.status < 500
    words = _("Shopify answered %(status)s: %(words)s") % {
        "status": answer.status,
        "words": json.dumps(said.get("errors") or "")[:300],
    }
    return DeliveryFailed(words, permanent=not troubled, unsure=troubled and changes)


def busy(pause: timedelta) -> DeliveryFailed:
    words = _("Shopify takes no more requests for the moment.")
    return DeliveryFailed(words, permanent=False, pause=min(pause, LONGEST_PAUSE))


def shut_out() -> DeliveryFailed:
    words = _("Shopify does not let us do this: look at the access token and its scopes.")
    return DeliveryFailed(words, permanent=False)


def unreadable(*, unsure: bool) -> DeliveryFailed:
    words = _("Shopify's answer could not be read.")
    return DeliveryFailed(words, permanent=False, unsure=unsure)


def _pause(answer: Answer) -> timedelta:
    """Shopify says "2.0"."""
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return timedelta(0)
    asked = seconds if seconds > 0 else 0.0  # also of what is no number
    return timedelta(seconds=min(asked, LONGEST_PAUSE.total_seconds()))
