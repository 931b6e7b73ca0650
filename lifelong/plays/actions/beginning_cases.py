"""Writing down whom a play is for, before it does anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.commerce.models import Order
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.assignment import NEVER_HELD_OUT, Arm, assign, season_of
from lifelong.plays.events import CaseBegun, CaseTurned
from lifelong.plays.models import Case, CaseState, Play


@dataclass(frozen=True, kw_only=True)
class Eligible:
    """Somebody a play is for. `subject`: of what; a second time it is no news. `due_at`: when its
    first step is; None: nothing is sent."""

    customer: Customer
    subject: UUID
    due_at: datetime | None
    order: Order | None = None
    contact: Contact | None = None
    #: in the words of `assignment.NEVER_HELD_OUT` where they fit
    causes: tuple[str, ...] = ()


def begin_cases(play: Play, eligible: Sequence[Eligible]) -> list[Case]:
    """The cases that are new. Who is held out is written down as such, and hears nothing."""
    with transaction():
        now = clock.now()
        cases = [_case(play, one, now) for one in eligible]
        Case.objects.bulk_create(cases, ignore_conflicts=True)
        made = set(
            Case.objects.filter(pk__in=[case.id for case in cases]).values_list("pk", flat=True)
        )
        begun = [case for case in cases if case.id in made]
        for case in begun:
            record(
                CaseBegun(
                    customer_id=case.customer_id,
                    case_id=case.id,
                    play_id=play.id,
                    arm=Arm(case.arm),
                )
            )
        return begun


def change_causes(cases: Sequence[Case], causes: tuple[str, ...]) -> None:
    """What these are about has turned out to be something else; their rows are locked. Who is owed
    help now gets the play, also if they were held out, and is compared with nobody: in either arm,
    and however far the play got, or one of them would keep those whom it went worse with."""
    now = clock.now()
    for case in cases:
        case.causes = list(causes)
        if not NEVER_HELD_OUT.isdisjoint(causes) and case.arm != Arm.OWED:
            case.arm = Arm.OWED
            if case.state == CaseState.HELD:
                case.state, case.due_at = CaseState.PLANNED, now
        case.save(update_fields=["causes", "arm", "state", "due_at"])
        record(
            CaseTurned(
                customer_id=case.customer_id,
                case_id=case.id,
                play_id=case.play_id,
                arm=Arm(case.arm),
            )
        )


def _case(play: Play, one: Eligible, now: datetime) -> Case:
    season = season_of(now)
    person_id = one.customer.person_id
    arm = assign(person_id, play.id, season, share=play.holdout / 100, causes=one.causes)
    held = arm is Arm.HOLDOUT
    treated = CaseState.PLANNED if one.due_at else CaseState.DONE
    return Case(
        play=play,
        customer=one.customer,
        subject=one.subject,
        order=one.order,
        contact=one.contact,
        causes=list(one.causes),
        begun_at=now,
        season=season,
        holdout=play.holdout,
        arm=arm,
        state=CaseState.HELD if held else treated,
        due_at=None if held else one.due_at,
    )
