"""Which connector reads the raw deliveries of a channel. A new vendor is one line here."""

from collections.abc import Callable

from lifelong.channels.models import Channel, Delivery
from lifelong.connectors.email.reading import read_mail
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.incoming import IncomingMessage, SendingReport

#: what a connector makes of a raw delivery; raises `Unreadable` with a sentence
Read = Callable[[Delivery], tuple[IncomingMessage | SendingReport, Arrival]]

READERS: dict[str, Read] = {
    Channel.EMAIL: read_mail,
}
