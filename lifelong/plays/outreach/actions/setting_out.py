"""Writing down whose parcel is in trouble, and holding back what many have at once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from lifelong.commerce.models import Cause, Incident
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.plays.actions.beginning_cases import Eligible, begin_cases, change_causes
from lifelong.plays.models import Case, CaseState, Play, PlayKind
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.events import MassIncidentFound, MassIncidentOver
from lifelong.plays.outreach.mass import LEADS, SPAN, is_mass, usual
from lifelong.plays.outreach.models import MassIncident, Member
from lifelong.plays.outreach.playing import FRESH
from lifelong.plays.queries import running

#: what comes and goes is not spoken of, and a crowd is seen before the first of it is told
SETTLES = timedelta(minutes=10)


def begin_for(incident_ids: Sequence[UUID]) -> list[Case]:
    """Cases for these incidents, where their brand's play is on and speaks of such trouble."""
    rows = Incident.objects.filter(pk__in=incident_ids, resolved_at=None)
    rows = rows.filter(
        began_at__gt=clock.now() - FRESH,
        order__customer__isnull=False,
        order__is_test=False,
        order__cancelled_at=None,
        order__deleted_at=None,
    )
    found = rows.select_related("order__customer", "order__connection")
    by_brand: dict[UUID, list[Incident]] = {}
    for incident in found.order_by("id"):
        by_brand.setdefault(incident.order.connection.brand_id, []).append(incident)
    cases: list[Case] = []
    for play in running(PlayKind.OUTREACH).filter(brand__in=by_brand):
        spoken_of = queries.spoken_of(play)
        mine = [one for one in by_brand[play.brand_id] if one.cause in spoken_of]
        cases += begin_cases(play, [_eligible(one) for one in mine])
    return cases


def _eligible(incident: Incident) -> Eligible:
    customer = incident.order.customer
    assert customer is not None
    return Eligible(
        customer=customer,
        subject=incident.id,
        due_at=clock.now() + SETTLES,
        order=incident.order,
        causes=(incident.cause,),
    )


def follow(incident_ids: Sequence[UUID]) -> None:
    """These incidents have another cause, or day, than before."""
    rows = Incident.objects.filter(pk__in=incident_ids, resolved_at=None)
    causes = dict(rows.values_list("id", "cause"))
    with transaction():
        known = Case.objects.filter(subject__in=causes, play__kind=PlayKind.OUTREACH)
        cases = list(known.select_for_update(of=("self",)).order_by("id"))
        for case in cases:
            if case.causes != [causes[case.subject]]:
                change_causes([case], (causes[case.subject],))
    known_subjects = {case.subject for case in cases}
    begin_for([one for one in causes if one not in known_subjects])


def find_masses() -> list[MassIncident]:
    """Troubles that so many parcels of a carrier have at once that a lead has to decide; who has
    them, also since they were found, is held back until then."""
    now, found = clock.now(), []
    plays = {play.brand_id: play for play in running(PlayKind.OUTREACH)}
    for brand_id, carrier, cause, lately, before in queries.crowds(now=now):
        play = plays.get(brand_id)
        if play is None:
            continue
        with transaction():
            mass = MassIncident.objects.filter(
                play=play, carrier=carrier, cause=cause, over_at=None
            ).first()
            if mass is None and is_mass(lately, before):
                mass = _found(play, carrier, cause, lately, before)
                found.append(mass)
            if mass is not None:
                _gather(mass)
    return found


def _found(play: Play, carrier: str, cause: str, lately: int, before: int) -> MassIncident:
    mass = MassIncident.objects.create(
        play=play,
        carrier=carrier,
        cause=cause,
        found_at=clock.now(),
        parcels=lately,
        usual=usual(before),
    )
    record(MassIncidentFound(mass_id=mass.id, play_id=play.id, cause=Cause(cause)))
    publish(f"mass-incidents/{mass.id}", audience=LEADS)
    return mass


def _gather(mass: MassIncident) -> None:
    """The cases of its incidents that nobody was told of yet."""
    incidents = Incident.objects.filter(
        carrier=mass.carrier,
        cause=mass.cause,
        order__connection__brand=mass.play.brand_id,
        opened_at__gt=mass.found_at - SPAN,
    )
    cases = Case.objects.filter(
        play=mass.play_id,
        subject__in=incidents.values("id"),
        # also who is held out: they have the trouble as well
        state__in=[CaseState.PLANNED, CaseState.HELD],
        step=0,
    )
    known = Member.objects.filter(mass=mass).values("case")
    Member.objects.bulk_create(
        [
            Member(case_id=one, mass=mass)
            for one in cases.exclude(pk__in=known).values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )


def end_masses() -> None:
    """Those of which no parcel has the trouble any more."""
    for mass in queries.open_masses():
        with transaction():
            # its members' trouble may have got another name meanwhile
            theirs = Q(pk__in=queries.members(mass).values("subject"))
            same = Q(
                carrier=mass.carrier,
                cause=mass.cause,
                order__connection__brand=mass.play.brand_id,
                opened_at__gt=mass.found_at - SPAN,
            )
            if Incident.objects.filter(theirs | same, resolved_at=None).exists():
                continue
            if MassIncident.objects.filter(pk=mass.pk, over_at=None).update(over_at=clock.now()):
                record(MassIncidentOver(mass_id=mass.id))
                publish(f"mass-incidents/{mass.id}", audience=LEADS)
