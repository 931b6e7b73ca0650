"""What a customer can say by one tap on a link in a message of ours.

A link cannot be guessed and names one case or one message. Whoever has it can say that and no
more: it shows nothing of the customer.
"""

import base64
import binascii
import enum
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from lifelong.lib.errors import Refused


class Tap(enum.StrEnum):
    #: of a case: the matter is settled, or not
    SETTLED = "y"
    NOT_SETTLED = "n"
    #: of a message: no more of that purpose
    STOP = "s"


@dataclass(frozen=True)
class Tapped:
    tap: Tap
    subject_id: UUID


class NoSuchLink(Refused):
    code = "no-such-link"
    status = 404


def link(tap: Tap, subject_id: UUID) -> str:
    """`subject_id`: the case, or the entry of the message."""
    said = base64.urlsafe_b64encode(tap.encode() + subject_id.bytes).rstrip(b"=").decode()
    return f"{settings.PUBLIC_URL}/t/{_signer().sign(said)}"


def read(token: str) -> Tapped:
    """Raises `NoSuchLink` for what we did not make."""
    try:
        said = _signer().unsign(token)
        raw = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
        return Tapped(Tap(raw[:1].decode()), UUID(bytes=raw[1:]))
    except (signing.BadSignature, binascii.Error, ValueError):
        raise NoSuchLink(
            _("This link is incomplete. Open it from the message again, or simply answer us.")
        ) from None


def _signer() -> signing.Signer:
    return signing.Signer(salt="tap", sep=".")
