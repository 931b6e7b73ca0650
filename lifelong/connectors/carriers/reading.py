"""A carrier's answer, read."""

import hashlib

from django.utils.translation import gettext as _

from lifelong.channels.models import Delivery
from lifelong.commerce.news import Telling
from lifelong.connectors.carriers.accounts import CARRIERS_BY_NAME
from lifelong.connectors.tracking import connected, last_told
from lifelong.conversations.incoming import Unreadable


def read(delivery: Delivery) -> Telling:
    """Raises `Unreadable`."""
    connection = connected(delivery)
    name, number = (str(delivery.envelope.get(one, "")) for one in ("carrier", "number"))
    carrier = CARRIERS_BY_NAME.get(name)
    if carrier is None:
        raise Unreadable(_("Nobody here speaks this carrier's language."))
    raw = bytes(delivery.body)
    news = carrier.read(raw, number)
    said = b"\0".join([connection.id.bytes, name.encode(), number.encode(), raw])
    return Telling(
        delivery_id=delivery.id,
        connection=connection,
        identity=hashlib.sha256(said).hexdigest(),
        told_at=last_told(news) or delivery.received_at,
        news=news,
    )
