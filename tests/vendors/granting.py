"""What tests of giving in a shop do on our side."""

from typing import Any

from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import given, holder, level, wish
from lifelong.lib import clock


def granted(order: Order, amount: int, kind: Kind = Kind.REFUND, **fields: Any) -> Concession:
    wished = wish(Order.objects.get(pk=order.pk), amount, kind, **fields)
    return given(wished, by=holder(level(1, 9000)))


def now_due(concession: Concession) -> None:
    Concession.objects.filter(pk=concession.pk).update(next_try_at=clock.now())
