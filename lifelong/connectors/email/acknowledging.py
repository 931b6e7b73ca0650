"""The automatic word that a mail has arrived: once a day and person at most, never in a loop."""

from uuid import UUID

from lifelong.connectors.email.endpoints import settings_of
from lifelong.conversations.actions.answering_by_itself import Capped, answer_by_itself
from lifelong.conversations.models import Contact
from lifelong.lib.transactions import attempt


def acknowledge_first_message(contact_id: UUID) -> None:
    """Send the endpoint's acknowledgement, if it has one and the cap allows it."""
    contact = Contact.objects.select_related("endpoint").get(pk=contact_id)
    words = settings_of(contact.endpoint).acknowledgement if contact.endpoint else ""
    if not words:
        return
    try:
        with attempt():
            answer_by_itself(contact, text=words)
    except Capped:
        pass
