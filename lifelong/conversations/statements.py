"""What every open screen asks of conversations again and again, written once."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import (
    Attachment,
    Contact,
    Conversation,
    Entry,
    EntryKind,
    Message,
    Pin,
    Promise,
)
from lifelong.conversations.models.message import NAMED_ORDER
from lifelong.conversations.people import ids_of
from lifelong.lib.statements import Statement, among, slot


def leading() -> QuerySet[Conversation]:
    """Of joined people the conversation that leads, with what a screen says of it."""
    return Conversation.objects.select_related("customer", "owner", "inbox").filter(lead=None)


LEADING = Statement(lambda: leading().filter(pk=slot("id")))
LEADING_JOINED = Statement(lambda: leading().filter(joined__id=slot("id")))

#: the newest matters of a person, as they stand beside their words
MATTERS = Statement(
    lambda: (
        Contact.objects.filter(among("conversation", "ids"))
        .select_related("topic__parent", "endpoint")
        .order_by("-opened_at")
    )
)
MATTER = Statement(lambda: Contact.objects.filter(among("conversation", "ids"), pk=slot("id")))
#: those that are not closed
OPEN = Statement(lambda: Contact.objects.filter(among("conversation", "ids"), closed_at=None))
PROMISES = Statement(
    lambda: Promise.objects.filter(among("conversation", "ids"), settled_at=None).order_by("due_at")
)

PINS = Statement(
    lambda: (
        Pin.objects.filter(among("conversation", "ids"), unpinned_at=None)
        .select_related("agent", "entry")
        .order_by("pinned_at")
    )
)

#: of each contact the last words of its customer on each channel
LAST_WORDS = Statement(
    lambda: (
        Entry.objects.filter(among("contact", "contacts"), kind=EntryKind.MESSAGE_IN)
        .order_by("contact_id", "channel", "-placed_at", "-position")
        .distinct("contact_id", "channel")
        .select_related("message__endpoint")
    )
)

_NAMED = Statement(
    lambda: (
        Message.objects.filter(entry__contact=slot("contact"), entry__redacted_at=None)
        .filter(marks__contains=[{"mark": NAMED_ORDER}])
        .order_by("-entry__placed_at", "-entry__position")
    )
)


def number_named_in(contact: Contact) -> str:
    """The number of an order that its customer typed last into the form before a chat; else ""."""
    found = _NAMED.first(contact=contact.id)
    marks = found.marks if found else []
    return next((one["order"] for one in marks if one["mark"] == NAMED_ORDER), "")


def changed_entries(
    conversation: Conversation, *, after: int, visible_to: Caller, most: int
) -> list[Entry]:
    """Of the whole timeline what looks different since revision `after`, in its order, with all
    that a screen says of it."""
    visible_to.must(Verb.READ_TEXT)
    return with_files(_CHANGED.rows(ids=ids_of(conversation), after=after, most=most))


def newest_entries(conversation: Conversation, *, visible_to: Caller, most: int) -> list[Entry]:
    """The same of the timeline's end, the newest first."""
    visible_to.must(Verb.READ_TEXT)
    return with_files(_NEWEST.rows(ids=ids_of(conversation), most=most))


def these_entries(entry_ids: Collection[UUID]) -> list[Entry]:
    """The same of entries that an action has just made or changed."""
    return with_files(_THESE.rows(ids=list(entry_ids)))


def _entries() -> QuerySet[Entry]:
    rows = Entry.objects.select_related("agent", "handle__customer", "message", "sending")
    return rows.order_by("placed_at", "position")


_CHANGED = Statement(
    lambda: _entries().filter(among("conversation", "ids"), revision__gt=slot("after"))
)
_NEWEST = Statement(
    lambda: _entries().filter(among("conversation", "ids")).order_by("-placed_at", "-position")
)
_THESE = Statement(lambda: _entries().filter(among("id", "ids")))


def with_files(entries: list[Entry]) -> list[Entry]:
    """Each with its files as `attached`. Events have none."""
    files: dict[UUID, list[Attachment]] = {}
    if asked := [one.id for one in entries if one.kind != EntryKind.EVENT]:
        for file in _FILES.rows(ids=asked):
            files.setdefault(file.entry_id, []).append(file)
    for one in entries:
        one.attached = files.get(one.id, [])
    return entries


_FILES = Statement(
    lambda: (
        Attachment.objects.filter(among("entry", "ids")).select_related("file").order_by("place")
    )
)
