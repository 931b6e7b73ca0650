"""HMAC-SHA256 over the raw body, in base64."""

import base64
import hmac
from typing import Any

from django.utils.translation import gettext as _

from lifelong.connectors.hooks import Forged, Knock


def sign(body: bytes, *, secret: str) -> str:
    """The value of Aftership-Hmac-Sha256."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def verify(knock: Knock, secrets: dict[str, Any]) -> None:
    """Raises `Forged`."""
    secret = str(secrets.get("secret") or "")
    if not secret:
        raise Forged(_("Nothing can be verified: no secret is set for this feed."))
    said = knock.headers.get("aftership-hmac-sha256", "")
    if not said:
        raise Forged(_("It is not signed: the header Aftership-Hmac-Sha256 is missing."))
    if not hmac.compare_digest(sign(knock.body, secret=secret).encode(), said.encode()):
        raise Forged(_("The signature does not match: another secret, or an altered body."))
