"""Having a hero look at a matter although nobody wrote."""

from collections.abc import Mapping
from uuid import UUID

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import MatterRaised
from lifelong.conversations.models import BegunBy, Contact, EntryKind, Topic
from lifelong.events.log import record


def raise_matter(
    change: Change,
    *,
    what: str,
    contact: Contact | None,
    topic: Topic | None,
    of: UUID,
    details: Mapping[str, str],
) -> Contact:
    """The matter waits from now on, taken up again or begun by us, beneath a line that says why:
    `what`, and ids. `of`: the customer whose it is."""
    if contact is None:
        contact = change.begin_contact(
            of=of,
            channel=change.conversation.channel,
            topic=topic,
            opened_at=change.now,
            begun_by=BegunBy.US,
        )
    else:
        contact = change.living(contact.id)
        if contact.closed_at is not None:
            reopen(contact, change, at=change.now)
        contact.set_aside_until, contact.set_aside_on = None, ""
    change.waits(contact, since=change.now)
    if not contact._state.adding:
        contact.save()
    change.enter(EntryKind.EVENT, contact=contact, details={"what": what, **details})
    record(
        MatterRaised(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
        )
    )
    return contact
