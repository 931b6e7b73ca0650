"""Reads of plays for screens, and for what sets out by them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand
from lifelong.channels.queries import brands_of
from lifelong.conversations.models import Contact, Entry
from lifelong.plays.models import Case, CaseState, Play, PlayKind, Touch


def plays(*, visible_to: Caller) -> QuerySet[Play]:
    """Those of the brands in whose inboxes the caller works."""
    visible_to.must(Verb.SEE_OUTCOMES)
    return all_plays().filter(brand__in=brands_of(visible_to))


def all_plays() -> QuerySet[Play]:
    """Of every brand, for what is done by itself."""
    return Play.objects.select_related("brand", "level").order_by("brand__name", "kind", "name")


def running(kind: PlayKind, *, brand: Brand | None = None) -> QuerySet[Play]:
    """Those that are switched on; also those that refuse to run just now."""
    rows = all_plays().filter(kind=kind, is_on=True)
    return rows if brand is None else rows.filter(brand=brand)


def brand_of(contact: Contact) -> Brand:
    """To whose shop they wrote."""
    return contact.endpoint.brand if contact.endpoint else contact.conversation.inbox.brand


def due(kind: PlayKind, *, now: datetime) -> QuerySet[Case]:
    """Cases whose next step is due, the longest due first."""
    rows = Case.objects.filter(state=CaseState.PLANNED, due_at__lte=now)
    return rows.filter(play__kind=kind, play__is_on=True, play__halted_at=None).order_by("due_at")


def planned(customer_ids: Collection[UUID]) -> QuerySet[Case]:
    """Cases of these people that are still to be taken further."""
    person = Q(customer__in=customer_ids) | Q(customer__lead__in=customer_ids)
    person |= Q(customer__joined__in=customer_ids) | Q(customer__lead__joined__in=customer_ids)
    return Case.objects.filter(person, state=CaseState.PLANNED).distinct()


def touches(customer_ids: Collection[UUID], *, since: datetime) -> dict[UUID, list[datetime]]:
    """When plays wrote to each of these customers."""
    found: dict[UUID, list[datetime]] = {}
    rows = Touch.objects.filter(customer__in=customer_ids, at__gte=since)
    for customer_id, at in rows.values_list("customer_id", "at"):
        found.setdefault(customer_id, []).append(at)
    return found


def cases_of(entries: Sequence[Entry]) -> dict[UUID, Case]:
    """By entry, the case for which a play wrote it."""
    rows = Touch.objects.filter(entry__in=[one.id for one in entries])
    return {row.entry_id: row.case for row in rows.select_related("case__play")}
