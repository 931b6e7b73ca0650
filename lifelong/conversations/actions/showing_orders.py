"""What became of a customer's orders, as quiet lines of their timeline.

A line has the id of its milestone, so it stands there once, whoever finds it missing. It is
placed at its own time: who writes for the first time finds their past orders before their words.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from lifelong.commerce.models import Milestone, MilestoneKind
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.lib.transactions import transaction


def show_orders(customer_id: UUID) -> None:
    """Enter what is missing, and have screens look again. Nothing before the first contact."""
    with transaction():
        own = Conversation.objects.filter(customer_id=customer_id).values_list("id", flat=True)
        for conversation_id in own:
            with changing(conversation_id) as change:
                _enter(list(missing_milestones([customer_id])), customer_id, change)


def missing_milestones(customer_ids: Collection[UUID]) -> QuerySet[Milestone]:
    """What is on no timeline yet, in the order in which it happened."""
    rows = Milestone.objects.filter(order__customer_id__in=customer_ids, order__deleted_at=None)
    missing = rows.exclude(pk__in=_shown(customer_ids)).order_by("at", "id")
    return missing.select_related("order")


def _shown(customer_ids: Collection[UUID]) -> QuerySet[Entry, UUID]:
    mine = Milestone.objects.filter(order__customer_id__in=customer_ids).values("id")
    return Entry.objects.filter(pk__in=mine).values_list("id", flat=True)


def _enter(milestones: list[Milestone], customer_id: UUID, change: Change) -> None:
    last_entry_at = change.conversation.last_entry_at
    for one in milestones:
        change.enter(
            EntryKind.EVENT,
            contact=None,
            of=customer_id,
            entry_id=one.id,
            placed_at=one.at,
            details=details_of(one),
        )
    # nobody has said anything: who was closed stays where they are in the list of those
    change.conversation.last_entry_at = last_entry_at


def details_of(milestone: Milestone) -> dict[str, str]:
    said = {"what": f"order-{milestone.kind}", "order": str(milestone.order_id)}
    if milestone.kind == MilestoneKind.PLACED and milestone.order.reship_for is not None:
        said["reship"] = str(milestone.order.reship_for)
    if milestone.refund_id is not None:
        said["refund"] = str(milestone.refund_id)
    if milestone.expected_on is not None:
        said["expected"] = milestone.expected_on.isoformat()
    return said
