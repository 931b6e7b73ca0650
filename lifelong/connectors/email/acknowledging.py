"""The automatic word that a mail has arrived: once a day and person at most, never in a loop."""

from datetime import timedelta
from uuid import UUID

from lifelong.connectors.email.endpoints import settings_of
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Message
from lifelong.lib import clock

#: automatic mails that one person gets from us at most in this time
CAP = 1
CAP_PERIOD = timedelta(days=1)


def acknowledge_first_message(contact_id: UUID) -> None:
    """Send the endpoint's acknowledgement, if it has one and the cap allows it."""
    contact = Contact.objects.select_related("endpoint").get(pk=contact_id)
    words = settings_of(contact.endpoint).acknowledgement if contact.endpoint else ""
    if words and not _is_capped(contact.customer_id):
        reply(contact, text=words, by=None, seen_position=None, automatic="auto-replied")


def _is_capped(customer_id: UUID) -> bool:
    sent = Message.objects.filter(
        customer_id=customer_id,
        automatic="auto-replied",
        entry__kind="message_out",
        entry__placed_at__gt=clock.now() - CAP_PERIOD,
    )
    return sent.count() >= CAP
