"""Which of our messages an incoming one answers, and whether its sender belongs there."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import MD5

from lifelong.conversations.incoming import IncomingMessage
from lifelong.conversations.matter import THREAD_AGE
from lifelong.conversations.models import Contact, Entry, Message, SendingState
from lifelong.lib.statements import Statement, among

#: so many ids are looked up; a forged list of thousands is not
MOST_IDS = 30


@dataclass(frozen=True)
class Thread:
    """`contact_id`: the sender's own contact that is answered. `anothers`: a contact of
    somebody else whose thread the sender quoted; they do not get into it."""

    contact_id: UUID | None = None
    anothers: Contact | None = None
    too_old: bool = False
    marks: list[dict[str, str]] = field(default_factory=list)


class Addressed(Protocol):
    """What is asked of an arrival."""

    @property
    def contact_id(self) -> UUID | None: ...
    @property
    def received_at(self) -> datetime: ...


#: a contact, and when the message in it was written
Said = tuple[Contact, datetime]


class Threads:
    """The threads that a batch of messages refers to, read together."""

    def __init__(self, by_address: dict[UUID, Said], by_id: dict[str, list[Said]]) -> None:
        self._by_address = by_address
        self._by_id = by_id

    @classmethod
    def of(cls, letters: Iterable[tuple[IncomingMessage, Addressed]]) -> "Threads":
        addressed, answered = set(), set()
        for message, arrival in letters:
            if arrival.contact_id:
                addressed.add(arrival.contact_id)
            answered.update(_ids(message))
        return cls(_contacts_addressed(addressed), _contacts_answered(answered))

    def conversation_ids(self) -> set[UUID]:
        """Every conversation that one of these threads may belong to."""
        said = [*self._by_address.values(), *(one for many in self._by_id.values() for one in many)]
        return {contact.conversation_id for contact, _at in said}

    def add(self, message: IncomingMessage, entry: Entry) -> None:
        """Know a message of this very batch: another one in it may answer it."""
        if message.external_id and entry.contact is not None:
            said = entry.contact, entry.placed_at
            self._by_id.setdefault(message.external_id, []).append(said)

    def find(
        self, message: IncomingMessage, arrival: Addressed, *, is_own: Callable[[Contact], bool]
    ) -> Thread:
        """By the signed reply address, then by the ids that it answers, nearest first.

        `is_own`: whether a contact is one of the person's who wrote.
        """
        addressed = self._by_address.get(arrival.contact_id) if arrival.contact_id else None
        by_ids = [said for one in _ids(message) for said in self._by_id.get(one, [])]
        candidates = [addressed, *by_ids] if addressed else by_ids
        own = [contact for contact, _at in candidates if is_own(contact)]
        if own:
            # an id tells the age of the very mail that is answered, an address its matter's
            ages = [at for contact, at in [*by_ids, *candidates] if contact in own]
            if arrival.received_at - ages[0] > THREAD_AGE:
                return Thread(too_old=True)
            return Thread(contact_id=own[0].id)
        if not candidates:
            return Thread()
        other = candidates[0][0]
        mark = {"mark": "answers-anothers-thread", "conversation": str(other.conversation_id)}
        return Thread(anothers=other, marks=[mark])


def _ids(message: IncomingMessage) -> list[str]:
    """The ids it answers, nearest first; an empty one would match anything."""
    return [one for one in message.answers if one][:MOST_IDS]


def _contacts_addressed(contact_ids: Collection[UUID]) -> dict[UUID, Said]:
    if not contact_ids:
        return {}
    rows = Contact.objects.filter(pk__in=contact_ids).select_related("conversation")
    return {row.id: (row, row.conversation.last_entry_at or row.opened_at) for row in rows}


def _contacts_answered(external_ids: Collection[str]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    if external_ids:
        for row in messages_with_ids(external_ids).filter(entry__contact__isnull=False):
            assert row.entry.contact is not None
            said = row.entry.contact, row.entry.placed_at
            found.setdefault(row.external_id, []).append(said)
    return found


def last_messages(contact_ids: Collection[UUID]) -> dict[tuple[UUID, str], Message]:
    """By contact and channel, the message of either side that a next one of ours answers."""
    rows = _LAST.rows(contacts=list(contact_ids))
    return {(one.entry.contact_id, one.entry.channel): one for one in rows if one.entry.contact_id}


_LAST = Statement(
    lambda: (
        Message.objects.filter(among("entry__contact", "contacts"))
        .exclude(external_id="")
        # what never left is nothing that the customer could know
        .exclude(entry__sending__state__in=[SendingState.WITHDRAWN, SendingState.FAILED])
        .order_by("entry__contact", "entry__channel", "-entry__position")
        .distinct("entry__contact", "entry__channel")
        .select_related("entry")
    )
)


def chain(answered: Message | None) -> list[str]:
    """The ids that an answer to this message names, the nearest first."""
    ids = [answered.external_id, *answered.answers] if answered else []
    return list(dict.fromkeys(ids))[:20]


def messages_with_ids(external_ids: Collection[str]) -> QuerySet[Message]:
    """Messages of ours and of customers with these vendor ids, by the index over their MD5."""
    digests = [hashlib.md5(one.encode(), usedforsecurity=False).hexdigest() for one in external_ids]
    return (
        Message.objects.annotate(digest=MD5("external_id"))
        .filter(digest__in=digests, external_id__in=external_ids)
        .exclude(external_id="")
        .select_related("entry", "entry__contact")
    )
