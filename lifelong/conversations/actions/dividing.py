"""Dividing the matters of people who are parted, where both had written about the same.

A contact stays with whom it began. What the others wrote about it, and what was answered to
them, moves into a contact of their own: its twin.
"""

from collections.abc import Sequence
from datetime import datetime

from lifelong.conversations.models import (
    Contact,
    Conversation,
    Entry,
    EntryKind,
    Resolution,
)

_COPIED = (
    "topic_id",
    "subject",
    "set_aside_on",
    "set_aside_until",
    "closed_at",
    "closed_by_id",
    "resolution",
    "closed_reason",
)


def divide_contacts(
    here: Sequence[Conversation], there: Sequence[Conversation], *, revision: int
) -> int:
    """Give each side the contacts of what it wrote itself.

    Entries that move look different: each takes the next after `revision`; the answer is the last.
    """
    for own, others in ((here, there), (there, here)):
        strays = Entry.objects.filter(
            conversation__in=others, contact__conversation__in=own
        ).order_by("position")
        for contact in Contact.objects.filter(pk__in=strays.values("contact_id")).distinct():
            moved = list(strays.filter(contact=contact))
            _divide(contact, moved)
            for entry in moved:
                revision += 1
                entry.revision = revision
            Entry.objects.bulk_update(moved, ["contact", "revision"])
    return revision


def _divide(contact: Contact, moved: list[Entry]) -> None:
    """`moved`: the entries that belong to the other side, in their order."""
    began = messages_in(moved)
    twin = _twin(contact, moved[0], began[0].placed_at if began else moved[0].placed_at)
    twin.waiting_since = still_unanswered(contact, began)
    twin.due_at = contact.due_at if twin.waiting_since else None
    twin.first_due_at = contact.first_due_at
    answers = [one for one in moved if is_answer(one)]
    if answers:
        twin.first_reply_at, twin.first_reply_by = answers[0].placed_at, answers[0].agent
    twin.save(force_insert=True)
    own = contact.entries.exclude(pk__in=[one.pk for one in moved]).order_by("position")
    _take_back(contact, list(own.select_related("message", "agent")), began, answers)
    contact.save()
    for entry in moved:
        entry.contact = twin


def _twin(contact: Contact, first: Entry, opened_at: datetime) -> Contact:
    message = getattr(first, "message", None)
    return Contact(
        conversation_id=first.conversation_id,
        customer_id=first.customer_id,
        channel=first.channel or contact.channel,
        endpoint_id=message.endpoint_id if message else contact.endpoint_id,
        opened_at=opened_at,
        **{name: getattr(contact, name) for name in _COPIED},
    )


def still_unanswered(contact: Contact, messages: list[Entry]) -> datetime | None:
    """Since when these have waited: one answer had settled every clock that it answers."""
    since = contact.waiting_since
    if since is None:
        return None
    return next((one.placed_at for one in messages if one.placed_at >= since), None)


def _take_back(contact: Contact, own: list[Entry], gone: list[Entry], answers: list[Entry]) -> None:
    """What the messages that are gone, and the answers to them, had done to the contact."""
    moments = {one.placed_at for one in gone}
    if contact.waiting_since in moments:
        contact.waiting_since = still_unanswered(contact, messages_in(own))
        contact.due_at = contact.due_at if contact.waiting_since else None
    if contact.first_reply_at in {one.placed_at for one in answers}:
        first = next((one for one in own if is_answer(one)), None)
        contact.first_reply_at = first.placed_at if first else None
        contact.first_reply_by = first.agent if first else None
    if contact.reopened_at in moments and contact.closed_at is None:
        close_again(contact, own)


def close_again(contact: Contact, own: list[Entry]) -> None:
    """It was the others' message that had opened it again; since then nothing here was said."""
    assert contact.reopened_at is not None
    said = (*messages_in(own), *(one for one in own if is_answer(one)))
    if any(one.placed_at >= contact.reopened_at for one in said):
        return
    for event in reversed(own):
        if event.details.get("what") == "closed":
            contact.closed_at, contact.closed_by = event.placed_at, event.agent
            contact.resolution = event.details.get("resolution", Resolution.SOLVED)
            contact.waiting_since = contact.due_at = None
            return


def messages_in(entries: list[Entry]) -> list[Entry]:
    """The words of people; what machines wrote makes nobody wait."""
    return [
        one for one in entries if one.kind == EntryKind.MESSAGE_IN and not one.message.automatic
    ]


def is_answer(entry: Entry) -> bool:
    if entry.kind != EntryKind.MESSAGE_OUT or entry.withdrawn_at is not None:
        return False
    return not entry.message.automatic
