"""Making one person of two customers. See docs/decisions/joining.md."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.changing import audience_of, changing
from lifelong.conversations.actions.locking import Overtaken, lock_people
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.events import OwnerChanged, PeopleJoined
from lifelong.conversations.models import Conversation
from lifelong.conversations.standing import URGENCY, Status
from lifelong.customers.actions.joining import link
from lifelong.customers.models import Customer, Joining
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import in_transaction, transaction
from lifelong.live.publishing import publish

Done = TypeVar("Done")

TRIES = 10
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class NoInbox(Refused):
    code = "no-inbox"


def join(one: Customer, other: Customer, *, by: Agent | None) -> Joining | None:
    """Make one person of these two and all who were joined to them. None: they are one already.

    The older conversation leads. `by`: None where both sides had proved it. Raises `Overtaken`
    within another's transaction, when somebody joined or parted them this moment.
    """
    return trying_again(lambda: _join(one.id, other.id, by))


def trying_again(do: Callable[[], Done]) -> Done:
    """Do it in a transaction, and anew when it was overtaken, unless an outer one would stay."""
    for _try in range(TRIES - 1):
        if in_transaction():
            break
        try:
            with transaction():
                return do()
        except Overtaken:
            continue
    with transaction():
        return do()


def _join(one_id: UUID, other_id: UUID, by: Agent | None) -> Joining | None:
    _begin_missing([one_id, other_id])
    found = Conversation.objects.filter(customer_id__in=[one_id, other_id])
    rows = lock_people(list(found.values_list("id", flat=True)))
    one, other = (_lead_of(customer_id, rows) for customer_id in (one_id, other_id))
    if one.id == other.id:
        return None
    lead, joined = sorted([one, other], key=lambda row: row.id)
    kept = _standing_kept(lead, joined, by)
    _put_under(lead, joined, kept)
    customers = Customer.objects.in_bulk([one_id, other_id])
    joining = link(customers[one_id], customers[other_id], lead_id=lead.customer_id, by=by)
    _tell_of_owner(joined)
    with changing(lead.id) as change:
        _ = change.contacts  # the standing follows from all of theirs now
        change.conversation.inbox_id = kept.inbox_id
        change_owner(change, kept.owner, by=by)
        served = lead if lead.last_owner_id else joined
        change.conversation.last_owner_id = served.last_owner_id
        change.conversation.last_owned_at = served.last_owned_at
        change.conversation.channel = min(lead, joined, key=_due).channel
        change.conversation.live_until = _latest(lead.live_until, joined.live_until)
        change.note_event("joined", by=by, customer=str(joined.customer_id))
        record(
            PeopleJoined(
                customer_id=lead.customer_id,
                conversation_id=lead.id,
                joined_conversation_id=joined.id,
                joining_id=joining.id,
                agent_id=by.id if by else None,
            )
        )
    publish(f"conversation/{joined.id}", audience=audience_of(lead) | audience_of(joined))
    return joining


def _begin_missing(customer_ids: Sequence[UUID]) -> None:
    """Whoever is joined has a conversation, so that one of them can lead: one who never wrote
    begins theirs in the other's inbox."""
    people = Customer.objects.filter(pk__in=customer_ids)
    leads = {one.person_id for one in people}
    everybody = Customer.objects.filter(Q(pk__in=leads) | Q(lead__in=leads))
    ids = set(everybody.values_list("id", flat=True))
    known = Conversation.objects.filter(customer_id__in=ids)
    inboxes = dict(known.order_by("id").values_list("customer_id", "inbox_id"))
    if ids <= inboxes.keys():
        return
    inbox_id = next(iter(inboxes.values()), None) or _first_inbox()
    Conversation.objects.bulk_create(
        [Conversation(customer_id=one, inbox_id=inbox_id) for one in sorted(ids - inboxes.keys())],
        ignore_conflicts=True,
    )


def _first_inbox() -> UUID:
    inbox_id = Inbox.objects.order_by("id").values_list("id", flat=True).first()
    if inbox_id is None:
        raise NoInbox(_("There is no inbox yet. An admin makes one with the first address."))
    return inbox_id


def _lead_of(customer_id: UUID, rows: dict[UUID, Conversation]) -> Conversation:
    own = next(row for row in rows.values() if row.customer_id == customer_id)
    return rows[own.lead_id] if own.lead_id else own


def _standing_kept(lead: Conversation, joined: Conversation, by: Agent | None) -> Conversation:
    """Whose inbox and owner the person keeps: the hero's who joins, else of the more urgent one
    that has an owner."""
    urgent = sorted([lead, joined], key=_urgency)
    owned = [row for row in urgent if row.owner_id is not None]
    mine = [row for row in owned if by is not None and row.owner_id == by.id]
    return [*mine, *owned, *urgent][0]


def _urgency(row: Conversation) -> tuple[int, datetime, UUID]:
    return URGENCY.index(Status(row.status)), row.due_at or _NEVER, row.id


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _due(row: Conversation) -> tuple[datetime, tuple[int, datetime, UUID]]:
    return row.due_at or _NEVER, _urgency(row)


def _put_under(lead: Conversation, joined: Conversation, kept: Conversation) -> None:
    """`joined` stands no longer by itself. Numbers go on from the higher of both, which whoever is
    joined keeps: what is above has been on one screen with the lead's."""
    position = max(lead.position, joined.position)
    Conversation.objects.filter(lead=joined).update(lead=lead, position=position)
    Conversation.objects.filter(pk=joined.pk).update(
        lead=lead,
        owner=None,
        status="",
        waiting_since=None,
        due_at=None,
        live_until=None,
        position=position,
        before=_before(lead, joined, kept),
    )
    revision = max(lead.revision, joined.revision)
    Conversation.objects.filter(pk=lead.pk).update(
        position=position,
        revision=revision,
        joined_revision=revision + 1,
        last_entry_at=_latest(lead.last_entry_at, joined.last_entry_at),
    )


def _before(lead: Conversation, joined: Conversation, kept: Conversation) -> dict[str, object]:
    return {
        "own": seat_of(joined),
        "lead_id": str(lead.id),
        "lead": seat_of(lead),
        "then": {"inbox": str(kept.inbox_id), "owner": _said(kept.owner_id)},
    }


def seat_of(row: Conversation) -> dict[str, str | None]:
    """Where a conversation sits and with whom, and on which channel its person last asked."""
    return {
        "inbox": str(row.inbox_id),
        "owner": _said(row.owner_id),
        "last_owner": _said(row.last_owner_id),
        "last_owned_at": row.last_owned_at.isoformat() if row.last_owned_at else None,
        "channel": row.channel,
        "live_until": row.live_until.isoformat() if row.live_until else None,
    }


def _said(id: UUID | None) -> str | None:
    return str(id) if id else None


def _tell_of_owner(joined: Conversation) -> None:
    if joined.owner_id is not None:
        record(
            OwnerChanged(
                customer_id=joined.customer_id,
                conversation_id=joined.id,
                agent_id=None,
                previous_agent_id=joined.owner_id,
            )
        )
