"""Reads for screens and API, each scoped by who asks.

Whole: the conversations of the caller's inboxes and those they own. Of others they learn
that they exist, without a word of text.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.queries import inbox_ids_of
from lifelong.conversations.actions.viewing import LOOK
from lifelong.conversations.models import (
    Attachment,
    Contact,
    Conversation,
    Draft,
    Entry,
    EntryKind,
    Promise,
    Topic,
    Viewing,
)
from lifelong.conversations.standing import WAITING, Status
from lifelong.lib import clock
from lifelong.lib.errors import NotFound

#: an entry's files as a plain list, `entry.attached`
ATTACHED: Any = Prefetch(
    "attachments",
    queryset=Attachment.objects.select_related("file").order_by("place"),
    to_attr="attached",
)


def conversations(*, visible_to: Caller) -> QuerySet[Conversation]:
    """The conversations that the caller sees whole."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Conversation.objects.select_related("customer", "owner", "inbox")
    if visible_to.agent_id is None or visible_to.may(Verb.SEE_ALL_INBOXES):
        return rows
    return rows.filter(_mine(visible_to))


def _mine(caller: Caller) -> Q:
    return Q(inbox_id__in=inbox_ids_of(caller)) | Q(owner_id=caller.agent_id)


def conversation(conversation_id: UUID, *, visible_to: Caller) -> Conversation:
    """One conversation. Raises `NotFound` also when it may not be seen."""
    found = conversations(visible_to=visible_to).filter(pk=conversation_id).first()
    if found is None:
        raise NotFound(_("There is no such conversation for you."))
    return found


def conversation_with(customer_id: UUID, *, visible_to: Caller) -> tuple[Conversation, bool]:
    """A customer's conversation, and whether the caller sees it whole.

    That it exists is no secret to whoever sees the customer. Raises `NotFound`.
    """
    visible_to.must(Verb.SEE_CUSTOMERS)
    found = Conversation.objects.filter(customer_id=customer_id).first()
    if found is None:
        raise NotFound(_("There is no such customer for you."))
    return found, conversations(visible_to=visible_to).filter(pk=found.pk).exists()


def waiting_in(inbox_ids: Collection[UUID]) -> QuerySet[Conversation]:
    """Who waits in these inboxes: first for anybody, then for their owners; what is due
    soonest first."""
    return Conversation.objects.filter(inbox_id__in=inbox_ids, status__in=WAITING).order_by(
        "status", "due_at", "id"
    )


def owned(*, by: UUID) -> QuerySet[Conversation]:
    """What one agent has, what is due soonest first, then what is pending."""
    return (
        Conversation.objects.select_related("customer", "owner", "inbox")
        .filter(owner_id=by)
        .exclude(status=Status.CLOSED)
        .order_by("status", "due_at", "id")
    )


#: `owned` as SQL, because every open screen asks it again and again
_OWNED = """
SELECT id, revision, status, waiting_since, owner_id FROM conversations_conversation
WHERE owner_id = %s AND status <> 'closed' ORDER BY status, due_at, id LIMIT %s
"""

#: id, revision, status, waiting since, owner's id
Standing = tuple[UUID, int, str, datetime | None, UUID | None]


def owned_standings(*, by: UUID, most: int) -> list[Standing]:
    """How the conversations that one agent has stand, in the order of `owned`."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNED, [by, most])
        return list(cursor.fetchall())


def lately_closed(*, visible_to: Caller) -> QuerySet[Conversation]:
    """Who needs nothing from us any more, the latest first."""
    rows = conversations(visible_to=visible_to).filter(status=Status.CLOSED)
    return rows.exclude(last_entry_at=None).order_by("-last_entry_at", "id")


def contacts(*, visible_to: Caller) -> QuerySet[Contact]:
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Contact.objects.select_related("topic", "conversation")
    if visible_to.agent_id is None or visible_to.may(Verb.SEE_ALL_INBOXES):
        return rows
    return rows.filter(
        Q(conversation__inbox_id__in=inbox_ids_of(visible_to))
        | Q(conversation__owner_id=visible_to.agent_id)
    )


def contact(contact_id: UUID, *, visible_to: Caller, of: Conversation | None = None) -> Contact:
    """One contact, `of` that conversation. Raises `NotFound` also when it may not be seen."""
    rows = contacts(visible_to=visible_to)
    if of is not None:
        rows = rows.filter(conversation=of)
    found = rows.filter(pk=contact_id).first()
    if found is None:
        raise NotFound(_("There is no such contact for you."))
    return found


def as_shown(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With all that a screen or the API shows of them."""
    rows = entries.select_related("agent", "handle__customer", "message", "sending")
    return rows.prefetch_related(ATTACHED)


def timeline(conversation: Conversation, *, visible_to: Caller) -> QuerySet[Entry]:
    """Entries with all that a screen shows of them, newest place first. Needs READ_TEXT."""
    visible_to.must(Verb.READ_TEXT)
    return as_shown(Entry.objects.filter(conversation=conversation)).order_by(
        "-placed_at", "-position"
    )


def changes(conversation: Conversation, *, after: int, visible_to: Caller) -> QuerySet[Entry]:
    """What looks different since revision `after`, in the order in which it changed."""
    rows = timeline(conversation, visible_to=visible_to)
    return rows.filter(revision__gt=after).order_by("revision")


def entry(entry_id: UUID, *, visible_to: Caller) -> Entry:
    """One entry of a conversation that the caller sees whole."""
    visible_to.must(Verb.READ_TEXT)
    found = (
        Entry.objects.filter(
            pk=entry_id, conversation__in=conversations(visible_to=visible_to).values("id")
        )
        .select_related("agent", "handle", "message", "sending", "conversation", "contact")
        .prefetch_related(ATTACHED)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such entry for you."))
    return found


def draft_of(conversation: Conversation, *, by: UUID) -> Draft | None:
    return Draft.objects.filter(conversation=conversation, agent_id=by).first()


def viewers(conversation: Conversation, *, but: UUID | None) -> QuerySet[Viewing]:
    """Colleagues who have the conversation on screen now."""
    now_here = Viewing.objects.filter(conversation=conversation, seen_at__gt=clock.now() - LOOK)
    return now_here.exclude(Q(agent_id=but)).select_related("agent")


def open_promises(conversation: Conversation) -> QuerySet[Promise]:
    return Promise.objects.filter(conversation=conversation, settled_at=None).order_by("due_at")


def topics(*, visible_to: Caller) -> QuerySet[Topic]:
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Topic.objects.order_by("name", "id")


def topic(topic_id: UUID, *, visible_to: Caller) -> Topic:
    found = topics(visible_to=visible_to).filter(pk=topic_id, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def last_messages(conversation_ids: list[UUID]) -> dict[UUID, Entry]:
    """The last message that still stands of each conversation, in one query."""
    rows = (
        Entry.objects.filter(
            conversation_id__in=conversation_ids,
            kind__in=[EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT],
            withdrawn_at=None,
            redacted_at=None,
        )
        .order_by("conversation_id", "-placed_at", "-position")
        .distinct("conversation_id")
        .select_related("handle")
    )
    return {row.conversation_id: row for row in rows}
