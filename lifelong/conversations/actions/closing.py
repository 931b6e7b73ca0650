"""Settling a matter, with its topic and how it was resolved; and taking it up again."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.actions.promising import settle_within
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import ContactClosed
from lifelong.conversations.models import Contact, Resolution, Topic
from lifelong.events.log import record
from lifelong.lib.errors import Refused


class NeedsTopic(Refused):
    code = "needs-topic"
    status = 422


class StillWaiting(Refused):
    code = "still-waiting"


class AlreadyClosed(Refused):
    code = "already-closed"


#: it was no matter of this shop's, or it lives on in another
WITHOUT_TOPIC = (Resolution.SPAM, Resolution.COMBINED)
#: these say by themselves why nobody answers
REASON_ENOUGH = (Resolution.NO_REPLY_NEEDED, Resolution.SPAM, Resolution.COMBINED)


def close(
    contact: Contact,
    *,
    topic: Topic | None,
    by: Agent | None,
    resolution: Resolution = Resolution.SOLVED,
    reason: str = "",
) -> Contact:
    """Close a contact. Without `reason` refused while the customer waits or a promise is open.

    A promise that is still open falls with it.
    """
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        if contact.closed_at is not None:
            raise AlreadyClosed(_("This matter is already closed."))
        resolution = Resolution(resolution)
        topic = topic or contact.topic
        if topic is None and resolution not in WITHOUT_TOPIC:
            raise NeedsTopic(_("Choose a topic: what was this about?"))
        if not reason:
            _stop_if_owed(contact, resolution)
        for promise in contact.promises.filter(settled_at=None):
            settle_within(change, promise, kept=False, by=by)
        contact.topic, contact.resolution, contact.closed_reason = topic, resolution, reason[:300]
        contact.closed_at, contact.closed_by = change.now, by
        contact.waiting_since = contact.due_at = None
        contact.set_aside_until, contact.set_aside_on = None, ""
        contact.save()
        _tell(change, contact, by)
        _let_go_when_all_is_settled(change)
        return contact


def _stop_if_owed(contact: Contact, resolution: Resolution) -> None:
    if contact.waiting_since is not None and resolution not in REASON_ENOUGH:
        raise StillWaiting(_("The customer waits for an answer. Answer, or say why not."))
    if contact.promises.filter(settled_at=None).exists():
        raise StillWaiting(_("A promise is still open. Keep it, or say why it no longer holds."))


def _tell(change: Change, contact: Contact, by: Agent | None) -> None:
    assert contact.closed_at is not None
    topic_id = contact.topic_id
    change.note_event(
        "closed",
        contact=contact,
        by=by,
        resolution=str(contact.resolution),
        topic=str(topic_id) if topic_id else "",
    )
    record(
        ContactClosed(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            topic_id=topic_id,
            resolution=Resolution(contact.resolution),
            agent_id=by.id if by else None,
            closed_at=contact.closed_at,
        )
    )


def _let_go_when_all_is_settled(change: Change) -> None:
    if all(contact.closed_at is not None for contact in change.contacts.values()):
        change_owner(change, None, by=None)


def reopen_contact(contact: Contact, *, by: Agent) -> Contact:
    """Take up a closed matter again; it is the hero's who does."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        if contact.closed_at is None:
            return contact
        reopen(contact, change, at=change.now)
        change.waits(contact, since=change.now)
        contact.save()
        change.note_event("reopened", contact=contact, by=by)
        if change.conversation.owner_id is None:
            change_owner(change, by, by=by)
        return contact
