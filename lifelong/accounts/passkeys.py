"""A new passkey: what the browser is asked, and whether its answer is one. What was asked stands in
the session of the request that allauth knows of."""

import json
import struct
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.lib.errors import Refused

#: what fido2 raises at answers that no browser gives
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, struct.error)


class UnknownPasskey(Refused):
    code = "unknown-passkey"
    status = 422


def asked_of_browser(agent: Agent) -> dict[str, Any]:
    """For `navigator.credentials.create`, bytes as text: one that signs in alone."""
    asked: dict[str, Any] = auth.begin_registration(agent, passwordless=True)
    return asked


def made_by_browser(said: str) -> dict[str, Any]:
    """The passkey, if it answers what was asked, for this address, and asked its holder for a
    finger, a face or a PIN. Raises `UnknownPasskey`."""
    try:
        credential: dict[str, Any] = json.loads(said)
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except (*MALFORMED, ValidationError) as error:
        raise UnknownPasskey(_("That did not become a passkey. Try it once more.")) from error
    if not made.is_user_verified():
        raise UnknownPasskey(_("This key asks nobody for a PIN or finger. Set one on it first."))
    return credential
