"""Who would have got a sequence last week, and what it says of a real matter. Writes nothing."""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.channels.hours import due
from lifelong.channels.models import Brand, Channel
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.customers.models import Customer, Purpose
from lifelong.knowledge.values import order_meant
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from lifelong.plays.assignment import Arm, assign, season_of
from lifelong.plays.follow_up import queries
from lifelong.plays.follow_up.fitting import Unfit, unfit
from lifelong.plays.follow_up.matters import (
    audience_of,
    closed_as,
    in_the_way,
    overtaken,
    sequence_for,
    with_all,
)
from lifelong.plays.follow_up.models import Sequence, Step, StepKind
from lifelong.plays.follow_up.saying import Gift, Texts, To
from lifelong.plays.models import Case
from lifelong.plays.owed import causes_of
from lifelong.plays.playing import Words
from lifelong.plays.waiting import Why
from lifelong.plays.ways import Ways

WEEK = timedelta(days=7)
#: of so many closings, the newest
MOST = 300
#: of so many one is chosen to show a sequence on
RECENT = 12


@dataclass(frozen=True)
class Would:
    """A closed matter, and whether it would have been followed. `held`: they would have been held
    out. `unfit`: why not; None: it would."""

    contact: Contact
    due_at: datetime
    unfit: Unfit | None
    held: bool = False


def last_week(sequence: Sequence) -> list[Would]:
    """What was closed in the last seven days, the newest first, at most `MOST`."""
    now = clock.now()
    rows = closed_in(sequence.play.brand).filter(closed_at__gt=now - WEEK)
    contacts = list(rows[:MOST])
    first = sequence.steps.all()[0].delay if sequence.steps.all() else timedelta(0)
    barred: dict[UUID, Unfit] = _unfit(sequence, contacts)
    fit = [one for one in contacts if one.id not in barred]
    barred |= in_the_way(fit)
    when = {one: _due(one, first) for one in fit}
    since = {one: one.closed_at for one in fit if one.id not in barred and one.closed_at}
    ends = {one.id: due_at for one, due_at in when.items()}
    barred |= overtaken(since, until=ends) | _wrote(since, ends)
    barred |= _unreached(sequence, [one for one in fit if one.id not in barred])
    causes = causes_of(contacts)
    return [
        Would(
            one,
            when.get(one) or _due(one, first),
            barred.get(one.id),
            held=one.id not in barred and _held(sequence, one, causes[one.id]),
        )
        for one in contacts
    ]


def closed_in(brand: Brand) -> "QuerySet[Contact]":
    """What somebody closed in this shop, the newest first."""
    here = Q(endpoint__brand=brand) | Q(endpoint=None, conversation__inbox__brand=brand)
    rows = Contact.objects.filter(here, closed_at__isnull=False, closed_by__isnull=False)
    return with_all(rows).order_by("-closed_at")


def _unfit(sequence: Sequence, contacts: Many[Contact]) -> dict[UUID, Unfit]:
    others = [one for one in queries.running() if one.pk != sequence.pk]
    found: dict[UUID, Unfit] = {}
    for contact in contacts:
        why = unfit(closed_as(contact), audience_of(sequence))
        if why is None and sequence_for(contact, [*others, sequence]) is not sequence:
            why = Unfit.NEARER
        if why is not None:
            found[contact.id] = why
    return found


def _due(contact: Contact, delay: timedelta) -> datetime:
    assert contact.closed_at is not None
    return due(contact.conversation.inbox.schedule, contact.closed_at, delay)


def _wrote(since: Mapping[Contact, datetime], until: Mapping[UUID, datetime]) -> dict[UUID, Unfit]:
    """Who wrote before it was due, also if that took nothing up again."""
    people = {one.customer.person_id for one in since}
    theirs = Q(customer__in=people) | Q(customer__lead__in=people)
    said = Entry.objects.filter(
        theirs,
        kind=EntryKind.MESSAGE_IN,
        message__automatic="",
        placed_at__gt=min(since.values(), default=clock.now()),
    )
    written: dict[UUID, list[datetime]] = {}
    rows = said.values_list("customer_id", "customer__lead_id", "placed_at")
    for customer_id, lead_id, at in rows:
        written.setdefault(lead_id or customer_id, []).append(at)
    return {
        one.id: Unfit.WROTE
        for one, moment in since.items()
        if any(moment < at <= until[one.id] for at in written.get(one.customer.person_id, []))
    }


def _unreached(sequence: Sequence, contacts: Many[Contact]) -> dict[UUID, Unfit]:
    as_cases = {one.id: Case(play=sequence.play, customer=one.customer) for one in contacts}
    ways = Ways(list(as_cases.values()))
    found = {one: ways.to(case, Purpose.UPDATES) for one, case in as_cases.items()}
    return {
        one: Unfit.CONSENT if way is Why.CONSENT else Unfit.NOWHERE
        for one, way in found.items()
        if isinstance(way, Why)
    }


def _held(sequence: Sequence, contact: Contact, causes: Collection[str]) -> bool:
    season, play = season_of(contact.closed_at or clock.now()), sequence.play
    share, person_id = play.holdout / 100, contact.customer.person_id
    return assign(person_id, play.id, season, share=share, causes=causes) is Arm.HOLDOUT


@dataclass(frozen=True)
class Shown:
    step: Step
    #: None: nothing would be said
    words: Words | None


def shown(brand: Brand, steps: Many[Step], contact: Contact, *, currency: str) -> list[Shown]:
    """What each of these steps says of this matter; the links lead nowhere, the code is made up."""
    texts, to = Texts(steps), _to(brand, contact)
    return [Shown(one, texts.words(one, _thanked(to, one, currency))) for one in steps]


def _to(brand: Brand, contact: Contact) -> To:
    person_id = contact.customer.person_id
    joined = Customer.objects.filter(lead=person_id).values_list("id", flat=True)
    is_text = contact.channel == Channel.SMS
    return To(
        case_id=ids.new_id(),
        brand=brand,
        customer=contact.customer,
        contact=contact,
        channel=Channel.SMS if is_text else Channel.EMAIL,
        language=contact.customer.language or (brand.languages[0] if brand.languages else "en"),
        order=order_meant(contact, [person_id, *joined], brand),
    )


def _thanked(to: To, step: Step, currency: str) -> To:
    """A share of an order that there is not is nothing."""
    if step.kind != StepKind.THANK or (step.percent and to.order is None):
        return to
    amount = step.amount or 0
    if step.percent and to.order is not None:
        amount, currency = to.order.total * step.percent // 100, to.order.currency
    money = Money(amount, currency)
    return replace(to, gift=Gift.like(money, step.gives))
