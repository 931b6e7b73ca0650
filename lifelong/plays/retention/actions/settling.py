"""After ninety days it shows whether a deal kept its customer."""

from django.db.models import Q

from lifelong.commerce.models import Order
from lifelong.commerce.queries import PAID
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import COUNTED
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.retention.events import DealSettled
from lifelong.plays.retention.keeping import Since, outcome_of
from lifelong.plays.retention.models import Answer, Proposal

AT_ONCE = 200


def settle_due() -> int:
    """Settle all whose days are over. How many there were."""
    settled = 0
    while some := _settle_some():
        settled += some
    return settled


def _settle_some() -> int:
    with transaction():
        due = Proposal.objects.select_for_update(of=("self",), skip_locked=True).filter(
            answer=Answer.ACCEPTED, settled_at=None, until__lte=clock.now()
        )
        rows = list(due.select_related("deal", "customer", "order", "concession")[:AT_ONCE])
        for row in rows:
            outcome = outcome_of(Kind(row.deal.kind), _since(row))
            row.outcome, row.settled_at = outcome, clock.now()
            row.save(update_fields=["outcome", "settled_at"])
            record(DealSettled(customer_id=row.customer_id, proposal_id=row.id, outcome=outcome))
        return len(rows)


def _since(row: Proposal) -> Since:
    assert row.concession is not None
    return Since(
        given=row.concession.state in COUNTED,
        cancelled=_is_cancelled(row),
        refunded=_is_refunded(row),
        bought_again=_has_bought_again(row),
    )


def _is_cancelled(row: Proposal) -> bool:
    cancelled_at = row.order.cancelled_at if row.order else None
    return cancelled_at is not None and row.until is not None and cancelled_at <= row.until


def _is_refunded(row: Proposal) -> bool:
    """Money of the order went back since, other than the deal's own."""
    if row.order is None or row.concession is None:
        return False
    back = row.order.refunds.filter(
        amount__gt=0, refunded_at__gt=row.answered_at, refunded_at__lte=row.until
    ).exclude(note__contains=str(row.concession_id))
    return back.exclude(ref=row.concession.ref).exists()


def _has_bought_again(row: Proposal) -> bool:
    person_id = row.customer.person_id
    orders = Order.objects.filter(
        Q(customer=person_id) | Q(customer__lead=person_id),
        placed_at__gt=row.answered_at, placed_at__lte=row.until, financial__in=PAID,
        cancelled_at=None, deleted_at=None, is_test=False, reship_for=None,
    )  # fmt: skip
    return orders.exists()
