"""What the log still knows of a contact that its row no longer says: the first closing, what the
customer said of it, and when they came back after it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from lifelong.conversations.models import BegunBy, Contact
from lifelong.customers.models import Customer
from lifelong.events.models import Event

_CLOSED, _REOPENED, _RAISED = "ContactClosed", "ContactReopened", "MatterRaised"
#: what the customer wrote was another matter
_SPLIT = "ContactSplit"
#: by what a customer takes a matter up again; a hero who does so is no customer come back
_WROTE, _ANSWERED = "MessageReceived", "ResolutionConfirmed"

_Told = tuple[str, datetime, dict[str, Any]]


@dataclass
class History:
    #: the first closing, unless we took it back before the customer said anything of it
    closed_at: datetime | None = None
    #: of the last closing
    resolution: str = ""
    #: when the customer took it up again, each time, after it was closed or had been begun by us
    reopenings: list[datetime] = field(default_factory=list)
    #: whether they said last, of the first closing, that it is settled
    confirmed: bool = False


def histories(contacts: Collection[Contact]) -> Mapping[UUID, History]:
    """By contact; one for each."""
    told: dict[UUID, list[_Told]] = {}
    rows = Event.objects.filter(
        customer_id__in=_people(contacts),
        name__in=(_CLOSED, _REOPENED, _RAISED, _WROTE, _ANSWERED, _SPLIT),
    )
    for name, at, data in rows.order_by("at", "id").values_list("name", "at", "data"):
        if data.get("contact_id"):
            told.setdefault(UUID(data["contact_id"]), []).append((name, at, data))
    return {one.id: _read(one, told.get(one.id, [])) for one in contacts}


def _people(contacts: Iterable[Contact]) -> set[UUID]:
    """All customers who are these people: any of them may have written."""
    people = {one.customer.person_id for one in contacts}
    same = Customer.objects.filter(Q(pk__in=people) | Q(lead__in=people))
    return {one.customer_id for one in contacts} | set(same.values_list("pk", flat=True))


def _read(contact: Contact, told: Iterable[_Told]) -> History:
    told, history = list(told), History()
    reopened = {at for name, at, _data in told if name == _REOPENED}
    by_customer = {at for name, at, data in told if _is_the_customers(name, data)}
    # whether the customer would begin anew by writing; and whether it is open all the same
    settled, is_open = contact.begun_by == BegunBy.US, False
    closings = 0
    for name, at, data in told:
        if name == _ANSWERED and closings == 1:
            history.confirmed = data["settled"]
        if name == _CLOSED:
            closings += 1
            history.closed_at = history.closed_at or datetime.fromisoformat(data["closed_at"])
            history.resolution = data["resolution"]
            settled, is_open = True, False
        elif name == _SPLIT:
            began = _moment(at, data)
            history.reopenings = [one for one in history.reopenings if one < began]
            if data["closed_again"]:
                settled, is_open = True, False
        elif name in (_REOPENED, _RAISED):
            is_open = True
            # taken back by us, unless they had said that it is settled
            if at not in by_customer and not (history.confirmed or _came_back(history)):
                history.closed_at, history.resolution, closings = None, "", 0
        elif settled and _is_the_customers(name, data) and (is_open or at in reopened):
            history.reopenings.append(_moment(at, data))
            settled = False
    return history


def _is_the_customers(name: str, data: Mapping[str, Any]) -> bool:
    if name == _WROTE:
        return not data["automatic"]
    return name == _ANSWERED and not data["settled"]


def _came_back(history: History) -> bool:
    closed_at = history.closed_at
    return closed_at is not None and any(one >= closed_at for one in history.reopenings)


def _moment(at: datetime, data: Mapping[str, Any]) -> datetime:
    """Of a message when it reached us, which is when its matter would have been begun."""
    return datetime.fromisoformat(data["received_at"]) if "received_at" in data else at
