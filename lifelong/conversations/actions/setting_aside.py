"""Putting a matter aside until a moment, and taking it up when that moment has come."""

from datetime import datetime

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.events import ContactSetAside, ContactWoke
from lifelong.conversations.models import Contact, SetAsideOn
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused


class NotAhead(Refused):
    code = "not-ahead"
    status = 422


def set_aside(contact: Contact, *, until: datetime, on: SetAsideOn, by: Agent | None) -> Contact:
    """Pending until `until`, waiting for `on`; a message from the customer ends it earlier."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        if until <= change.now or contact.closed_at is not None:
            raise NotAhead(_("Choose a time that is still to come, for a matter that is open."))
        contact.set_aside_until, contact.set_aside_on = until, on
        contact.save()
        change.conversation.live_until = None
        change.note_event("set-aside", contact=contact, by=by, on=str(on), until=until.isoformat())
        record(
            ContactSetAside(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                until=until,
            )
        )
        return contact


def wake(contact: Contact) -> None:
    """Its time is over: somebody has to look again, whether or not we had answered."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        until = contact.set_aside_until
        if until is None or until > change.now or contact.closed_at is not None:
            return
        contact.set_aside_until, contact.set_aside_on = None, ""
        change.waits(contact, since=until)
        contact.save()
        change.note_event("woke", contact=contact)
        record(
            ContactWoke(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
            )
        )


def wake_all_due() -> int:
    """Wake every contact whose time is over; how many there were."""
    due = list(Contact.objects.filter(set_aside_until__lte=clock.now(), closed_at=None)[:500])
    for contact in due:
        wake(contact)
    return len(due)
