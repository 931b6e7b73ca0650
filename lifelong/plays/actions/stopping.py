"""Ending a case before its last step, and noting that somebody answered."""

from collections.abc import Iterable
from uuid import UUID

from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays import queries
from lifelong.plays.events import CaseReplied, CaseStopped
from lifelong.plays.models import Case, CaseState, PlayKind, Touch
from lifelong.plays.waiting import Why


def stop_for(
    customer_id: UUID, *, why: Why, kinds: Iterable[PlayKind] = tuple(PlayKind)
) -> list[Case]:
    """End what is planned for this person in plays of these kinds."""
    with transaction():
        found = queries.planned([customer_id]).filter(play__kind__in=list(kinds))
        ids = list(found.values_list("id", flat=True))
        rows = Case.objects.select_for_update().filter(pk__in=ids, state=CaseState.PLANNED)
        cases = list(rows.order_by("id"))
        stop(cases, why=why)
        return cases


def stop(cases: Iterable[Case], *, why: Why) -> None:
    """End these, whose rows are locked."""
    for case in cases:
        case.state, case.why, case.due_at = CaseState.STOPPED, why, None
        case.save(update_fields=["state", "why", "due_at"])
        record(
            CaseStopped(
                customer_id=case.customer_id, case_id=case.id, play_id=case.play_id, why=why
            )
        )


def note_reply(contact_id: UUID) -> None:
    """A message came in on this matter: the plays that wrote last about it were answered."""
    with transaction():
        asked = Touch.objects.filter(entry__contact=contact_id).values("case")
        rows = Case.objects.select_for_update().filter(pk__in=asked, replied_at=None)
        for case in rows.order_by("id"):
            case.replied_at = clock.now()
            case.save(update_fields=["replied_at"])
            record(CaseReplied(customer_id=case.customer_id, case_id=case.id, play_id=case.play_id))
