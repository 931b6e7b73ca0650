"""An agent's open shift, locked: whoever brings an agent a customer holds it until the count of
what they have has changed. Taken after the conversation, never before it."""

from uuid import UUID

from lifelong.channels.models import Kind
from lifelong.lib import clock
from lifelong.routing.candidates import LOST
from lifelong.routing.models import Shift
from lifelong.routing.queries import at_work, load_of


def lock_shift(agent_id: UUID) -> Shift | None:
    """None when they are not at work."""
    open_shift = Shift.objects.select_for_update(of=("self",)).filter(
        agent_id=agent_id, signed_off_at=None
    )
    if open_shift.values("id").first() is None:
        return None
    # asked again now that we have the lock: a query that waited still sees what was before
    return at_work().filter(agent_id=agent_id).select_related("agent").first()


def lock_with_room(agent_id: UUID, kind: Kind, *, more: int) -> Shift | None:
    """None also when they have no room of this kind for so many more, or are to be reached live
    and have no screen. 0: for no more than they hold already; -1: one over is good enough."""
    shift = lock_shift(agent_id)
    if shift is None or (kind is Kind.LIVE and shift.screen_at <= clock.now() - LOST):
        return None
    most = shift.agent.slots if kind is Kind.LIVE else shift.agent.capacity
    return shift if load_of(agent_id, kind) + more <= most else None
