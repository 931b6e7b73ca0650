"""One conversation while it is made up: what was said and what happened, in any order; then its
rows, numbered by place in time as the real code would have numbered them."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.channels.hours import due
from lifelong.channels.models import Channel, Endpoint
from lifelong.commerce.models import Milestone
from lifelong.conversations.actions.reaching_out import BY_ITSELF
from lifelong.conversations.actions.showing_orders import details_of
from lifelong.conversations.events import (
    ContactBegun,
    ContactClosed,
    CustomerApproached,
    MessageReceived,
    ReplySent,
)
from lifelong.conversations.models import (
    BegunBy,
    Contact,
    Conversation,
    Entry,
    EntryKind,
    Message,
    Promise,
    Resolution,
    Sending,
    SendingState,
    Topic,
)
from lifelong.conversations.standing import standing_of
from lifelong.customers.models import Customer, Handle, Purpose
from lifelong.events.log import Fact
from lifelong.simulation.bulk import Rows, id_at


@dataclass
class Diary:
    """All of one customer's."""

    customer: Customer
    began_at: datetime
    chance: random.Random
    contacts: list[Contact] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    #: what hangs on entries and contacts
    others: list[Message | Sending | Promise] = field(default_factory=list)
    facts: list[tuple[datetime, Fact]] = field(default_factory=list)
    #: who has the customer, and who had them last
    owner: Agent | None = None
    last_owner: Agent | None = None
    last_owned_at: datetime | None = None

    def __post_init__(self) -> None:
        self.conversation = Conversation(
            id=id_at(self.began_at, self.chance), customer=self.customer
        )

    def _whose(self, contact: Contact) -> dict[str, UUID]:
        ids = {"customer_id": self.customer.id, "conversation_id": self.conversation.id}
        return ids | {"contact_id": contact.id}

    def begin(self, at: datetime, endpoint: Endpoint, subject: str) -> Contact:
        contact = self._contact(at, endpoint, subject, waiting_since=at)
        channel = self.conversation.channel = Channel(endpoint.channel)
        inbox = endpoint.inbox
        contact.first_due_at = due(inbox.schedule, at, inbox.target(channel))
        if len(self.contacts) == 1:  # it stays where it began
            self.conversation.inbox = inbox
        begun = ContactBegun(
            **self._whose(contact),
            channel=channel,
            automatic=False,
        )
        self.facts.append((at, begun))
        return contact

    def hear(self, contact: Contact, at: datetime, text: str, handle: Handle, ref: str) -> Entry:
        """The customer's words. `ref`: the vendor's id of the message."""
        entry = self._say(EntryKind.MESSAGE_IN, contact, at, text, handle=handle)
        opened = contact.waiting_since == at and contact.opened_at == at
        contact.waiting_since = contact.waiting_since or at
        self._carry(entry, contact, ref, answers=[])
        received = MessageReceived(
            **self._whose(contact),
            entry_id=entry.id,
            channel=Channel(contact.channel),
            received_at=at,
            opened=opened,
            automatic=False,
        )
        self.facts.append((at, received))
        return entry

    def answer(
        self, contact: Contact, at: datetime, text: str, handle: Handle, by: Agent, to: str
    ) -> Entry:
        """Ours. `to`: the id of the message that it answers."""
        entry = self._say(EntryKind.MESSAGE_OUT, contact, at, text, handle=handle, agent=by)
        is_mail = contact.channel == Channel.EMAIL
        host = contact.endpoint.address.rpartition("@")[2] if contact.endpoint else ""
        ref = f"{entry.id.hex}@{host}" if is_mail else ""
        self._carry(entry, contact, ref, answers=[to] if to and is_mail else [])
        contact.waiting_since = None
        if contact.first_reply_at is None:
            contact.first_reply_at, contact.first_reply_by = at, by
        out_at = at + timedelta(seconds=10)
        self._send(entry, handle, at, out_at, arrives=not is_mail)
        sent = ReplySent(
            **self._whose(contact),
            entry_id=entry.id,
            channel=Channel(contact.channel),
            agent_id=by.id,
            send_at=out_at,
        )
        self.facts.append((at, sent))
        return entry

    def approach(
        self,
        at: datetime,
        endpoint: Endpoint,
        words: tuple[str, str],
        handle: Handle,
        details: dict[str, str],
    ) -> Entry:
        """A mail of a play, as subject and body; its matter is settled unless they answer."""
        (subject, text), settled = words, Resolution.NO_REPLY_NEEDED
        contact = self._contact(at, endpoint, subject, closed_at=at, resolution=settled)
        contact.begun_by = BegunBy.US
        entry = self._say(EntryKind.MESSAGE_OUT, contact, at, text, handle=handle, details=details)
        ref = f"{entry.id.hex}@{endpoint.address.rpartition('@')[2]}"
        message = self._carry(entry, contact, ref, answers=[])
        message.automatic, message.purpose = BY_ITSELF, Purpose.UPDATES
        self._send(entry, handle, at, at, arrives=False)
        known = {"customer_id": self.customer.id, "conversation_id": self.conversation.id}
        approached = CustomerApproached(
            **known,
            contact_id=contact.id,
            entry_id=entry.id,
            channel=Channel(contact.channel),
            purpose=Purpose.UPDATES,
        )
        self.facts.append((at, approached))
        return entry

    def note(self, contact: Contact, at: datetime, text: str, by: Agent) -> None:
        self._enter(EntryKind.NOTE, contact, at, text=text, agent=by)

    def happened(
        self, what: str, at: datetime, contact: Contact | None, by: Agent | None, **details: str
    ) -> None:
        """A quiet line."""
        self._enter(EntryKind.EVENT, contact, at, agent=by, details={"what": what, **details})

    def hand_to(self, agent: Agent | None, at: datetime) -> None:
        if self.owner is not None:
            self.last_owner, self.last_owned_at = self.owner, at
        self.owner = agent
        self.happened("owner-changed", at, None, None, owner=str(agent.id) if agent else "")

    def promise(
        self, contact: Contact, at: datetime, text: str, due_at: datetime, by: Agent
    ) -> Promise:
        made = Promise(
            id=id_at(at, self.chance),
            conversation=self.conversation,
            customer_id=self.customer.id,
            contact=contact,
            agent=by,
            text=text,
            due_at=due_at,
            made_at=at,
        )
        self.others.append(made)
        self.happened("promised", at, contact, by, promise=str(made.id))
        return made

    def keep(self, promise: Promise, at: datetime, by: Agent) -> None:
        promise.settled_at, promise.kept = at, True
        self.happened("promise-kept", at, promise.contact, by, promise=str(promise.id))

    def close(
        self, contact: Contact, at: datetime, topic: Topic, resolution: Resolution, by: Agent
    ) -> None:
        contact.topic, contact.resolution = topic, resolution
        contact.closed_at, contact.closed_by, contact.waiting_since = at, by, None
        said = {"resolution": resolution.value, "topic": str(topic.id)}
        self.happened("closed", at, contact, by, **said)
        closed = ContactClosed(
            **self._whose(contact),
            topic_id=topic.id,
            resolution=resolution,
            agent_id=by.id,
            closed_at=at,
        )
        self.facts.append((at, closed))
        self.hand_to(None, at)

    def show(self, milestone: Milestone) -> None:
        """What became of an order."""
        self._enter(
            EntryKind.EVENT, None, milestone.at, id=milestone.id, details=details_of(milestone)
        )

    def finish(self, rows: Rows, *, now: datetime) -> None:
        """Number everything and hand over the rows."""
        self.entries.sort(key=lambda one: one.placed_at)
        for place, entry in enumerate(self.entries, start=1):
            entry.position = entry.revision = place
        talk = self.conversation
        talk.position, talk.revision = len(self.entries), len(self.entries) + 1
        # orders do not move a conversation in the list
        said = [one for one in self.entries if one.text or "order" not in one.details]
        talk.last_entry_at = said[-1].placed_at if said else None
        talk.owner, talk.last_owner = self.owner, self.last_owner
        talk.last_owned_at = self.last_owned_at
        talk.status, talk.waiting_since, talk.due_at = standing_of(
            self.contacts, owned=self.owner is not None, now=now
        )
        rows.add(talk, *self.contacts, *self.entries, *self.others)

    def _contact(self, at: datetime, endpoint: Endpoint, subject: str, **fields: Any) -> Contact:
        contact = Contact(
            id=id_at(at, self.chance),
            conversation=self.conversation,
            customer=self.customer,
            channel=Channel(endpoint.channel),
            endpoint=endpoint,
            subject=subject,
            opened_at=at,
            **fields,
        )
        self.contacts.append(contact)
        return contact

    def _say(
        self, kind: EntryKind, contact: Contact, at: datetime, text: str, **fields: Any
    ) -> Entry:
        return self._enter(kind, contact, at, text=text, channel=contact.channel, **fields)

    def _enter(
        self,
        kind: EntryKind,
        contact: Contact | None,
        at: datetime,
        *,
        id: UUID | None = None,
        **fields: Any,
    ) -> Entry:
        entry = Entry(
            id=id or id_at(at, self.chance),
            conversation=self.conversation,
            customer=self.customer,
            contact=contact,
            kind=kind,
            placed_at=at,
            **fields,
        )
        self.entries.append(entry)
        return entry

    def _send(
        self, entry: Entry, handle: Handle, at: datetime, out_at: datetime, *, arrives: bool
    ) -> None:
        self.others.append(
            Sending(
                entry=entry,
                customer_id=self.customer.id,
                endpoint=entry.contact.endpoint if entry.contact else None,
                state=SendingState.DELIVERED if arrives else SendingState.ACCEPTED,
                recipient=handle.value,
                queued_at=at,
                send_at=out_at,
                tries=1,
                accepted_at=out_at,
            )
        )

    def _carry(self, entry: Entry, contact: Contact, ref: str, *, answers: list[str]) -> Message:
        ours = entry.kind == EntryKind.MESSAGE_OUT
        again = any(one.contact is contact and one.kind == EntryKind.MESSAGE_OUT
                    for one in self.entries)  # fmt: skip
        subject = f"Re: {contact.subject}" if contact.subject and again else contact.subject
        message = Message(
            entry=entry,
            customer_id=self.customer.id,
            endpoint=contact.endpoint,
            subject=subject,
            recipients=[contact.endpoint.address] if contact.endpoint and not ours else [],
            external_id=ref,
            answers=answers,
        )
        self.others.append(message)
        return message
