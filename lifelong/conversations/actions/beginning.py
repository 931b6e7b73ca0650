"""What many conversations need before they are changed together."""

from collections.abc import Collection, Mapping
from uuid import UUID

from lifelong.channels.models import Inbox
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.statements import OPEN
from lifelong.lib.statements import Statement, among


def begin_conversations(inboxes: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Each customer's one conversation. `inboxes`: by customer, the one in which it is begun where
    there is none."""
    found = _conversation_ids(inboxes)
    missing = sorted(customer_id for customer_id in inboxes if customer_id not in found)
    if missing:
        Conversation.objects.bulk_create(
            [Conversation(customer_id=one, inbox_id=inboxes[one]) for one in missing],
            ignore_conflicts=True,
        )
        found |= _conversation_ids(missing)
    return found


def _conversation_ids(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    return dict(_BEGUN.tuples(customers=list(customer_ids)))


_BEGUN = Statement(
    lambda: Conversation.objects.filter(among("customer", "customers")).values_list(
        "customer_id", "id"
    )
)


def know_contacts(changes: dict[UUID, Change]) -> None:
    """For every change the open contacts and, where none is open, the last one; its inbox.

    Joined people have them in several conversations, and look for themselves.
    """
    changes = {
        one: change for one, change in changes.items() if not change.conversation.joined_revision
    }
    still_open: dict[UUID, list[Contact]] = {}
    for contact in OPEN.rows(ids=list(changes)):
        still_open.setdefault(contact.conversation_id, []).append(contact)
    without = [one for one in changes if one not in still_open]
    newest = _NEWEST.rows(ids=without) if without else []
    last = {one.conversation_id: one for one in newest}
    theirs = {change.conversation.inbox_id for change in changes.values()}
    inboxes = {one.id: one for one in _INBOXES.rows(ids=list(theirs))}
    for conversation_id, change in changes.items():
        change.know(
            still_open.get(conversation_id, []),
            last.get(conversation_id),
            inbox=inboxes[change.conversation.inbox_id],
        )


_NEWEST = Statement(
    lambda: (
        Contact.objects.filter(among("conversation", "ids"))
        .order_by("conversation_id", "-opened_at")
        .distinct("conversation_id")
    )
)
_INBOXES = Statement(lambda: Inbox.objects.filter(among("id", "ids")).select_related("brand"))
