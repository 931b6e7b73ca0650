"""What the store tells of may be ours, told before the store's answer reached us; how a concession
fares stands on the timeline; and whoever has to decide hears of it at once."""

import re
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.commerce.events import OrderPlaced, OrderRefunded
from lifelong.commerce.models import Order, Refund
from lifelong.concessions import queries
from lifelong.concessions.actions.carrying_out import carried_out
from lifelong.concessions.actions.showing import missing, show
from lifelong.concessions.events import (
    ApprovalAsked,
    ApprovalDecided,
    ApprovalLapsed,
    ConcessionDone,
    ConcessionDoubted,
    ConcessionFailed,
    ConcessionGranted,
    OfConcession,
)
from lifelong.concessions.models import Approval, Concession
from lifelong.conversations.events import ContactBegun, PeopleJoined
from lifelong.conversations.models import Conversation
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish

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


@on(OrderPlaced)
def know_our_own_reship(fact: OrderPlaced) -> None:
    """It is marked with the concession that it carries out."""
    if not fact.is_reship:
        return
    order = Order.objects.get(pk=fact.order_id)
    assert order.reship_for is not None
    ours = Concession.objects.filter(
        pk=order.reship_for, kind="reship", connection=order.connection_id
    )
    for concession_id in ours.values_list("id", flat=True):
        carried_out(concession_id, ref=order.ref)


def show_how_it_fares(fact: OfConcession) -> None:
    show(fact.concession_id)


for _kind in (
    ApprovalAsked,
    ApprovalDecided,
    ApprovalLapsed,
    ConcessionGranted,
    ConcessionDone,
    ConcessionFailed,
    ConcessionDoubted,
):
    on(_kind)(show_how_it_fares)


def show_the_approval(fact: ApprovalAsked | ApprovalDecided | ApprovalLapsed) -> None:
    """Whoever may decide it and whoever asked see at once that it is there, or how it ended."""
    approval = Approval.objects.select_related("level", "concession").get(pk=fact.approval_id)
    people = {approval.concession.agent_id, *queries.deciders(approval)}
    with transaction():
        publish(f"approvals/{approval.id}", audience=[f"agent:{one}" for one in people])


on(ApprovalAsked)(show_the_approval)
on(ApprovalDecided)(show_the_approval)
on(ApprovalLapsed)(show_the_approval)


# when somebody writes for the first time; later it finds nothing that is missing
@on_all(ContactBegun, shares=True)
def show_what_was_given(begun: list[Recorded]) -> None:
    customer_ids = {event.fact.customer_id for event in begun if event.fact.customer_id}
    _show_one_by_one(missing(customer_ids))


@on(PeopleJoined)
def show_what_was_given_to_the_joined(fact: PeopleJoined) -> None:
    """Who had never written has a timeline now."""
    of_them = Q(pk=fact.conversation_id) | Q(lead=fact.conversation_id)
    people = Conversation.objects.filter(of_them).values_list("customer_id", flat=True)
    for one in missing(list(people)):
        show(one.id)


def _show_one_by_one(found: QuerySet[Concession]) -> None:
    """Each under its conversation's lock, in a transaction of its own."""
    rows = list(found.values_list("id", "customer_id"))
    if len({customer_id for _id, customer_id in rows}) > 1:
        apart()
    for concession_id, _customer_id in rows:
        show(concession_id)
