"""Keeping a line or a note in sight of everybody who serves this person."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.events import Pinned, Unpinned
from lifelong.conversations.models import Conversation, Entry, EntryKind, Pin
from lifelong.events.log import record
from lifelong.lib.errors import Refused

#: more is a second timeline
MOST_PINS = 8
LONGEST = 200


class NotToPin(Refused):
    code = "not-to-pin"
    status = 422


class EnoughPinned(Refused):
    code = "enough-pinned"


def pin(conversation: Conversation, *, text: str, by: Agent) -> Pin:
    """Pin a line of one's own. The same words are pinned once."""
    said = " ".join(text.split())
    if not said:
        raise NotToPin(_("Write what everybody should know."))
    if len(said) > LONGEST:
        raise NotToPin(_("A pin is at most %(most)s characters long.") % {"most": LONGEST})
    with changing(conversation.id) as change:
        known = _pinned(change).filter(entry=None, text=said).first()
        return known or _add(change, by, conversation_id=change.conversation.id, text=said)


def pin_note(entry: Entry, *, by: Agent) -> Pin:
    """Pin a note; the pin shows its words."""
    with changing(entry.conversation_id) as change:
        entry.refresh_from_db()
        if entry.kind != EntryKind.NOTE or entry.redacted_at is not None:
            raise NotToPin(_("Only a note can be pinned."))
        known = _pinned(change).filter(entry=entry).first()
        return known or _add(change, by, conversation_id=entry.conversation_id, entry=entry)


def unpin(pin: Pin, *, by: Agent) -> None:
    with changing(pin.conversation_id) as change:
        pin.refresh_from_db()
        if pin.unpinned_at is not None:
            return
        pin.unpinned_at, pin.unpinned_by = change.now, by
        pin.save()
        record(
            Unpinned(
                customer_id=pin.customer_id,
                conversation_id=change.conversation.id,
                pin_id=pin.id,
                agent_id=by.id,
            )
        )


def _pinned(change: Change) -> QuerySet[Pin]:
    return Pin.objects.filter(conversation_id__in=change.conversation_ids, unpinned_at=None)


def _add(
    change: Change, by: Agent, *, conversation_id: UUID, entry: Entry | None = None, text: str = ""
) -> Pin:
    if _pinned(change).count() >= MOST_PINS:
        raise EnoughPinned(_("%(most)s are pinned already: unpin one first.") % {"most": MOST_PINS})
    customer_id = entry.customer_id if entry else change.conversation.customer_id
    made = Pin(
        conversation_id=conversation_id,
        customer_id=customer_id,
        entry=entry,
        text=text,
        agent=by,
        pinned_at=change.now,
    )
    made.save(force_insert=True)
    record(
        Pinned(
            customer_id=customer_id,
            conversation_id=change.conversation.id,
            pin_id=made.id,
            agent_id=by.id,
        )
    )
    return made
