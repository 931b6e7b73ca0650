"""HMAC-SHA256 in hex: of the body, or with its moment and our path before it (version 2)."""

import hmac
import unicodedata
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lifelong.connectors.hooks import Forged, Knock
from lifelong.lib import clock

_BEFORE = "hmac-sha256-hex="
#: a knock of version 2 that is older was overheard and repeated
_FRESH = timedelta(hours=1)


def sign(message: bytes, *, secret: str) -> str:
    """The value of X-Hmac-Signature; of X-Hmac-Signature-V2, moment, method and path go before."""
    # EasyPost spells letters with marks as a letter and its mark
    key = unicodedata.normalize("NFKD", secret).encode()
    return _BEFORE + hmac.digest(key, message, "sha256").hex()


def verify(knock: Knock, secrets: dict[str, Any]) -> None:
    """Raises `Forged`."""
    secret = str(secrets.get("secret") or "")
    if not secret:
        raise Forged(_("Nothing can be verified: no secret is set for this feed."))
    newer = knock.headers.get("x-hmac-signature-v2", "")
    said = newer or knock.headers.get("x-hmac-signature", "")
    if not said:
        raise Forged(_("It is not signed: the header X-Hmac-Signature is missing."))
    message = _said_before(knock) + knock.body if newer else knock.body
    if not hmac.compare_digest(sign(message, secret=secret).encode(), said.encode()):
        raise Forged(_("The signature does not match: another secret, or an altered body."))


def _said_before(knock: Knock) -> bytes:
    """Moment, method and path, as version 2 signs them. It is ours to see that they are true."""
    moment, path = knock.headers.get("x-timestamp", ""), knock.headers.get("x-path", "")
    if path.split("?")[0] != urlsplit(knock.url).path:
        raise Forged(_("It was signed for another address."))
    if not _is_fresh(moment):
        raise Forged(_("It was signed too long ago, or names no moment."))
    return f"{moment}POST{path}".encode()


def _is_fresh(moment: str) -> bool:
    try:
        said = parse_datetime(moment) or parsedate_to_datetime(moment)
    except (ValueError, TypeError):
        return False
    return said.tzinfo is not None and abs(clock.now() - said) < _FRESH
