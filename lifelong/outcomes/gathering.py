"""Facts as the database has them now: the same rows whether what changed is added to the files or
all is written anew."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Max, Min, Sum

from lifelong.commerce.models import Financial, Order, Review
from lifelong.concessions.models import COUNTED, Concession
from lifelong.conversations.models import BegunBy, Contact, Resolution
from lifelong.outcomes.facts import (
    CaseFact,
    ConcessionFact,
    ContactFact,
    Fact,
    OrderFact,
    ReopeningFact,
    ReviewFact,
)
from lifelong.outcomes.histories import History, histories
from lifelong.plays.models import Case

PAID = (Financial.PAID, Financial.PARTIALLY_REFUNDED, Financial.REFUNDED)


@dataclass(frozen=True)
class Source:
    """Where the facts of one kind come from."""

    model: type[models.Model]
    #: of the row, in the month of which its fact stands
    moment: str
    #: under which name the log speaks of it, or of whose it is
    told_as: str
    gather: Callable[[Collection[UUID]], Sequence[Fact]]


def _contacts(ids: Collection[UUID]) -> list[ContactFact]:
    rows = Contact.objects.filter(pk__in=ids).select_related(
        "customer", "endpoint__brand", "conversation__inbox__brand"
    )
    contacts = list(rows)
    past = histories(contacts)
    return [_contact(row, past[row.id]) for row in contacts]


def _contact(row: Contact, past: History) -> ContactFact:
    place = row.endpoint or row.conversation.inbox
    closed_at, resolution = past.closed_at, past.resolution
    if not _only_told(row):
        closed_at, resolution = closed_at or row.closed_at, row.resolution or resolution
    zone = ZoneInfo(place.brand.zone)
    return ContactFact(
        contact_id=row.id,
        customer_id=row.customer.person_id,
        order_id=None,
        topic_id=row.topic_id,
        channel=row.channel,
        begun_by=row.begun_by,
        opened_at=row.opened_at,
        due_at=None if _combined_in_time(row, closed_at) else row.first_due_at,
        first_reply_at=row.first_reply_at,
        closed_at=closed_at,
        closed_on=closed_at.astimezone(zone).date() if closed_at else None,
        resolution=resolution,
        confirmed=past.confirmed,
    )


def _only_told(row: Contact) -> bool:
    """We have written, and nobody was to answer anything so far: nothing was settled by that."""
    return row.begun_by == BegunBy.US and row.first_due_at is None


def _combined_in_time(row: Contact, closed_at: datetime | None) -> bool:
    """It was never due by itself."""
    if row.resolution != Resolution.COMBINED or row.first_reply_at or not closed_at:
        return False
    return row.first_due_at is not None and closed_at <= row.first_due_at


def _reopenings(ids: Collection[UUID]) -> list[ReopeningFact]:
    contacts = list(Contact.objects.filter(pk__in=ids).select_related("customer"))
    past = histories(contacts)
    return [
        ReopeningFact(
            contact_id=row.id,
            customer_id=row.customer.person_id,
            opened_at=row.opened_at,
            reopened_at=at,
        )
        for row in contacts
        for at in past[row.id].reopenings
    ]


def _orders(ids: Collection[UUID]) -> list[OrderFact]:
    rows = Order.objects.filter(pk__in=ids, placed_at__isnull=False, deleted_at=None)
    return [
        OrderFact(
            order_id=row.id,
            customer_id=row.customer.person_id if row.customer else None,
            placed_at=row.placed_at,
            kind="reship" if row.reship_for else "order",
            paid=row.financial in PAID,
            is_test=row.is_test,
            currency=row.currency,
            total=row.total,
            refunded=row.back or 0,
        )
        for row in rows.select_related("customer").annotate(back=Sum("refunds__amount"))
        if row.placed_at
    ]


def _concessions(ids: Collection[UUID]) -> list[ConcessionFact]:
    rows = Concession.objects.filter(pk__in=ids, state__in=COUNTED, due=False)
    return [
        ConcessionFact(
            concession_id=row.id,
            customer_id=row.customer.person_id,
            kind=row.kind,
            granted_at=row.granted_at,
            currency=row.currency,
            amount=row.amount,
        )
        for row in rows.select_related("customer")
        if row.granted_at
    ]


def _reviews(ids: Collection[UUID]) -> list[ReviewFact]:
    rows = Review.objects.filter(pk__in=ids).select_related("customer")
    return [
        ReviewFact(
            review_id=row.id,
            customer_id=row.customer.person_id,
            stars=row.stars,
            reviewed_at=row.at,
        )
        for row in rows
    ]


def _cases(ids: Collection[UUID]) -> list[CaseFact]:
    rows = Case.objects.filter(pk__in=ids).select_related("customer")
    return [
        CaseFact(
            case_id=row.id,
            play_id=row.play_id,
            customer_id=row.customer.person_id,
            arm=row.arm,
            holdout=row.holdout,
            season=row.season,
            begun_at=row.begun_at,
            touches=row.said,
            touched_at=row.first_said_at,
            replied_at=row.replied_at,
        )
        for row in rows.annotate(said=Count("touches"), first_said_at=Min("touches__at"))
    ]


SOURCES: dict[type[Fact], Source] = {
    ContactFact: Source(Contact, "opened_at", "contact_id", _contacts),
    ReopeningFact: Source(Contact, "opened_at", "contact_id", _reopenings),
    OrderFact: Source(Order, "placed_at", "order_id", _orders),
    ConcessionFact: Source(Concession, "granted_at", "concession_id", _concessions),
    ReviewFact: Source(Review, "at", "review_id", _reviews),
    CaseFact: Source(Case, "begun_at", "case_id", _cases),
}


def within(source: Source, begin: datetime, end: datetime) -> list[UUID]:
    """Ids of the rows whose moment lies there."""
    rows: Any = source.model._default_manager
    lies = {f"{source.moment}__gte": begin, f"{source.moment}__lt": end}
    return list(rows.filter(**lies).order_by("pk").values_list("pk", flat=True))


def span(source: Source) -> tuple[datetime, datetime] | None:
    """From the first moment to the last, which a store may say lies ahead of us."""
    rows: Any = source.model._default_manager
    found = rows.aggregate(first=Min(source.moment), last=Max(source.moment))
    return (found["first"], found["last"]) if found["first"] else None
