"""Who gets the ordinary treatment instead of retention, and why. Writes nothing.

One case for each person and season. Whoever is held out stays so the season long, and as long as
a matter is open that was open in it; but for what is owed, and for law and safety, nobody
is: what turns out later stands in the causes of the case, and lifts it.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from lifelong.channels.models import Brand
from lifelong.commerce.models import Incident
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.customers.models import Customer
from lifelong.customers.queries import who_is_who
from lifelong.lib import clock
from lifelong.lib.statements import Statement, among
from lifelong.plays.assignment import NEVER_HELD_OUT, Arm, season_of
from lifelong.plays.models import Case, CaseState, Play, PlayKind
from lifelong.plays.owed import WORDS, causes_of
from lifelong.plays.queries import brand_of
from lifelong.routing.scoring import HARD
from lifelong.triage.facts import LATE_FOR
from lifelong.triage.queries import standings
from lifelong.triage.reading import says, with_subject
from lifelong.triage.risk import Risk

#: so many of their last messages are read again
READ = 20


def play_of(brand: Brand) -> Play | None:
    """The brand's retention, where it was ever set up."""
    return Play.objects.filter(brand=brand, kind=PlayKind.RETENTION).order_by("id").first()


def case_of(play: Play, customer_ids: Collection[UUID]) -> Case | None:
    """The one that holds for this person now, whichever of them it was begun for."""
    rows = Case.objects.filter(play=play, customer__in=customer_ids).order_by("begun_at", "id")
    return _holding(list(rows), customer_ids)


def _holding(cases: Sequence[Case], customer_ids: Collection[UUID]) -> Case | None:
    """Of one play's cases of one person, the oldest first: this season's, else the last one while
    a matter is open that was open in its season, so that no arm changes in the middle of one."""
    season = season_of(clock.now())
    of_now = [one for one in cases if one.season == season]
    if of_now or not cases:
        return of_now[0] if of_now else None
    open_ones = Contact.objects.filter(customer__in=customer_ids, closed_at=None)
    since = open_ones.aggregate(since=Min("opened_at"))["since"]
    return cases[-1] if since and season_of(since) <= cases[-1].season else None


def is_held(case: Case) -> bool:
    """Out of retention, here and now."""
    return case.arm == Arm.HOLDOUT and NEVER_HELD_OUT.isdisjoint(case.causes)


def held_among(customer_ids: Collection[UUID]) -> set[UUID]:
    """The leading customers of those of these who are held out of any brand's retention."""
    people = who_is_who(customer_ids)
    # of most who write nobody ever was
    return {
        person_id
        for play, person_id in {
            (one.play, people[one.customer_id]) for one in _HELD.rows(people=list(people))
        }
        if (case := case_of(play, people_of(person_id))) is not None and is_held(case)
    }


_HELD = Statement(
    lambda: (
        Case.objects.filter(
            among("customer", "people"), play__kind=PlayKind.RETENTION, state=CaseState.HELD
        )
        .exclude(causes__overlap=list(NEVER_HELD_OUT))
        .select_related("play")
    )
)


def owed_now(customer_ids: Collection[UUID], at_risk: Mapping[UUID, Collection[Risk]]) -> set[str]:
    """For what this person may not be held out: what their open matters are about, the tags that
    stand on them, and what is wrong with their parcels."""
    tags = {risk.value for risks in at_risk.values() for risk in risks} | _said(at_risk)
    theirs = Contact.objects.filter(customer__in=customer_ids, closed_at=None)
    about = causes_of(list(theirs.select_related("topic__parent__parent")))
    parcels = Incident.objects.filter(
        order__customer__in=customer_ids,
        resolved_at=None,
        opened_at__gt=clock.now() - LATE_FOR,
    ).values_list("cause", flat=True)
    return tags.union(*about.values(), parcels) & NEVER_HELD_OUT


def _said(contact_ids: Collection[UUID]) -> set[str]:
    """By words of their own. A message is read as about one thing, and whoever wants to cancel what
    came broken is read as wanting to cancel."""
    rows = Entry.objects.filter(
        contact__in=contact_ids, kind=EntryKind.MESSAGE_IN, redacted_at=None
    ).exclude(message__automatic=True)
    texts = rows.order_by("-placed_at").values_list("text", "message__subject")[:READ]
    return {cause for said in texts for cause in says(with_subject(*said), WORDS)}


def why_withheld(contact: Contact) -> str:
    """Why a hero serves them as usual, as a sentence; "" where they get steps and deals."""
    play = play_of(brand_of(contact))
    if play is None:
        return ""
    people = people_of(contact.customer.person_id)
    if not play.is_on:
        return "" if _is_grave(people) else _("Retention is switched off. Serve them as usual.")
    case = case_of(play, people)
    if case is not None:
        return _("Part of the comparison group: serve them as usual.") if is_held(case) else ""
    if _were_at_risk(play, people):
        return ""
    return _("Deals are for who may go, once they are drawn. Tag the risk, or look again soon.")


def was_under_way(play: Play, contact: Contact) -> bool:
    """When it was set up: such a matter goes on as it was served."""
    return contact.opened_at < play.begun_at


def _were_at_risk(play: Play, customer_ids: Collection[UUID]) -> bool:
    theirs = Contact.objects.filter(customer__in=customer_ids, closed_at=None)
    rows = theirs.select_related("endpoint__brand", "conversation__inbox__brand")
    before = [
        one.id for one in rows if was_under_way(play, one) and brand_of(one).id == play.brand_id
    ]
    return any(tag.decides for one in standings(before).values() for tag in one.tags)


def people_of(person_id: UUID) -> list[UUID]:
    """All customers who are this person."""
    rows = Customer.objects.filter(Q(pk=person_id) | Q(lead=person_id))
    return list(rows.values_list("pk", flat=True))


def _is_grave(customer_ids: Collection[UUID]) -> bool:
    """Law or safety stands: these are brought to keepers whether a play is on or not."""
    theirs = Contact.objects.filter(customer__in=customer_ids, closed_at=None)
    read = standings(list(theirs.values_list("pk", flat=True)))
    return any(tag.risk.value in HARD for one in read.values() for tag in one.tags)
