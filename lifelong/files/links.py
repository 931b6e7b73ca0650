"""Addresses under which a vendor fetches one file of ours for a while; they cannot be guessed."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.signing import TimestampSigner

from lifelong.files.models import StoredFile

#: so long an address is good
GOOD_FOR = timedelta(days=1)


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="public file")


def public_url(file: StoredFile) -> str:
    return f"{settings.PUBLIC_URL}/hooks/files/{_signer().sign(file.id.hex)}"


def file_named(signed: str) -> StoredFile | None:
    """The file of an address that we made and that is still good."""
    try:
        file_id = UUID(_signer().unsign(signed, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError):
        return None
    return StoredFile.objects.filter(pk=file_id).first()
