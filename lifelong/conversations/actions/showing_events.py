"""Something beside the words that goes on happening, as one quiet line that follows it.

The line has the id of the thing, so it stands there once, in its place, however often it changes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.lib.transactions import transaction


def show_event(
    thing_id: UUID,
    *,
    of: UUID,
    details: Callable[[], Mapping[str, Any]],
    placed_at: datetime,
    contact: Contact | None = None,
    by: Agent | None = None,
) -> None:
    """Enter it on the timeline of this customer, or bring it up to date. Nothing before their
    first contact.

    `details`: asked under the conversation's lock, so that a late change never undoes a newer one.
    """
    with transaction():
        own = Conversation.objects.filter(customer_id=of).values_list("id", flat=True).first()
        if own is None:
            return
        with changing(own) as change:
            said = dict(details())
            entry = Entry.objects.filter(pk=thing_id).first()
            if entry is None:
                change.enter(
                    EntryKind.EVENT,
                    contact=contact,
                    of=of,
                    entry_id=thing_id,
                    placed_at=placed_at,
                    agent=by,
                    details=said,
                )
            elif entry.details != said:
                entry.details = said
                change.revise(entry)
