"""Whether a webhook is Twilio's: X-Twilio-Signature over the address and the fields.

HMAC-SHA1 with the account's token over the whole address, followed by each field's name and
value, sorted by name, each pair once. A body that is no form is signed by its SHA-256, which the
address carries as bodySHA256. Twilio signs some addresses with their port and some without.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lifelong.connectors.hooks import Forged, Knock
from lifelong.connectors.twilio.endpoints import TextSecrets

HEADER = "x-twilio-signature"
_PORTS = {"https": 443, "http": 80}
#: of one request: no text has a tenth as many
MOST_FIELDS = 1000


def verify(knock: Knock, secrets: dict[str, Any]) -> None:
    """Raises `Forged` with the reason."""
    token = TextSecrets.model_validate(secrets).token
    if not token:
        raise Forged(_("No auth token is set here, so nothing can be checked."))
    said = knock.headers.get(HEADER, "")
    if not said:
        raise Forged(_("It has no X-Twilio-Signature."))
    fields = _fields_signed(knock)
    # every spelling is tried whatever matched, so that the time taken tells nothing
    matches = [
        hmac.compare_digest(signature(url, fields, token).encode(), said.encode())
        for url in spellings(knock.url)
    ]
    if not any(matches):
        raise Forged(
            _(
                "The signature does not fit: the auth token, the address or the content is "
                "another than Twilio signed."
            )
        )


def signature(url: str, fields: list[tuple[str, str]], token: str) -> str:
    """What Twilio would say for this address and these fields."""
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    mac = hmac.digest(token.encode(), signed.encode("utf-8", "surrogateescape"), hashlib.sha1)
    return base64.b64encode(mac).decode()


def _fields_signed(knock: Knock) -> list[tuple[str, str]]:
    """The fields of a form; of any other body none, once it fits the hash in the address."""
    hashes = parse_qs(urlsplit(knock.url).query).get("bodySHA256")
    if hashes is None:
        return fields_of(knock.body)
    if not hmac.compare_digest(hashlib.sha256(knock.body).hexdigest(), hashes[0].lower()):
        raise Forged(_("The content does not fit the hash that was signed."))
    return []


def fields_of(body: bytes) -> list[tuple[str, str]]:
    """A form's fields in their order. Raises `Forged` for more than Twilio ever sends."""
    try:
        return parse_qsl(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Forged(_("That is not a form as Twilio sends it.")) from error


def spellings(url: str) -> Iterator[str]:
    """The address as it may have been signed: as we see it and as it is known outside, each with
    and without its port."""
    seen, outside = urlsplit(url), urlsplit(settings.PUBLIC_URL)
    # the rest to the letter: putting it together anew could change it
    rest = url[len(f"{seen.scheme}://{seen.netloc}") :]
    for scheme, place in {(seen.scheme, seen.netloc), (outside.scheme, outside.netloc)}:
        host, _colon, port = place.rpartition(":")
        if not port.isdigit():
            host, port = place, str(_PORTS.get(scheme, 80))
        for one in dict.fromkeys((place, host, f"{host}:{port}")):
            yield f"{scheme}://{one}{rest}"
