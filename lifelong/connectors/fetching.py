"""One try to fetch a file that a vendor keeps for a message of a customer's."""

from datetime import datetime
from mimetypes import guess_extension
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from lifelong.connectors.registry import CONNECTORS
from lifelong.conversations.actions.awaiting import arrived, begin_fetch, did_not_arrive
from lifelong.conversations.incoming import IncomingFile
from lifelong.lib.http import AddressRefused, Fetched, NotFetched, TooLarge, picture_type

log = structlog.get_logger()


def fetch_file(awaited_id: UUID) -> datetime | None:
    """Try once. The moment of the next try, or None when there is nothing more to do."""
    awaited = begin_fetch(awaited_id)
    if awaited is None:
        return None
    endpoint = awaited.entry.message.endpoint
    assert endpoint is not None
    fetch = CONNECTORS[endpoint.connector].fetch
    assert fetch is not None
    try:
        found = fetch(awaited.url, endpoint)
    except NotFetched as error:
        log.info("file not fetched", entry_id=str(awaited.entry_id), why=error.code)
        permanent = isinstance(error, AddressRefused | TooLarge)
        return did_not_arrive(awaited, words=str(error), permanent=permanent)
    arrived(awaited, _named(found, awaited.place))
    return None


def _named(found: Fetched, place: int) -> IncomingFile:
    """A picture is what its bytes say; the vendor's word counts for what is only downloaded."""
    kind = picture_type(found.content) or found.content_type
    name = f"{_('file')} {place + 1}{guess_extension(kind) or ''}"
    return IncomingFile(name=name, content_type=kind, content=found.content)
