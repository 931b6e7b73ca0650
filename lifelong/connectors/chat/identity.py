"""Who a visitor is, as the shop's own server says and signs. Pure.

A JSON Web Token, HS256 with the widget's secret: `sub` (or `store_id`), `email`, `phone` (E.164),
`name`, `exp`, and `jti` (or `nonce`), which makes it good for one exchange.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lifelong.customers.phones import normalise
from lifelong.lib.errors import Refused

#: how far ahead a token may expire: so long we remember that it was used
LONGEST = timedelta(hours=24)
#: clocks of two servers differ
LEEWAY = timedelta(seconds=30)
_LAX = dict.fromkeys(["exp", "aud", "iss", "iat", "nbf", "sub", "jti"], False)


class NotProved(Refused):
    """A signed identity that shows nothing; the visitor goes on as a guest."""

    code = "not-proved"
    status = 403


@dataclass(frozen=True, kw_only=True)
class Identity:
    store_id: str
    email: str
    phone: str
    name: str
    #: SHA-256 of what makes this token good for one exchange
    nonce: str
    expires_at: datetime

    @property
    def key(self) -> str:
        """What stays the same of this person from token to token."""
        return f"store:{self.store_id}" if self.store_id else f"email:{self.email}"


def read_identity(token: str, *, secrets: Sequence[str], now: datetime) -> Identity:
    """Raises `NotProved`."""
    said = _opened(token, secrets)
    store_id = _text(said, "sub", "store_id")
    identity = Identity(
        store_id=store_id,
        email=_email(_text(said, "email"), needed=not store_id),
        phone=_phone(_text(said, "phone")),
        name=_text(said, "name")[:200],
        nonce=_nonce(said),
        expires_at=_expiry(said, now),
    )
    if not identity.store_id and not identity.email:
        raise NotProved(_("This sign-in names nobody: it has neither sub nor email."))
    return identity


def _opened(token: str, secrets: Sequence[str]) -> dict[str, Any]:
    options: Any = {f"verify_{name}": on for name, on in _LAX.items()}
    for secret in secrets:
        try:
            return jwt.decode(token, secret, algorithms=["HS256"], options=options)
        except jwt.InvalidTokenError:
            continue
    raise NotProved(_("This sign-in was not made with the widget's secret."))


def _text(said: dict[str, Any], *names: str) -> str:
    for name in names:
        value = said.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:200]
    return ""


def _email(said: str, *, needed: bool) -> str:
    """ "" for what is none, unless nothing else names them."""
    try:
        validate_email(said)
    except ValidationError as error:
        if said and needed:
            raise NotProved(_("The e-mail address of this sign-in is none.")) from error
        return ""
    return said.lower()


def _phone(said: str) -> str:
    """ "" for what is none: what customers typed at the shop keeps nobody out."""
    return normalise(said) or ""


def _nonce(said: dict[str, Any]) -> str:
    if not (nonce := _text(said, "jti", "nonce")):
        raise NotProved(_("This sign-in could be used again and again: it has no jti."))
    return hashlib.sha256(nonce.encode()).hexdigest()


def _expiry(said: dict[str, Any], now: datetime) -> datetime:
    try:
        expires_at = datetime.fromtimestamp(float(said["exp"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise NotProved(_("This sign-in never expires; it needs an exp.")) from error
    if expires_at + LEEWAY <= now:
        raise NotProved(_("This sign-in has expired."))
    if expires_at > now + LONGEST:
        raise NotProved(_("This sign-in is good for more than a day, which is too long."))
    return expires_at
