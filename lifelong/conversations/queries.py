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
from lifelong.conversations.models import (
    Attachment,
    Contact,
    Conversation,
    Draft,
    Entry,
    EntryKind,
    Topic,
    Viewing,
)
from lifelong.conversations.models.working import LOOK
from lifelong.conversations.people import ids_of, ids_of_each
from lifelong.conversations.standing import Status
from lifelong.conversations.statements import LEADING, LEADING_JOINED, leading
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.errors import NotFound

#: an entry's files as a plain list, `entry.attached`
ATTACHED: Any = Prefetch(
    "attachments",
    queryset=Attachment.objects.select_related("file").order_by("place"),
    to_attr="attached",
)


def conversations(*, visible_to: Caller) -> QuerySet[Conversation]:
    """The conversations that the caller sees whole: of joined people the one that leads."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return leading().filter(_seen_by(visible_to))


def _seen_by(caller: Caller, of: str = "") -> Q:
    """`of`: the way to the conversation that leads, "conversation__"."""
    if caller.agent_id is None or caller.may(Verb.SEE_ALL_INBOXES):
        return Q()
    in_mine = Q((f"{of}inbox_id__in", inbox_ids_of(caller)))
    return in_mine | Q((f"{of}owner_id", caller.agent_id))


def _sees(caller: Caller, leads: Conversation) -> bool:
    """The same of one that was found."""
    if caller.agent_id is None or caller.may(Verb.SEE_ALL_INBOXES):
        return True
    return leads.owner_id == caller.agent_id or leads.inbox_id in inbox_ids_of(caller)


def within_seen(caller: Caller) -> Q:
    """Of what hangs on a conversation: the caller sees that one, or who leads it, whole."""
    caller.must(Verb.SEE_CUSTOMERS)
    itself = _seen_by(caller, "conversation__")
    if not itself:
        return itself
    return Q(itself, conversation__lead=None) | _seen_by(caller, "conversation__lead__")


def conversation(conversation_id: UUID, *, visible_to: Caller) -> Conversation:
    """One person's conversation: of a joined one that which leads, so that its id may differ.

    Raises `NotFound` also when it may not be seen.
    """
    visible_to.must(Verb.SEE_CUSTOMERS)
    found = LEADING.first(id=conversation_id) or LEADING_JOINED.first(id=conversation_id)
    if found is None or not _sees(visible_to, found):
        raise NotFound(_("There is no such conversation for you."))
    return found


def conversation_itself(conversation_id: UUID, *, visible_to: Caller) -> Conversation:
    """The very row with its lead loaded, also of one that is joined."""
    leading = conversation(conversation_id, visible_to=visible_to)
    if leading.id == conversation_id:
        return leading
    return Conversation.objects.select_related("customer", "lead").get(pk=conversation_id)


def conversation_with(customer_id: UUID, *, visible_to: Caller) -> tuple[Conversation, bool]:
    """A customer's conversation, and whether the caller sees it whole.

    That it exists is no secret to whoever sees the customer. Raises `NotFound`.
    """
    visible_to.must(Verb.SEE_CUSTOMERS)
    own = Conversation.objects.filter(customer_id=customer_id).select_related("lead").first()
    if own is None:
        raise NotFound(_("There is no such customer for you."))
    found = own.lead or own
    return found, conversations(visible_to=visible_to).filter(pk=found.pk).exists()


def conversation_of_person(customer: Customer, *, visible_to: Caller) -> Conversation | None:
    """Of whoever leads this customer; None: nobody of them ever wrote.

    Raises `NotFound` where there is one that may not be seen whole.
    """
    visible_to.must(Verb.SEE_CUSTOMERS)
    theirs = Conversation.objects.filter(customer_id=customer.person_id).first()
    return conversation(theirs.id, visible_to=visible_to) if theirs else None


def owned(*, by: UUID) -> QuerySet[Conversation]:
    """What one agent has, what is due soonest first, then what is pending."""
    return (
        Conversation.objects.select_related("customer", "owner", "inbox")
        .filter(owner_id=by)
        .exclude(status=Status.CLOSED)
        .order_by("status", "due_at", "id")
    )


# Every open screen asks this again and again, so it is SQL.
_WAITING = """
SELECT id, revision, status, waiting_since, owner_id FROM conversations_conversation
WHERE inbox_id = ANY(%s) AND status IN ('new', 'open') ORDER BY status, due_at, id LIMIT %s
"""

#: id, revision, status, waiting since, owner's id
Standing = tuple[UUID, int, str, datetime | None, UUID | None]


def waiting_standings(inbox_ids: Collection[UUID], *, most: int) -> list[Standing]:
    """Who waits in these inboxes: first for anybody, then for their owners; what is due
    soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [list(inbox_ids), most])
        return list(cursor.fetchall())


