"""Closed matters, and what stands in the way of following them. Many at once."""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Many
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.commerce.models import Order
from lifelong.conversations.models import BegunBy, Contact, Entry, EntryKind, Topic
from lifelong.lib import clock
from lifelong.plays.follow_up.fitting import Audience, Closed, Unfit, nearness, unfit
from lifelong.plays.follow_up.models import Sequence
from lifelong.plays.queries import brand_of
from lifelong.triage.queries import standings
from lifelong.triage.risk import Risk

#: who has such a matter hears nothing by itself
GRAVE = frozenset({Risk.LEGAL, Risk.SAFETY, Risk.ABUSE})


def with_all(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """With what is asked of them here. What many share is loaded once."""
    return contacts.select_related("customer", "conversation").prefetch_related(
        "topic__parent__parent", "endpoint__brand", "conversation__inbox__brand"
    )


def audience_of(sequence: Sequence) -> Audience:
    topics = [one.id for one in sequence.topics.all()]
    return Audience(topics, sequence.resolutions, sequence.channels)


def sequence_for(contact: Contact, among: Many[Sequence]) -> Sequence | None:
    """Of those that follow it the nearest, and of equally near ones the oldest."""
    closed, brand_id = closed_as(contact), brand_of(contact).id
    fit = [one for one in among if one.play.brand_id == brand_id]
    fit = [one for one in fit if unfit(closed, audience_of(one)) is None]
    return min(fit, key=lambda one: (nearness(closed, audience_of(one)), one.pk), default=None)


def closed_as(contact: Contact) -> Closed:
    return Closed(
        contact.resolution, contact.closed_by_id is not None, contact.channel, _line(contact.topic)
    )


def _line(topic: Topic | None) -> list[UUID]:
    line: list[UUID] = []
    while topic is not None:
        line.append(topic.id)
        topic = topic.parent
    return line


def in_the_way(contacts: Collection[Contact]) -> dict[UUID, Unfit]:
    """What stands in the way of following these, whichever sequence it would be."""
    found = {one.id: Unfit.REOPENED for one in contacts if one.closed_at is None}
    found |= dict.fromkeys(grave(contacts), Unfit.RISK)
    ours = [one.id for one in contacts if one.begun_by == BegunBy.US]
    said = Entry.objects.filter(contact__in=ours, kind=EntryKind.MESSAGE_IN)
    answered = set(said.values_list("contact_id", flat=True)) if ours else set()
    found |= dict.fromkeys(set(ours) - answered, Unfit.OURS)
    return found


def grave(contacts: Collection[Contact]) -> set[UUID]:
    """Those in which law, safety or abuse stands."""
    read = standings([one.id for one in contacts])
    return {one for one, said in read.items() if GRAVE & {tag.risk for tag in said.tags}}


def overtaken(
    since: Mapping[Contact, datetime], *, until: Mapping[UUID, datetime] | None = None
) -> dict[UUID, Unfit]:
    """Whose matter was left behind since that moment: by an order, or by another matter, which
    counts however old it is as long as it is open. By the contact's id. `until`: by the same, until
    when; else until now."""
    people = {one.customer.person_id for one in since}
    if not people:
        return {}
    earliest, now = min(since.values()), clock.now()
    ends = {one.id: until[one.id] if until else now for one in since}
    latest = max(ends.values())
    theirs = Q(customer__in=people) | Q(customer__lead__in=people)
    bought = Order.objects.filter(
        theirs,
        placed_at__gt=earliest,
        placed_at__lte=latest,
        is_test=False,
        reship_for=None,
        deleted_at=None,
    )
    orders = _by_person(bought.values_list("customer_id", "customer__lead_id", "placed_at"))
    begun = Contact.objects.filter(theirs, begun_by=BegunBy.CUSTOMER, opened_at__lte=latest)
    others = begun.filter(Q(closed_at=None) | Q(opened_at__gt=earliest))
    found: dict[UUID, Unfit] = {}
    matters: dict[UUID, list[tuple[UUID, datetime, bool]]] = {}
    rows = others.values_list("customer_id", "customer__lead_id", "id", "opened_at", "closed_at")
    for customer_id, lead_id, one, opened_at, closed_at in rows:
        kept = matters.setdefault(lead_id or customer_id, [])
        kept.append((one, opened_at, closed_at is None))
    for contact, moment in since.items():
        person_id, end = contact.customer.person_id, ends[contact.id]
        if any(moment < at <= end for at in orders.get(person_id, [])):
            found[contact.id] = Unfit.BOUGHT
        elif any(
            one != contact.id and opened_at <= end and (is_open or opened_at > moment)
            for one, opened_at, is_open in matters.get(person_id, [])
        ):
            found[contact.id] = Unfit.ANOTHER
    return found


def _by_person(
    rows: "QuerySet[Order, tuple[UUID | None, UUID | None, datetime | None]]",
) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = {}
    for customer_id, lead_id, at in rows:
        person_id = lead_id or customer_id
        if person_id is not None and at is not None:
            found.setdefault(person_id, []).append(at)
    return found
