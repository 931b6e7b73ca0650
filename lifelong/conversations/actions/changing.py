"""A change to a conversation: its row locked, its numbers drawn, its standing settled at the end.

Every write to what a conversation holds goes through `changing`, or `changing_all` for many at
once. New rows are written together when the change is finished. Of joined people it is one
change of them all: `change.conversation` is the one that leads, whichever was asked for.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from lifelong.accounts.models import Agent
from lifelong.channels.hours import due
from lifelong.channels.models import LIVE, Inbox
from lifelong.conversations.actions.locking import lock
from lifelong.conversations.actions.writing_down import write_down
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.conversations.people import homes_of
from lifelong.conversations.standing import standing_of
from lifelong.conversations.statements import OPEN
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish

#: after so long without a word a live channel is quiet
SILENCE = timedelta(minutes=5)
_WORDS = (EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT)


class Change:
    """What is being done to one locked conversation, and those joined to it."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.now = clock.now()
        #: rows to be written when the change is finished, each kind in one go
        self.new_rows: list[models.Model] = []
        #: nobody is kept waiting by what changed: screens are told of it along with other news
        self.in_passing = False
        self._audience = audience_of(conversation)
        self._contacts: dict[UUID, Contact] | None = None
        self._last: Contact | None = None
        self._inbox: Inbox | None = None
        self._homes: dict[UUID, UUID] | None = None

    @property
    def homes(self) -> dict[UUID, UUID]:
        """The conversation of each customer who is this person; the lead's alone for most."""
        if self._homes is None:
            self._homes = homes_of(self.conversation)
        return self._homes

    @property
    def alone(self) -> bool:
        """Nobody was ever joined to this person."""
        return not self.conversation.joined_revision

    @property
    def conversation_ids(self) -> list[UUID]:
        """Of all who are this person, the lead's first."""
        return list(self.homes.values())

    @property
    def contacts(self) -> dict[UUID, Contact]:
        """The contacts that are not closed, and those that this change has closed."""
        if self._contacts is None:
            found = OPEN.rows(ids=self.conversation_ids)
            self._contacts = {contact.id: contact for contact in found}
        return self._contacts

    def contact(self, contact_id: UUID) -> Contact:
        """This contact as it is under the lock."""
        if contact_id not in self.contacts:
            self.contacts[contact_id] = self._all_contacts().get(pk=contact_id)
        return self.contacts[contact_id]

    def living(self, contact_id: UUID) -> Contact:
        """The same; where it was combined with another, that one."""
        contact = self.contact(contact_id)
        if contact.combined_into_id is None:
            return contact
        # people who were parted since have each their own
        into = self._all_contacts().filter(pk=contact.combined_into_id).first()
        return self.living(into.id) if into else contact

    def _all_contacts(self) -> models.QuerySet[Contact]:
        return Contact.objects.filter(conversation_id__in=self.conversation_ids)

    def last_contact(self) -> Contact | None:
        """The newest contact, open or closed."""
        if self.contacts:
            return max(self.contacts.values(), key=lambda contact: contact.opened_at)
        if self._last is None:
            self._last = self._all_contacts().order_by("-opened_at").first()
        return self._last

    def know(
        self, open_contacts: Collection[Contact], last: Contact | None, *, inbox: Inbox
    ) -> None:
        """Spare this change the queries: what it would find. `inbox` comes with its brand."""
        self._contacts = {contact.id: contact for contact in open_contacts}
        self._last, self._inbox = last, inbox

    def waits(self, contact: Contact, *, since: datetime, channel: str | None = None) -> None:
        """The customer waits on this matter: from `since`, unless they did before. What is due
        earlier stays so. `channel`: where they ask, else where the matter began.
        """
        contact.waiting_since = contact.waiting_since or since
        inbox = self._inbox_now()
        due_at = due(inbox.schedule, since, inbox.target(channel or contact.channel))
        contact.due_at = min(contact.due_at or due_at, due_at)
        if contact.first_reply_at is None:
            contact.first_due_at = contact.due_at

    def _inbox_now(self) -> Inbox:
        inbox_id = self.conversation.inbox_id
        if self._inbox is None or self._inbox.id != inbox_id:
            self._inbox = Inbox.objects.select_related("brand").get(pk=inbox_id)
        return self._inbox

    def begin_contact(self, *, of: UUID | None = None, **fields: Any) -> Contact:
        """A new matter. `of`: the customer who began it, where several are this person."""
        customer_id = of if of in self.homes else self.conversation.customer_id
        contact = Contact(
            conversation_id=self.homes[customer_id], customer_id=customer_id, **fields
        )
        self.contacts[contact.id] = contact
        self.new_rows.append(contact)
        return contact

    def enter(
        self,
        kind: EntryKind,
        *,
        contact: Contact | None,
        of: UUID | None = None,
        entry_id: UUID | None = None,
        placed_at: datetime | None = None,
        agent: Agent | None = None,
        **fields: Any,
    ) -> Entry:
        """A new entry at the next position. `entry_id`: made by the client. `of`: the customer
        to whom it belongs, should they be parted; else whose contact it is, else the lead."""
        conversation = self.conversation
        customer_id = self._belongs_to(of, contact)
        entry = Entry(
            id=entry_id or ids.new_id(),
            conversation_id=self.homes[customer_id],
            customer_id=customer_id,
            contact=contact,
            kind=kind,
            placed_at=placed_at or self.now,
            position=conversation.next_position(),
            revision=conversation.next_revision(),
            agent=agent,
            **fields,
        )
        self.new_rows.append(entry)
        if kind in _WORDS and entry.channel in LIVE:
            conversation.live_until = self.now + SILENCE
        conversation.last_entry_at = max(
            conversation.last_entry_at or entry.placed_at, entry.placed_at
        )
        return entry

    def _belongs_to(self, of: UUID | None, contact: Contact | None) -> UUID:
        for customer_id in (of, contact.customer_id if contact else None):
            if customer_id is not None and customer_id in self.homes:
                return customer_id
        return self.conversation.customer_id

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
        looks = ["withdrawn_at", "redacted_at", "text", "contact", "details"]
        entry.save(update_fields=["revision", *looks])

    def move(self, entries: Collection[Entry], *, to: Contact) -> None:
        """They belong to another matter now."""
        for entry in entries:
            entry.contact, entry.revision = to, self.conversation.next_revision()
        Entry.objects.bulk_update(entries, ["contact", "revision"], batch_size=500)

    def finish(self) -> None:
        """Settle the standing, take the last revision and tell everybody whom it concerns."""
        conversation = self.conversation
        if self._contacts is not None:
            owned = conversation.owner_id is not None
            conversation.status, conversation.waiting_since, conversation.due_at = standing_of(
                self.contacts.values(), owned=owned, now=self.now
            )
        conversation.next_revision()
        audience = self._audience | audience_of(conversation)
        # what stands new on the timeline is news
        in_passing = self.in_passing and not self.new_rows
        publish(f"conversation/{conversation.id}", audience=audience, in_passing=in_passing)


