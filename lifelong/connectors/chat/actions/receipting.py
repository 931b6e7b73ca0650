"""The widget has what we said."""

from collections.abc import Collection
from uuid import UUID

from lifelong.connectors.chat.visitors import Visitor, conversation_of, entries_for
from lifelong.conversations.actions.sending import delivered
from lifelong.conversations.models import EntryKind, SendingState
from lifelong.customers.models import Handle
from lifelong.lib.transactions import transaction

NOT_YET = (SendingState.SENDING, SendingState.ACCEPTED)


def acknowledge(visitor: Visitor, handle: Handle, entry_ids: Collection[UUID]) -> None:
    """Those of them that are this visitor's to read, and not yet known to have arrived."""
    conversation = conversation_of(handle)
    if conversation is None:
        return
    with transaction():
        ours = entries_for(visitor, handle, conversation).filter(
            pk__in=entry_ids,
            kind=EntryKind.MESSAGE_OUT,
            sending__state__in=NOT_YET,
        )
        for entry_id in ours.order_by("id").values_list("id", flat=True):
            delivered(entry_id)
