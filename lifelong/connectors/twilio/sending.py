"""An answer as a text, handed to Twilio; and looked for, where nothing was heard of it.

Twilio has no key by which it would know a second copy. So after a try of which nothing was heard
its list of messages is asked first, and its own news names our entry in the address it calls.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from lifelong.channels.models import Endpoint
from lifelong.connectors.twilio.endpoints import settings_of
from lifelong.connectors.twilio.interface import create, listed
from lifelong.connectors.twilio.reading import ENTRY
from lifelong.conversations.models import Entry
from lifelong.conversations.threading import messages_with_ids
from lifelong.files.links import public_url
from lifelong.lib.html import readable

#: so many messages to one number are looked through
LOOKED_THROUGH = 50
#: clocks of two machines differ
LEEWAY = timedelta(minutes=2)
_HERE = ("127.0.0.1", "localhost", "::1")


def send_text(entry: Entry, endpoint: Endpoint) -> str:
    """The SID of the message at Twilio. Raises `DeliveryFailed`."""
    fields = [("To", entry.sending.recipient), ("From", endpoint.address)]
    fields.append(("Body", readable(entry.text)))
    fields += [("MediaUrl", url) for url in _media(entry)]
    if address := callback(entry, endpoint):
        fields.append(("StatusCallback", address))
    return create(endpoint, fields)


def look_for_text(entry: Entry, endpoint: Endpoint) -> str | None:
    """The SID, if Twilio has the message from an earlier try. Raises `DeliveryFailed`."""
    messages = listed(endpoint, to=entry.sending.recipient, number=LOOKED_THROUGH)
    sids = [str(one.get("sid")) for one in messages if _is_it(one, entry)]
    known = messages_with_ids(sids).values_list("external_id", flat=True) if sids else []
    # of several alike the oldest: they were sent in their order
    return next((sid for sid in reversed(sids) if sid not in set(known)), None)


def _is_it(message: dict[str, Any], entry: Entry) -> bool:
    """The same words, made since we have wanted to send them. Trial accounts put words before."""
    made_at = _moment(str(message.get("date_created") or ""))
    words = str(message.get("body") or "").strip()
    return (
        made_at is not None
        and made_at >= entry.sending.send_at - LEEWAY
        and str(message.get("direction") or "").startswith("outbound")
        and words.endswith(readable(entry.text))
        and int(message.get("num_media") or 0) == entry.attachments.count()
    )


def _moment(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None


def callback(entry: Entry, endpoint: Endpoint) -> str:
    """Where Twilio tells how the message fares; "" when it could not reach us there."""
    ours, theirs = urlsplit(settings.PUBLIC_URL), urlsplit(settings_of(endpoint).api)
    if ours.hostname in _HERE and theirs.hostname not in _HERE:
        return ""
    query = urlencode({ENTRY: str(entry.id)})
    return f"{webhook(endpoint)}?{query}"


def webhook(endpoint: Endpoint) -> str:
    """The address that an admin pastes at Twilio."""
    return f"{settings.PUBLIC_URL}/hooks/twilio/{endpoint.key}"


def _media(entry: Entry) -> list[str]:
    rows = entry.attachments.select_related("file").order_by("place")
    return [public_url(one.file) for one in rows]