def audience_of(conversation: Conversation) -> set[str]:
    """Who may hear that something happened: the inbox's people and the owner."""
    audience = {f"inbox:{conversation.inbox_id}"}
    if conversation.owner_id is not None:
        audience.add(f"agent:{conversation.owner_id}")
    return audience


class _Open(threading.local):
    def __init__(self) -> None:
        self.changes: dict[UUID, Change] = {}


_open = _Open()


@contextmanager
def changing(conversation_id: UUID) -> Iterator[Change]:
    """Lock a conversation for one transaction. An inner change of the same joins the outer."""
    if outer := _outer(conversation_id):
        yield outer
        return
    with changing_all([conversation_id]) as changes:
        yield changes[conversation_id]


def _outer(conversation_id: UUID) -> Change | None:
    if _open.changes and conversation_id not in _open.changes:
        rows = Conversation.objects.filter(pk=conversation_id, lead__in=_open.changes)
        conversation_id = rows.values_list("lead_id", flat=True).first() or conversation_id
    return _open.changes.get(conversation_id)


@contextmanager
def changing_all(conversation_ids: Collection[UUID]) -> Iterator[dict[UUID, Change]]:
    """Lock several conversations, as everybody does, and write all changes together.

    Of joined people several ids have the same change. Raises `Conversation.DoesNotExist` when
    one of them is not there.
    """
    with transaction():
        led_by = lock(conversation_ids)
        changes = {row.id: Change(row) for row in led_by.values()}
        _open.changes.update(changes)
        try:
            yield {one: changes[lead.id] for one, lead in led_by.items()}
            for change in changes.values():
                change.finish()
            write_down(
                [row for change in changes.values() for row in change.new_rows],
                [change.conversation for change in changes.values()],
            )
        finally:
            for conversation_id in changes:
                del _open.changes[conversation_id]


def know_contacts(changes: Collection[Change]) -> None:
    """Load their open contacts together, rather than for each when it first asks."""
    found: dict[UUID, list[Contact]] = {one.conversation.id: [] for one in changes if one.alone}
    for contact in OPEN.rows(ids=list(found)):
        found[contact.conversation_id].append(contact)
    for change in changes:
        if change.alone and change._contacts is None:
            here = found[change.conversation.id]
            change._contacts = {contact.id: contact for contact in here}
