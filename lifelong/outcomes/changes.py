"""What the log says has changed since a moment."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lifelong.commerce.models import Order, Review
from lifelong.concessions.models import Concession
from lifelong.conversations.models import Contact, Conversation
from lifelong.events.log import KINDS
from lifelong.events.models import Event
from lifelong.plays.models import Case

TOGETHER = 5000
_TOLD = ("contact_id", "order_id", "concession_id", "case_id", "review_id")
#: two customers are one from now on, or were two after all: all that is theirs is somebody else's
_WHOSE = ("PeopleJoined", "PeopleParted")


def changed(since: datetime) -> dict[str, set[UUID]]:
    """Ids by the name under which the log speaks of them. More than changed does no harm."""
    found: dict[str, set[UUID]] = {name: set() for name in _TOLD}
    touched: set[UUID] = set()
    people: set[UUID] = set()
    rows = Event.objects.filter(name__in=list(KINDS), at__gte=since)
    for name, data in rows.values_list("name", "data").iterator(chunk_size=5000):
        for key in _TOLD:
            if data.get(key):
                found[key].add(UUID(data[key]))
        for key in ("conversation_id", "joined_conversation_id", "parted_conversation_id"):
            if data.get(key):
                touched.add(UUID(data[key]))
                if name in _WHOSE:
                    people.add(UUID(data[key]))
    for some in batches(touched):
        found["contact_id"] |= set(_ids(Contact, Q(conversation__in=some)))
    for some in batches(people):
        _add_all_of(some, found)
    return found


def batches(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    """As many as one statement is asked about; more than 65,535 it cannot be given."""
    given = list(ids)
    for start in range(0, len(given), TOGETHER):
        yield given[start : start + TOGETHER]


def _add_all_of(conversation_ids: Iterable[UUID], found: dict[str, set[UUID]]) -> None:
    """Everything of those whose conversations these are, and of who is joined with them."""
    rows = Conversation.objects.filter(Q(pk__in=conversation_ids) | Q(lead__in=conversation_ids))
    for whose in batches(set(rows.values_list("customer_id", flat=True))):
        for key, model in (
            ("contact_id", Contact), ("order_id", Order), ("concession_id", Concession),
            ("case_id", Case), ("review_id", Review),
        ):  # fmt: skip
            found[key] |= set(_ids(model, Q(customer__in=whose)))


def _ids(
    model: type[Contact] | type[Order] | type[Concession] | type[Case] | type[Review], which: Q
) -> Iterable[UUID]:
    return model._default_manager.filter(which).values_list("pk", flat=True)
