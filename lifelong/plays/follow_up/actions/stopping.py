"""Ending sequences whose matter was left behind."""

from uuid import UUID

from lifelong.lib.transactions import transaction
from lifelong.plays import queries
from lifelong.plays.actions.stopping import stop
from lifelong.plays.follow_up.matters import overtaken
from lifelong.plays.follow_up.playing import WHY
from lifelong.plays.models import Case, CaseState, PlayKind
from lifelong.plays.waiting import Why


def stop_overtaken(customer_id: UUID) -> None:
    """What is planned for this person ends where they ordered since, or need something else."""
    with transaction():
        planned = queries.planned([customer_id]).filter(play__kind=PlayKind.FOLLOW_UP)
        rows = Case.objects.select_for_update(of=("self",)).filter(
            pk__in=list(planned.values_list("id", flat=True)), state=CaseState.PLANNED
        )
        cases = list(rows.select_related("contact__customer", "play"))
        behind = overtaken({one.contact: one.begun_at for one in cases if one.contact})
        for case in cases:
            if case.contact is None or case.contact.closed_at is None:
                stop([case], why=Why.ANOTHER)
            elif case.contact.id in behind:
                stop([case], why=WHY[behind[case.contact.id]])
