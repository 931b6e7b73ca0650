"""Until when those who wait shall have an answer, once targets or hours are others than before."""

from uuid import UUID

from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.events import DueSetAnew
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.conversations.standing import WAITING
from lifelong.events.log import record


def set_due_anew(change: Change) -> None:
    """By the conversation's inbox as it is now."""
    for contact in change.contacts.values():
        if contact.waiting_since is not None:
            contact.due_at = None
            change.waits(contact, since=contact.waiting_since, channel=_asked_on(contact))
            contact.save(update_fields=["due_at", "first_due_at"])


def set_all_due_anew(inbox_id: UUID) -> None:
    """For everybody who waits in an inbox, each in a transaction of its own."""
    waiting = Conversation.objects.filter(inbox_id=inbox_id, status__in=WAITING)
    for conversation_id in list(waiting.order_by("id").values_list("id", flat=True)):
        with changing(conversation_id) as change:
            set_due_anew(change)
            whose = change.conversation
            record(DueSetAnew(customer_id=whose.customer_id, conversation_id=whose.id))


def _asked_on(contact: Contact) -> str | None:
    """The channel of their last word in this matter."""
    words = Entry.objects.filter(contact=contact, kind=EntryKind.MESSAGE_IN)
    return words.order_by("-position").values_list("channel", flat=True).first()