def lately_closed(*, visible_to: Caller) -> QuerySet[Conversation]:
    """Who needs nothing from us any more, the latest first."""
    rows = conversations(visible_to=visible_to).filter(status=Status.CLOSED)
    return rows.exclude(last_entry_at=None).order_by("-last_entry_at", "id")


def contacts(*, visible_to: Caller) -> QuerySet[Contact]:
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Contact.objects.select_related("topic", "conversation__lead")
    return rows.filter(within_seen(visible_to))


def contact(contact_id: UUID, *, visible_to: Caller, of: Conversation | None = None) -> Contact:
    """One contact, `of` that person. Raises `NotFound` also when it may not be seen."""
    rows = contacts(visible_to=visible_to)
    if of is not None:
        rows = rows.filter(conversation_id__in=ids_of(of))
    found = rows.filter(pk=contact_id).first()
    if found is None:
        raise NotFound(_("There is no such contact for you."))
    return found


def contacts_with(conversation: Conversation) -> QuerySet[Contact]:
    """All matters of this person, the newest first."""
    rows = Contact.objects.filter(conversation_id__in=ids_of(conversation))
    return rows.order_by("-opened_at")


def as_shown(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With all that a screen or the API shows of them."""
    rows = entries.select_related("agent", "handle__customer", "message", "sending")
    return rows.prefetch_related(ATTACHED)


def timeline(
    conversation: Conversation, *, visible_to: Caller, alone: bool = False
) -> QuerySet[Entry]:
    """Entries with all that a screen shows of them, newest place first. Needs READ_TEXT.

    `alone`: without those of the conversations that are joined to it.
    """
    visible_to.must(Verb.READ_TEXT)
    ids = [conversation.id] if alone else ids_of(conversation)
    return as_shown(Entry.objects.filter(conversation_id__in=ids)).order_by(
        "-placed_at", "-position"
    )


_SUBJECT_BEFORE = """
SELECT subject FROM conversations_entry entry
JOIN conversations_message ON entry_id = entry.id
WHERE conversation_id = %s AND (placed_at, position) < (%s, %s)
ORDER BY placed_at DESC, position DESC LIMIT 1
"""


def subject_before(entry: Entry) -> str:
    """Of the last message before this entry in its conversation; "" where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECT_BEFORE, [entry.conversation_id, entry.placed_at, entry.position])
        found = cursor.fetchone()
    return found[0] if found else ""


def changes(conversation: Conversation, *, after: int, visible_to: Caller) -> QuerySet[Entry]:
    """What looks different since revision `after`, in the order in which it changed: of this
    conversation, for those who read joined ones each by itself."""
    rows = timeline(conversation, visible_to=visible_to, alone=True)
    return rows.filter(revision__gt=after).order_by("revision")


def entry(entry_id: UUID, *, visible_to: Caller) -> Entry:
    """One entry of a conversation that the caller sees whole."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    visible_to.must(Verb.READ_TEXT)
    found = (
        Entry.objects.filter(within_seen(visible_to), pk=entry_id)
        .select_related("agent", "handle", "message", "sending", "conversation", "contact")
        .prefetch_related(ATTACHED)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such entry for you."))
    return found


def draft_of(conversation: Conversation, *, by: UUID) -> Draft | None:
    """Their words not yet said to this person; the lead's first, else a joined one's."""
    rows = Draft.objects.filter(conversation_id__in=ids_of(conversation), agent_id=by).order_by(
        "conversation_id"
    )
    drafts = list(rows)
    return next((one for one in drafts if one.text), drafts[0] if drafts else None)


def viewers(conversation: Conversation, *, but: UUID | None) -> QuerySet[Viewing]:
    """Colleagues who have the conversation on screen now."""
    now_here = Viewing.objects.filter(conversation=conversation, seen_at__gt=clock.now() - LOOK)
    return now_here.exclude(Q(agent_id=but)).select_related("agent")


def topics(*, visible_to: Caller) -> QuerySet[Topic]:
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Topic.objects.order_by("name", "id")


def topic(topic_id: UUID, *, visible_to: Caller) -> Topic:
    found = topics(visible_to=visible_to).filter(pk=topic_id, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def last_messages(conversations: Collection[Conversation]) -> dict[UUID, Entry]:
    """The last message that still stands of each person, by the conversation that leads."""
    leads = {id: lead for lead, ids in ids_of_each(conversations).items() for id in ids}
    found: dict[UUID, Entry] = {}
    for entry in sorted(_last_messages(leads), key=lambda one: (one.placed_at, one.position)):
        found[leads[entry.conversation_id]] = entry
    return found


def _last_messages(conversation_ids: Collection[UUID]) -> QuerySet[Entry]:
    return (
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
