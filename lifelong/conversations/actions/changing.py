"""A change to a conversation: its row locked, its numbers drawn, its standing settled at the end.

Every write to what a conversation holds goes through `changing`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.conversations.standing import standing_of
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


class Change:
    """What is being done to one locked conversation."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.now = clock.now()
        self._audience = audience_of(conversation)
        self._contacts: dict[UUID, Contact] | None = None

    @property
    def contacts(self) -> dict[UUID, Contact]:
        """The contacts that are not closed, and those that this change has closed."""
        if self._contacts is None:
            found = self.conversation.contacts.filter(closed_at=None)
            self._contacts = {contact.id: contact for contact in found}
        return self._contacts

    def contact(self, contact_id: UUID) -> Contact:
        """This contact as it is under the lock."""
        if contact_id not in self.contacts:
            self.contacts[contact_id] = self.conversation.contacts.get(pk=contact_id)
        return self.contacts[contact_id]

    def enter(
        self,
        kind: EntryKind,
        *,
        contact: Contact | None,
        entry_id: UUID | None = None,
        placed_at: datetime | None = None,
        agent: Agent | None = None,
        **fields: Any,
    ) -> Entry:
        """A new entry at the next position. `entry_id`: made by the client."""
        conversation = self.conversation
        entry = Entry(
            id=entry_id or ids.new_id(),
            conversation=conversation,
            customer_id=conversation.customer_id,
            contact=contact,
            kind=kind,
            placed_at=placed_at or self.now,
            position=conversation.next_position(),
            revision=conversation.next_revision(),
            agent=agent,
            **fields,
        )
        entry.save(force_insert=True)
        conversation.last_entry_at = max(
            conversation.last_entry_at or entry.placed_at, entry.placed_at
        )
        return entry

    def note_event(
        self, what: str, *, contact: Contact | None = None, by: Agent | None = None, **details: str
    ) -> Entry:
        """A quiet line on the timeline: what happened, with ids."""
        return self.enter(
            EntryKind.EVENT,
            contact=contact,
            agent=by,
            details={"what": what, **{name: value for name, value in details.items() if value}},
        )

    def revise(self, entry: Entry) -> None:
        """`entry` looks different now: screens and the API shall fetch it again."""
        entry.revision = self.conversation.next_revision()
        entry.save(update_fields=["revision", "withdrawn_at", "redacted_at", "text", "contact"])

    def finish(self) -> None:
        conversation = self.conversation
        if self._contacts is not None:
            self.settle_standing()
        conversation.next_revision()
        conversation.save()
        audience = self._audience | audience_of(conversation)
        publish(f"conversation/{conversation.id}", audience=audience)
        publish("waiting", audience=audience)

    def settle_standing(self) -> None:
        conversation = self.conversation
        conversation.status, conversation.waiting_since = standing_of(
            self.contacts.values(), owned=conversation.owner_id is not None, now=self.now
        )


def audience_of(conversation: Conversation) -> set[str]:
    """Who may hear that something happened: the inbox's people and the owner."""
    audience = {f"inbox:{conversation.inbox_id}"}
    if conversation.owner_id is not None:
        audience.add(f"agent:{conversation.owner_id}")
    return audience


def lock_in_order(*conversation_ids: UUID) -> None:
    """Lock several conversations, by id as everybody does, before changing one after the other."""
    rows = Conversation.objects.select_for_update(no_key=True).filter(pk__in=conversation_ids)
    list(rows.order_by("id").values_list("id"))


class _Open(threading.local):
    def __init__(self) -> None:
        self.changes: dict[UUID, Change] = {}


_open = _Open()


@contextmanager
def changing(conversation_id: UUID) -> Iterator[Change]:
    """Lock a conversation for one transaction. An inner change of the same joins the outer."""
    if conversation_id in _open.changes:
        yield _open.changes[conversation_id]
        return
    with transaction():
        # no key changes, so rows that only refer to it (a draft, a viewing) need not wait
        locked = Conversation.objects.select_for_update(of=("self",), no_key=True)
        row = locked.get(pk=conversation_id)
        change = _open.changes[conversation_id] = Change(row)
        try:
            yield change
            change.finish()
        finally:
            del _open.changes[conversation_id]
