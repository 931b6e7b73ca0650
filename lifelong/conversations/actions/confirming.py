"""What a customer says when asked whether a matter is settled."""

from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import ResolutionConfirmed
from lifelong.conversations.models import Contact
from lifelong.events.log import record


def confirm(contact: Contact, *, settled: bool) -> Contact:
    """Keep their answer; what is not settled waits for a hero again. The last of two different
    answers counts. The same twice is once, unless it was answered or closed in between."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        still_so = settled or contact.waiting_since is not None
        if contact.confirmed is settled and still_so:
            return contact
        if not settled and contact.closed_at is not None:
            reopen(contact, change, at=change.now)
        contact.confirmed, contact.confirmed_at = settled, change.now
        if not settled:
            contact.set_aside_until, contact.set_aside_on = None, ""
            change.waits(contact, since=change.now)
        contact.save()
        change.note_event("confirmed" if settled else "not-settled", contact=contact)
        record(
            ResolutionConfirmed(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                settled=settled,
            )
        )
        return contact
