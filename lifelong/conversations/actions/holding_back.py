"""Keeping back a message that was not sent: its words return to the draft of who wrote it."""

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.drafting import restore_draft
from lifelong.conversations.actions.reaching_out import BY_ITSELF
from lifelong.conversations.actions.restoring import give_back
from lifelong.conversations.events import ReplyWithdrawn
from lifelong.conversations.models import Entry, Sending, SendingState
from lifelong.events.log import record


def hold_back(change: Change, entry: Entry, sending: Sending) -> None:
    """The customer wrote before its time came: somebody has to look again."""
    take_out(change, entry, sending)
    change.note_event("held-back", contact=entry.contact, by=entry.agent)


def take_out(change: Change, entry: Entry, sending: Sending) -> None:
    """Give back how the contact stood, and the words to their writer."""
    sending.state, sending.next_try_at = SendingState.WITHDRAWN, None
    sending.failed_at = None
    sending.save()
    entry.withdrawn_at = change.now
    change.revise(entry)
    assert entry.contact_id is not None
    contact = change.contact(entry.contact_id)
    if entry.message.automatic != BY_ITSELF:
        # what we write by ourselves answers nothing
        give_back(change, contact, sending)
    if entry.agent is not None:
        restore_draft(
            change.conversation,
            entry.agent,
            text=entry.text,
            file_ids=[one.id for one in entry.attachments.order_by("place")],
            beside=change.conversation_ids,
        )
    record(
        ReplyWithdrawn(
            customer_id=entry.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            entry_id=entry.id,
        )
    )
