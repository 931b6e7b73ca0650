"""Settling a matter, with its topic and how it was resolved; and taking it up again."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
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
        promises = list(contact.promises.filter(settled_at=None))
        closing = Closing(topic, Resolution(resolution), reason)
        refuse_closing(contact, closing, promised=bool(promises))
        for promise in promises:
            settle_within(change, promise, kept=False, by=by)
        close_within(change, contact, closing, by=by)
        return contact


@dataclass(frozen=True)
class Closing:
    """How a matter is settled. `topic`: None for the one that it has."""

    topic: Topic | None
    resolution: Resolution
    reason: str = ""


def refuse_closing(contact: Contact, closing: Closing, *, promised: bool) -> None:
    """Raises what stands in the way. `promised`: a promise is open."""
    if contact.closed_at is not None:
        raise AlreadyClosed(_("This matter is already closed."))
    has_topic = closing.topic is not None or contact.topic_id is not None
    if not has_topic and closing.resolution not in WITHOUT_TOPIC:
        raise NeedsTopic(_("Choose a topic: what was this about?"))
    if closing.reason:
        return
    if contact.waiting_since is not None and closing.resolution not in REASON_ENOUGH:
        raise StillWaiting(_("The customer waits for an answer. Answer, or say why not."))
    if promised:
        raise StillWaiting(_("A promise is still open. Keep it, or say why it no longer holds."))


def close_within(
    change: Change, contact: Contact, closing: Closing, *, by: Agent | None, save: bool = True
) -> None:
    """Close it within a running change that found nothing in the way. Without `save` the caller
    writes it, by `save_closed`."""
    if closing.topic is not None:
        contact.topic = closing.topic
    contact.resolution, contact.closed_reason = closing.resolution, closing.reason[:300]
    contact.closed_at, contact.closed_by = change.now, by
    contact.waiting_since = contact.due_at = None
    contact.set_aside_until, contact.set_aside_on = None, ""
    if contact.confirmed is False:
        # what was not settled is now, as far as we know
        contact.confirmed = contact.confirmed_at = None
    if save:
        contact.save()
    _tell(change, contact, by)
    _let_go_when_all_is_settled(change)


_COLUMNS = {
    "topic_id": "uuid",
    "resolution": "text",
    "closed_reason": "text",
    "closed_at": "timestamptz",
    "closed_by_id": "uuid",
    "confirmed": "boolean",
    "confirmed_at": "timestamptz",
}
_SAVE = (
    "UPDATE conversations_contact SET waiting_since = NULL, due_at = NULL, set_aside_until = NULL,"
    f" set_aside_on = '', {', '.join(f'{c} = new.{c}' for c in _COLUMNS)}"
    f" FROM unnest(%s::uuid[], {', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())})"
    f" AS new(id, {', '.join(_COLUMNS)}) WHERE conversations_contact.id = new.id"
)


def save_closed(contacts: Collection[Contact]) -> None:
    """All that were closed, in one statement."""
    columns = [[one.id for one in contacts]]
    columns += [[getattr(one, column) for one in contacts] for column in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, columns)


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
        if contact.combined_into_id is not None:
            raise AlreadyClosed(_("It goes on in another matter. Take the combining back instead."))
        if contact.closed_at is None:
            return contact
        reopen(contact, change, at=change.now)
        change.waits(contact, since=change.now)
        contact.save()
        change.note_event("reopened", contact=contact, by=by)
        if change.conversation.owner_id is None:
            change_owner(change, by, by=by)
        return contact
