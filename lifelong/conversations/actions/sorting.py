"""Saying what an open matter is about."""

from django.utils.translation import gettext as _

from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.closing import AlreadyClosed
from lifelong.conversations.events import ContactSorted
from lifelong.conversations.models import Contact, Topic
from lifelong.events.log import record


def sort(contact: Contact, *, topic: Topic) -> Contact:
    """It will be closed with `topic` unless another is chosen then. Refused once it is closed."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        if contact.closed_at is not None:
            raise AlreadyClosed(_("This matter is already closed."))
        contact.topic = topic
        contact.save(update_fields=["topic"])
        tell_sorted(contact, change)
        return contact


def tell_sorted(contact: Contact, change: Change) -> None:
    """Within a change that gave it another topic."""
    assert contact.topic_id is not None
    record(
        ContactSorted(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            topic_id=contact.topic_id,
        )
    )
