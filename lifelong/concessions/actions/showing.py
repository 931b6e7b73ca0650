"""What is given to a customer, as a line of their timeline. Its words are drawn when shown."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lifelong.concessions.models import Concession
from lifelong.conversations.actions.showing_events import show_event
from lifelong.conversations.models import Entry

#: what the line says that it is
WHAT = "concession"


def show(concession_id: UUID) -> None:
    """Enter it, or bring it up to date with how it fares now."""
    concession = Concession.objects.select_related("agent", "contact").get(pk=concession_id)
    show_event(
        concession.id,
        of=concession.customer_id,
        details=lambda: details_of(concession_id),
        placed_at=concession.made_at,
        contact=concession.contact,
        by=concession.agent,
    )


def missing(customer_ids: Collection[UUID]) -> QuerySet[Concession]:
    """What these customers were given and is on no timeline yet."""
    rows = Concession.objects.filter(customer__in=customer_ids)
    shown = Entry.objects.filter(pk__in=rows.values("id")).values("id")
    return rows.exclude(pk__in=shown).order_by("made_at")


def details_of(concession_id: UUID) -> dict[str, Any]:
    """As it is at this moment: ids, enums and minor units."""
    one = Concession.objects.select_related("approval").get(pk=concession_id)
    said = {
        "what": WHAT,
        "concession": str(one.id),
        "kind": one.kind,
        "state": one.state,
        "amount": one.amount,
        "currency": one.currency,
        "reason": one.reason,
        "due": one.due,
    }
    if one.order_id is not None:
        said["order"] = str(one.order_id)
    if hasattr(one, "approval") and one.approval.decided_by_id is not None:
        said["decided_by"] = str(one.approval.decided_by_id)
    return said
