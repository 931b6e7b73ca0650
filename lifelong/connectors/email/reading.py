"""A raw delivery of mail, read: the message, and how it reached us; or news of a probe."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from lifelong.channels.models import Delivery, Endpoint
from lifelong.connectors.email import reply_address
from lifelong.connectors.email.endpoints import address_book, settings_of
from lifelong.connectors.email.hops import is_within
from lifelong.connectors.email.parsing import Envelope, Relay, Trust, parse
from lifelong.connectors.email.probing import ProbeNews, news_of_probe
from lifelong.connectors.messages import Post
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.incoming import IncomingMessage, SendingReport, Unreadable


def read_mail(delivery: Delivery) -> Post | ProbeNews:
    """Raises `Unreadable` when no message can be made of it."""
    book = address_book()
    recipients = tuple(delivery.envelope.get("recipients", []))
    endpoint = delivery.endpoint or book.find(recipients)
    if endpoint is None:
        raise Unreadable(_("It is addressed to none of our addresses."))
    ours = settings_of(endpoint)
    message = parse(
        delivery.body,
        Envelope(mail_from=delivery.envelope.get("sender"), recipients=recipients),
        Trust(
            authserv_ids=frozenset(ours.authserv_ids),
            over_hop=is_within(delivery.envelope.get("peer", ""), ours.trusted_hops),
            own_addresses=book.addresses(),
            relays=(Relay("contact-form", tuple(one.lower() for one in ours.relays)),),
        ),
    )
    news = news_of_probe(
        message,
        recipients=recipients,
        endpoint=endpoint,
        at=delivery.received_at,
        delivery_id=delivery.id,
    )
    return news or (message, _arrival(delivery, endpoint, message, recipients))


def _arrival(
    delivery: Delivery,
    endpoint: Endpoint,
    message: IncomingMessage | SendingReport,
    recipients: tuple[str, ...],
) -> Arrival:
    return Arrival(
        delivery_id=delivery.id,
        received_at=delivery.received_at,
        endpoint=endpoint,
        contact_id=_contact_named(message, recipients),
        let_in=delivery.let_in,
    )


def _contact_named(
    message: IncomingMessage | SendingReport, recipients: tuple[str, ...]
) -> UUID | None:
    """The contact of a reply address that we signed ourselves."""
    if isinstance(message, SendingReport):
        tokens = reply_address.tokens(recipients)
    else:
        tokens = message.reply_tokens
    keys = signing_keys()
    named = (reply_address.read(token, keys) for token in tokens)
    return next((one for one in named if one), None)


def signing_keys() -> list[bytes]:
    """Newest first: the first signs, all are believed."""
    return [key.encode() for key in settings.LIFELONG_KEYS]
