"""Reads of plays for screens, and for what sets out by them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand
from lifelong.channels.queries import brands_of
from lifelong.conversations.models import Contact, Entry
from lifelong.customers.queries import who_is_who
from lifelong.lib.statements import Statement, among
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
    """Cases of these people that are still to be taken further. Who they are is asked at once."""
    return Case.objects.filter(customer__in=who_is_who(customer_ids), state=CaseState.PLANNED)


def with_plans(customer_ids: Collection[UUID], *, kind: PlayKind | None = None) -> set[UUID]:
    """For whom something is planned: customers who are, or are the same as, one of these."""
    found = _PLANS.tuples(people=list(who_is_who(customer_ids))) if customer_ids else []
    return {customer_id for customer_id, of in found if kind in (None, of)}


_PLANS = Statement(
    lambda: (
        Case.objects.filter(among("customer", "people"), state=CaseState.PLANNED)
        .values_list("customer_id", "play__kind")
        .distinct()
    )
)


def touched(contact_ids: Collection[UUID]) -> set[UUID]:
    """In which of these contacts a play had written."""
    rows = _ASKED.tuples(contacts=list(contact_ids)) if contact_ids else []
    return {contact_id for (contact_id,) in rows}


_ASKED = Statement(
    lambda: (
        Touch.objects.filter(among("entry__contact", "contacts"))
        .values_list("entry__contact_id")
        .distinct()
    )
)


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
