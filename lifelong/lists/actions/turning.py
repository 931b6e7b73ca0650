"""A bulk under its lock: from one state to the next, and telling who ordered it."""

from uuid import UUID

from lifelong.lib import clock
from lifelong.lists.models import Bulk, BulkState
from lifelong.live.publishing import publish


def locked(bulk_id: UUID) -> Bulk:
    """With its agent. Before any conversation's lock, never after."""
    rows = Bulk.objects.select_for_update(of=("self",), no_key=True).select_related("agent")
    return rows.get(pk=bulk_id)


def turn(bulk: Bulk, state: BulkState) -> None:
    over = state not in (BulkState.RUNNING, BulkState.UNDOING)
    bulk.state, bulk.ended_at = state, clock.now() if over else None
    bulk.save()
    tell(bulk)


def tell(bulk: Bulk) -> None:
    publish(f"bulk/{bulk.id}", audience=[f"agent:{bulk.agent_id}"])
