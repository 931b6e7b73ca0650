"""Taking back a closing, within a change that knows why."""

from datetime import datetime

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.events import ContactReopened
from lifelong.conversations.models import Contact
from lifelong.events.log import record


def reopen(contact: Contact, change: Change, *, at: datetime) -> None:
    """Take back a closing. The caller saves the contact."""
    contact.closed_at = contact.closed_by = None
    contact.resolution, contact.closed_reason = "", ""
    contact.reopened_at = at
    # they said it of that closing
    contact.confirmed = contact.confirmed_at = None
    record(
        ContactReopened(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
        )
    )
