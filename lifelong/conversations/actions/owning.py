"""Who has the conversation: at most one, taken atomically."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.models import Inbox
from lifelong.channels.queries import inboxes_of
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.targeting import set_due_anew
from lifelong.conversations.events import ConversationMoved, OwnerChanged
from lifelong.conversations.models import Conversation
from lifelong.events.log import record
from lifelong.lib.errors import Refused


class Taken(Refused):
    code = "taken"


def take(conversation: Conversation, *, by: Agent, out_of: UUID | None = None) -> None:
    """Become the owner. Refused when a colleague is, but for the one meant by `out_of`."""
    with changing(conversation.id) as change:
        owner = change.conversation.owner
        if owner is not None and owner.id not in (by.id, out_of):
            raise Taken(_("%(name)s already has this customer.") % {"name": owner.name})
        change_owner(change, by, by=by)


def assign(conversation: Conversation, *, to: Agent, by: Agent | None) -> None:
    """Give the conversation to `to`, whoever had it."""
    with changing(conversation.id) as change:
        change_owner(change, to, by=by)


def release(conversation: Conversation, *, by: Agent | None) -> None:
    """Give it back to the queue: one's own, or a colleague's if one may give work to others."""
    with changing(conversation.id) as change:
        owner = change.conversation.owner
        if by is not None and owner is not None and owner.id != by.id:
            caller_for(by).must(Verb.ASSIGN_OTHERS)
        change_owner(change, None, by=by)


def change_owner(change: Change, owner: Agent | None, *, by: Agent | None) -> None:
    """Set the owner within a running change. Nothing happens when it is the same."""
    conversation = change.conversation
    previous = conversation.owner
    if (previous.id if previous else None) == (owner.id if owner else None):
        return
    if previous is not None:
        conversation.last_owner, conversation.last_owned_at = previous, change.now
    conversation.owner = owner
    _ = change.contacts  # the standing follows from the owner too
    change.note_event("owner-changed", by=by, owner=str(owner.id) if owner else "")
    record(
        OwnerChanged(
            customer_id=conversation.customer_id,
            conversation_id=conversation.id,
            agent_id=owner.id if owner else None,
            previous_agent_id=previous.id if previous else None,
        )
    )


def move(conversation: Conversation, *, to: Inbox, by: Agent | None) -> None:
    """Put the conversation into another inbox; it leaves its owner unless they work there too."""
    with changing(conversation.id) as change:
        move_within(change, to, by=by)


def move_within(change: Change, to: Inbox, *, by: Agent | None) -> None:
    """The same within a running change. Nothing happens where it stands there already."""
    if change.conversation.inbox_id == to.id:
        return
    change.conversation.inbox = to
    set_due_anew(change)
    change.note_event("moved", by=by, inbox=str(to.id))
    owner = change.conversation.owner
    if owner is not None and not inboxes_of(caller_for(owner)).filter(pk=to.id).exists():
        change_owner(change, None, by=None)
    record(
        ConversationMoved(
            customer_id=change.conversation.customer_id,
            conversation_id=change.conversation.id,
            inbox_id=to.id,
        )
    )
