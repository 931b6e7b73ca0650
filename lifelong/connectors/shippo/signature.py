"""A token of ours in the address; Shippo adds a signature where it has agreed to one."""

import hmac
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from lifelong.connectors.hooks import Forged, Knock


def verify(knock: Knock, secrets: dict[str, Any]) -> None:
    """Raises `Forged`. `/hooks/shippo/<key>?token=<our secret>`."""
    secret = str(secrets.get("secret") or "")
    if not secret:
        raise Forged(_("Nothing can be verified: no secret is set for this feed."))
    said = parse_qs(urlsplit(knock.url).query).get("token", [""])[0]
    if not said:
        raise Forged(_("The address has no token: take the whole address from the settings."))
    if not hmac.compare_digest(secret.encode(), said.encode()):
        raise Forged(_("The token in the address is another one."))
