"""Heeding what a customer said when asked: whoever says that it is settled is asked no more, and
perhaps thanked."""

from uuid import UUID

from lifelong.channels.hours import due
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.follow_up.models import Sequence, StepKind, Thanks
from lifelong.plays.models import Case, CaseState, PlayKind


def heed_settled(contact_id: UUID) -> None:
    """They said so. A repeat does nothing."""
    with transaction():
        rows = Case.objects.select_for_update(of=("self",)).filter(
            contact=contact_id,
            play__kind=PlayKind.FOLLOW_UP,
            step__gt=0,
            state__in=(CaseState.PLANNED, CaseState.DONE),
        )
        for case in rows.select_related("play__sequence", "contact__conversation__inbox__brand"):
            _heed(case)


def _heed(case: Case) -> None:
    sequence: Sequence | None = getattr(case.play, "sequence", None)
    steps = list(sequence.steps.all()) if sequence else []
    thanks = steps[-1] if steps and steps[-1].kind == StepKind.THANK else None
    if Thanks.objects.filter(case=case).exists():
        return
    case.state, case.due_at = CaseState.DONE, None
    if thanks is not None and case.contact is not None:
        case.step = thanks.place
        schedule = case.contact.conversation.inbox.schedule
        Thanks.objects.create(
            case=case,
            customer_id=case.customer_id,
            due_at=due(schedule, clock.now(), thanks.delay),
        )
    case.save(update_fields=["step", "state", "due_at"])
