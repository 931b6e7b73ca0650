"""A refund that the store tells of may be ours, told before the store's answer reached us."""

import re
from uuid import UUID

from lifelong.commerce.events import OrderRefunded
from lifelong.commerce.models import Refund
from lifelong.concessions.actions.carrying_out import carried_out
from lifelong.concessions.models import Concession
from lifelong.events.reactor import on

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@on(OrderRefunded)
def know_our_own_refund(fact: OrderRefunded) -> None:
    """Its note names the concession, as the connector has written it there."""
    refund = Refund.objects.get(pk=fact.refund_id)
    named = [UUID(found) for found in _ID.findall(refund.note)]
    ours = Concession.objects.filter(
        pk__in=named, order=fact.order_id, kind="refund", amount=refund.amount
    )
    for concession_id in ours.values_list("id", flat=True):
        carried_out(concession_id, ref=refund.ref)
