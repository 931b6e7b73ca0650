"""Undoing a joining: both are given back as they were, what came since goes to whom it belongs."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, audience_of, changing_all
from lifelong.conversations.actions.dividing import divide_contacts
from lifelong.conversations.actions.joining import seat_of, trying_again
from lifelong.conversations.actions.locking import lock_people
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.events import PeopleParted
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.conversations.standing import Status
from lifelong.customers.actions.joining import unlink
from lifelong.customers.models import Joining
from lifelong.customers.people import side_of
from lifelong.events.log import record
from lifelong.live.publishing import publish

Seat = dict[str, str | None]


def part(joining: Joining, *, by: Agent) -> None:
    """End this joining; who was joined to either side by another stays there.

    Nothing happens when it has ended already.
    """
    trying_again(lambda: _part(joining.id, by))


def _part(joining_id: UUID, by: Agent) -> None:
    joining = Joining.objects.get(pk=joining_id)
    found = Conversation.objects.get(customer_id=joining.one_id)
    rows = lock_people([found.id])
    joining.refresh_from_db()
    if joining.parted_at is not None:
        return
    lead = rows[rows[found.id].lead_id or found.id]
    away = _side_away(joining, lead, rows)
    alone = min(away, key=lambda row: row.id)
    stay = [row for row in rows.values() if row not in away]
    unlink(
        joining,
        by=by,
        leads={
            lead.customer_id: [row.customer_id for row in stay],
            alone.customer_id: [row.customer_id for row in away],
        },
    )
    seats = _seats(lead, alone)
    revision = divide_contacts(stay, away, revision=lead.revision)
    _set_free(lead, alone, away, revision)
    with changing_all([lead.id, alone.id]) as changes:
        for row in (lead, alone):
            _take_seat(changes[row.id], seats[row.id], by)
            _ask_where_they_asked_last(changes[row.id], joining.at)
        changes[lead.id].note_event("parted", by=by, customer=str(alone.customer_id))
        changes[alone.id].note_event("parted", by=by, customer=str(lead.customer_id))
        record(
            PeopleParted(
                customer_id=lead.customer_id,
                conversation_id=lead.id,
                parted_conversation_id=alone.id,
                joining_id=joining.id,
                agent_id=by.id,
            )
        )
    # who looked at them both shall see what became of each
    publish(f"conversation/{alone.id}", audience=audience_of(lead))


def _side_away(
    joining: Joining, lead: Conversation, rows: dict[UUID, Conversation]
) -> list[Conversation]:
    """The conversations on that side of the joining where the lead is not."""
    people = {row.customer_id for row in rows.values()}
    others = Joining.objects.filter(one__in=people, parted_at=None).exclude(pk=joining.pk)
    stays = side_of(lead.customer_id, list(others.values_list("one_id", "other_id")))
    return [row for row in rows.values() if row.customer_id not in stays]


def _seats(lead: Conversation, alone: Conversation) -> dict[UUID, Seat]:
    """Where each sits from now on: as before, unless they were moved or changed hands since."""
    before = alone.before or {}
    now = seat_of(lead)
    then = before.get("then")
    if then is None or {name: now[name] for name in then} != then:
        return {lead.id: now, alone.id: now}
    led_then = before["lead_id"] == str(lead.id)
    return {lead.id: before["lead"] if led_then else now, alone.id: before["own"]}


def _set_free(
    lead: Conversation, alone: Conversation, away: list[Conversation], revision: int
) -> None:
    """`alone` leads its side again; the numbers of both go on from where they are."""
    last = Entry.objects.filter(conversation__in=away).aggregate(at=Max("placed_at"))["at"]
    ids = [row.id for row in away]
    Conversation.objects.filter(pk__in=ids).exclude(pk=alone.pk).update(lead=alone)
    Conversation.objects.filter(pk=alone.pk).update(
        lead=None,
        before=None,
        status=Status.CLOSED,
        position=lead.position,
        revision=revision,
        joined_revision=revision + 1,
        last_entry_at=last,
    )
    staying = [lead.id, *lead.joined.values_list("id", flat=True)]
    stay = Entry.objects.filter(conversation__in=staying)
    Conversation.objects.filter(pk=lead.pk).update(
        revision=revision,
        joined_revision=revision + 1,
        last_entry_at=stay.aggregate(at=Max("placed_at"))["at"],
    )


def _take_seat(change: Change, seat: Seat, by: Agent) -> None:
    conversation = change.conversation
    settled = all(contact.closed_at is not None for contact in change.contacts.values())
    owner_id = None if settled else seat["owner"]
    conversation.inbox_id = UUID(seat["inbox"])
    change_owner(change, Agent.objects.get(pk=owner_id) if owner_id else None, by=by)
    conversation.last_owner_id = UUID(seat["last_owner"]) if seat["last_owner"] else None
    conversation.last_owned_at = _moment(seat["last_owned_at"])
    conversation.channel = seat["channel"] or conversation.channel
    conversation.live_until = _moment(seat["live_until"])


def _ask_where_they_asked_last(change: Change, since: datetime) -> None:
    """The channel of their own last words, if they spoke after the joining."""
    said = Entry.objects.filter(
        conversation__in=change.conversation_ids, kind=EntryKind.MESSAGE_IN, placed_at__gt=since
    )
    channel = said.order_by("-position").values_list("channel", flat=True).first()
    change.conversation.channel = channel or change.conversation.channel


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
