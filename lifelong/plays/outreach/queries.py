"""Reads of outreach."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand
from lifelong.channels.queries import brands_of
from lifelong.commerce.models import Cause, Incident
from lifelong.conversations.models import Contact
from lifelong.conversations.queries import conversations
from lifelong.lib.errors import NotFound
from lifelong.plays.models import Case, CaseState, Play, PlayKind
from lifelong.plays.outreach.mass import ANSWERED_WITHIN, BEFORE, SPAN
from lifelong.plays.outreach.models import MassIncident, MassState, Member, Template


def play_of(brand: Brand) -> Play | None:
    """The brand's outreach, where it was ever set up."""
    return Play.objects.filter(brand=brand, kind=PlayKind.OUTREACH).order_by("id").first()


def templates(play: Play) -> list[Template]:
    """All of a play, also those whose text is out of use, in the order in which they are tried."""
    rows = Template.objects.filter(play=play).select_related("answer")
    return list(rows.order_by("cause", "channel", "place"))


def recent_incidents(brand: Brand, *, most: int) -> list[Incident]:
    """The newest of a brand whose buyer is known."""
    rows = Incident.objects.filter(
        order__connection__brand=brand,
        order__customer__isnull=False,
        order__deleted_at=None,
        order__placed_at__isnull=False,
    )
    rows = rows.select_related("order__customer", "shipment")
    return list(rows.order_by("-opened_at", "-id")[:most])


def masses(*, visible_to: Caller) -> QuerySet[MassIncident]:
    """Those of the brands in whose inboxes the caller works, the newest first."""
    visible_to.must(Verb.DECIDE_MASS_INCIDENTS)
    rows = MassIncident.objects.select_related("play__brand", "decided_by")
    rows = rows.filter(play__brand__in=brands_of(visible_to))
    return rows.order_by("-found_at", "-id")


def mass(mass_id: UUID, *, visible_to: Caller) -> MassIncident:
    found = masses(visible_to=visible_to).filter(pk=mass_id).first()
    if found is None:
        raise NotFound(_("There is no such mass incident for you."))
    return found


def undecided_count(*, visible_to: Caller) -> int:
    """How many wait for a lead."""
    return masses(visible_to=visible_to).filter(state=MassState.FOUND, over_at=None).count()


def open_masses() -> QuerySet[MassIncident]:
    """Those that are not over, the newest first."""
    rows = MassIncident.objects.filter(over_at=None)
    return rows.select_related("play__brand", "decided_by").order_by("-found_at")


def notices(brand: Brand) -> list[MassIncident]:
    """What a brand says openly: mass incidents of which a lead lets customers be told."""
    return list(open_masses().filter(play__brand=brand, state=MassState.APPROVED))


def masses_of(cases: Sequence[Case]) -> dict[UUID, MassIncident]:
    """By case, the mass incident to which it belongs."""
    rows = Member.objects.filter(case__in=[case.id for case in cases], mass__over_at=None)
    return {row.case_id: row.mass for row in rows.select_related("mass")}


def crowds(*, now: datetime) -> list[tuple[UUID, str, str, int, int]]:
    """Brand, carrier, cause; parcels that got into this trouble lately, and in the time before."""
    rows = Incident.objects.filter(opened_at__gt=now - SPAN - BEFORE).exclude(carrier="")
    lately = Q(opened_at__gt=now - SPAN)
    counted = rows.values("carrier", "cause", brand=F("order__connection__brand")).annotate(
        lately=Count("shipment", filter=lately, distinct=True),
        before=Count("shipment", filter=~lately, distinct=True),
    )
    return [
        (row["brand"], row["carrier"], row["cause"], row["lately"], row["before"])
        for row in counted.filter(lately__gt=0)
    ]


def told_and_replied(cause: str = "", *, now: datetime) -> tuple[int, int]:
    """Over all outreach, or that of one cause: how many were told 48 hours ago or longer, and how
    many of them answered. Who was told since is not counted, whether they answered or not."""
    told = Case.objects.filter(
        play__kind=PlayKind.OUTREACH, touches__step=0, touches__at__lte=now - ANSWERED_WITHIN
    )
    if cause:
        told = told.filter(causes__contains=[cause])
    found = told.aggregate(told=Count("pk"), replied=Count("replied_at"))
    return found["told"], found["replied"]


def members(mass: MassIncident) -> QuerySet[Case]:
    ids = mass.members.values("case")
    return Case.objects.filter(pk__in=ids).select_related("customer", "order", "play__brand")


def counts(mass: MassIncident) -> dict[str, int]:
    """Of a mass incident: customers in all, planned, told, replied, held out, stopped."""
    rows = members(mass).order_by()
    return rows.aggregate(
        all=Count("pk"),
        planned=Count("pk", filter=Q(state=CaseState.PLANNED, step=0)),
        told=Count("pk", filter=Q(step__gt=0)),
        replied=Count("pk", filter=Q(replied_at__isnull=False)),
        held=Count("pk", filter=Q(state=CaseState.HELD)),
        stopped=Count("pk", filter=Q(state=CaseState.STOPPED)),
    )


def next_wave_at(mass: MassIncident) -> datetime | None:
    """When the next of its customers are told; None: nobody is planned."""
    planned = members(mass).filter(state=CaseState.PLANNED, step=0)
    due: datetime | None = planned.aggregate(first=Min("due_at"))["first"]
    return due


def waiting_replies(mass: MassIncident, *, visible_to: Caller | None = None) -> QuerySet[Contact]:
    """Matters that its messages began, whose customers have answered and wait; the longest first.
    `visible_to`: only in conversations that the caller sees whole."""
    rows = Contact.objects.filter(
        entries__in=members(mass).values("touches__entry"),
        closed_at=None,
        waiting_since__isnull=False,
    )
    if visible_to is not None:
        seen = conversations(visible_to=visible_to).values("pk")
        rows = rows.filter(Q(conversation__in=seen) | Q(conversation__lead__in=seen))
    rows = rows.select_related("customer", "conversation__lead")
    return rows.order_by("waiting_since", "id").distinct()


def cases_behind(contacts: Sequence[Contact]) -> dict[UUID, Case]:
    """By contact, the case whose message began it."""
    rows = Case.objects.filter(touches__entry__contact__in=[one.id for one in contacts])
    found = rows.select_related("customer", "order", "play__brand")
    return {
        case.of_contact: case
        for case in found.annotate(of_contact=F("touches__entry__contact")).order_by("begun_at")
    }


def spoken_of(play: Play) -> set[Cause]:
    """The causes of which it says anything: a text that is out of use says nothing."""
    rows = Template.objects.filter(play=play, answer__is_active=True)
    return {Cause(one) for one in rows.values_list("cause", flat=True)}
