"""Which of our messages an incoming one answers, and whether its sender belongs there."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import MD5

from lifelong.conversations.incoming import IncomingMessage
from lifelong.conversations.matter import THREAD_AGE
from lifelong.conversations.models import Contact, Message
from lifelong.customers.models import Handle


@dataclass(frozen=True)
class Thread:
    """`contact_id`: the sender's own contact that is answered. `anothers`: a contact of
    somebody else whose thread the sender quoted; they do not get into it."""

    contact_id: UUID | None = None
    anothers: Contact | None = None
    too_old: bool = False
    marks: list[dict[str, str]] = field(default_factory=list)


def find_thread(
    message: IncomingMessage, addressed: UUID | None, *, asked_by: Handle, now: datetime
) -> Thread:
    """By the signed reply address, then by the ids that the message answers, nearest first."""
    by_ids = _by_ids(message.answers)
    candidates = _by_address(addressed) + by_ids
    own = [contact for contact, _ in candidates if contact.customer_id == asked_by.customer_id]
    if own:
        # the id tells the age of the very mail that is answered, the address only its matter's
        ages = [at for contact, at in by_ids + candidates if contact in own]
        if now - ages[0] > THREAD_AGE:
            return Thread(too_old=True)
        return Thread(contact_id=own[0].id)
    if not candidates:
        return Thread()
    other = candidates[0][0]
    mark = {"mark": "answers-anothers-thread", "conversation": str(other.conversation_id)}
    return Thread(anothers=other, marks=[mark])


def _by_address(contact_id: UUID | None) -> list[tuple[Contact, datetime]]:
    if contact_id is None:
        return []
    contact = Contact.objects.filter(pk=contact_id).select_related("conversation").first()
    if contact is None:
        return []
    return [(contact, contact.conversation.last_entry_at or contact.opened_at)]


def _by_ids(answers: tuple[str, ...]) -> list[tuple[Contact, datetime]]:
    # an empty id matches nothing, and a forged list of thousands is not looked up
    wanted = [one for one in answers if one][:30]
    if not wanted:
        return []
    found = messages_with_ids(wanted).filter(entry__contact__isnull=False)
    rows = sorted(found, key=lambda row: wanted.index(row.external_id))
    return [
        (row.entry.contact, row.entry.placed_at) for row in rows if row.entry.contact is not None
    ]


def messages_with_ids(external_ids: list[str]) -> QuerySet[Message]:
    """Messages of ours and of customers with these vendor ids, by the index over their MD5."""
    digests = [hashlib.md5(one.encode(), usedforsecurity=False).hexdigest() for one in external_ids]
    return (
        Message.objects.annotate(digest=MD5("external_id"))
        .filter(digest__in=digests, external_id__in=external_ids)
        .exclude(external_id="")
        .select_related("entry", "entry__contact")
    )
