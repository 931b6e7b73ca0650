"""HMAC-SHA256 over the raw body, in base64. Whoever knows the secret is the shop."""

import base64
import hmac
from typing import Any

from django.utils.translation import gettext as _

from lifelong.connectors.hooks import Forged, Knock
from lifelong.connectors.shopify.shops import ShopSecrets


def digest(message: bytes, *, secret: str) -> bytes:
    return hmac.digest(secret.encode(), message, "sha256")


def sign(body: bytes, *, secret: str) -> str:
    """The value of X-Shopify-Hmac-Sha256."""
    return base64.b64encode(digest(body, secret=secret)).decode()


def verify(knock: Knock, secrets: dict[str, Any]) -> None:
    """Raises `Forged`."""
    known = ShopSecrets.model_validate(secrets)
    said = knock.headers.get("x-shopify-hmac-sha256", "")
    if not said:
        raise Forged(_("It is not signed: the header X-Shopify-Hmac-Sha256 is missing."))
    keys = [one for one in (known.secret, known.previous) if one]
    if not keys:
        raise Forged(_("Nothing can be verified: no secret is set for this shop."))
    # every key is tried, so that the time tells nothing
    matches = [
        hmac.compare_digest(sign(knock.body, secret=one).encode(), said.encode()) for one in keys
    ]
    if not any(matches):
        raise Forged(_("The signature does not match: another secret, or an altered body."))
