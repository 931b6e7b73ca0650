"""The link that makes one person of two customers, and its undoing.

Only the customers' side of it: `conversations.actions.joining` and `.parting` call this, under
the locks of these people's conversations.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from lifelong.accounts.models import Agent
from lifelong.customers.models import Customer, Handle, Joining, NotTheSame
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def link(one: Customer, other: Customer, *, lead_id: UUID, by: Agent | None) -> Joining:
    """Make one person of all who are `one` and all who are `other`, led by `lead_id`."""
    with transaction():
        people = {one.person_id, other.person_id}
        Customer.objects.filter(Q(pk__in=people) | Q(lead__in=people)).update(lead=lead_id)
        Customer.objects.filter(pk=lead_id).update(lead=None)
        NotTheSame.objects.filter(one__in=[one, other], other__in=[one, other]).delete()
        first, second = sorted([one.id, other.id])
        made = Joining(one_id=first, other_id=second, at=clock.now(), by=by)
        made.save(force_insert=True)
        return made


def unlink(joining: Joining, *, leads: dict[UUID, Collection[UUID]], by: Agent) -> None:
    """End a joining. `leads`: who leads each side from now on, and all who are on it."""
    with transaction():
        joining.parted_at, joining.parted_by = clock.now(), by
        joining.save()
        for lead_id, people in leads.items():
            Customer.objects.filter(pk__in=people).exclude(pk=lead_id).update(lead=lead_id)
            Customer.objects.filter(pk=lead_id).update(lead=None)


def tell_apart(one: Customer, other: Customer, *, by: Agent) -> None:
    """These are two people: suggest them no more."""
    first, second = sorted([one.id, other.id])
    NotTheSame.objects.bulk_create(
        [NotTheSame(one_id=first, other_id=second, at=clock.now(), by=by)], ignore_conflicts=True
    )


def share(handle: Handle, *, shared: bool) -> None:
    """A handle is used by several people, or after all by one alone. Shared, it joins nobody."""
    with transaction():
        Handle.objects.filter(pk=handle.pk).update(shared=shared)
