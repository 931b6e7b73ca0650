"""From a message on it is another matter than what was said before it."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.dividing import (
    close_again,
    is_answer,
    messages_in,
    still_unanswered,
)
from lifelong.conversations.events import ContactSplit
from lifelong.conversations.models import Contact, Entry, EntryKind, Promise, Topic
from lifelong.events.log import record
from lifelong.lib.errors import Refused


class NotThere(Refused):
    """No other matter can begin there."""

    code = "not-there"
    status = 422


def split(entry: Entry, *, topic: Topic | None, by: Agent) -> Contact:
    """From this message of the customer on it is another matter, which is handed back.

    What was said and promised since goes with it. Each waits for as long as its own messages have,
    and by the target of where it was asked; an answer that was given settled both. A message that
    had only opened the first again leaves that closed, as it was. Undone by combining them.
    """
    with changing(entry.conversation_id) as change:
        entry = Entry.objects.select_related("message").get(pk=entry.pk)
        contact = _matter_of(entry, change)
        rows = contact.entries.select_related("message", "agent")
        own = list(rows.order_by("placed_at", "position"))
        stay, moved = own[: own.index(entry)], own[own.index(entry) :]
        if not messages_in(stay):
            raise NotThere(_("The matter begins with this message: nothing was said before it."))
        twin = _twin(contact, moved, change, topic)
        closed_again = _leave(contact, stay, moved)
        change.move(moved, to=twin)
        Promise.objects.filter(contact=contact, made_at__gte=entry.placed_at).update(contact=twin)
        topic_id = str(topic.id) if topic else ""
        change.note_event("split", contact=twin, by=by, topic=topic_id, matter=str(contact.id))
        record(
            ContactSplit(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                new_contact_id=twin.id,
                entry_id=entry.id,
                received_at=entry.placed_at,
                closed_again=closed_again,
                agent_id=by.id,
            )
        )
        return twin


def _matter_of(entry: Entry, change: Change) -> Contact:
    if entry.kind != EntryKind.MESSAGE_IN or entry.contact_id is None or entry.message.automatic:
        raise NotThere(_("Another matter begins with something that the customer wrote."))
    contact = change.contact(entry.contact_id)
    if contact.closed_at is not None:
        raise NotThere(_("This matter is closed. Open it again first."))
    return contact


def _twin(contact: Contact, moved: list[Entry], change: Change, topic: Topic | None) -> Contact:
    first = moved[0]
    twin = Contact(
        conversation_id=first.conversation_id,
        customer_id=first.customer_id,
        channel=first.channel,
        endpoint_id=first.message.endpoint_id,
        topic=topic,
        subject=first.message.subject[:300],
        opened_at=first.placed_at,
        set_aside_on=contact.set_aside_on,
        set_aside_until=contact.set_aside_until,
    )
    # when its first answer is or was due does not depend on whether there is one
    change.waits(twin, since=first.placed_at, channel=first.channel)
    twin.waiting_since = still_unanswered(contact, messages_in(moved))
    twin.due_at = twin.due_at if twin.waiting_since else None
    if answer := next((one for one in moved if is_answer(one)), None):
        twin.first_reply_at, twin.first_reply_by = answer.placed_at, answer.agent
    twin.save(force_insert=True)
    change.contacts[twin.id] = twin
    return twin


def _leave(contact: Contact, stay: list[Entry], moved: list[Entry]) -> bool:
    """Take from the first what the messages that are gone had done to it; True: that had opened it
    again."""
    gone = {one.placed_at for one in messages_in(moved)}
    if contact.waiting_since in gone:
        contact.waiting_since = contact.due_at = None
    if contact.reopened_at in gone:
        close_again(contact, stay)
    contact.save()
    return contact.closed_at is not None
