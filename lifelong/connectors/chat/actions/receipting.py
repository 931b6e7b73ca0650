"""The widget has what we said."""

from collections.abc import Collection
from uuid import UUID

from lifelong.connectors.chat.visitors import NOT_YET, Visitor, conversation_of
from lifelong.conversations.actions.sending import delivered
from lifelong.customers.models import Handle
from lifelong.lib.transactions import transaction


def acknowledge(visitor: Visitor, handle: Handle, entry_ids: Collection[UUID]) -> None:
    """Those of them that are this visitor's to read, and not yet known to have arrived."""
    conversation = conversation_of(handle)
    if conversation is None:
        return
    with transaction():
        for one in NOT_YET.rows(visitor, handle, conversation, asked=list(entry_ids)):
            delivered(one.id)
