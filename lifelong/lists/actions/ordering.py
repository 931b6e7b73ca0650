"""Setting a bulk going, stopping it, taking it back."""

from django.utils.translation import gettext as _

from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.lists.actions.turning import locked, turn
from lifelong.lists.jobs import carry_on
from lifelong.lists.models import Bulk, BulkState


class NotUnderWay(Refused):
    code = "not-under-way"


class NothingToUndo(Refused):
    code = "nothing-to-undo"


def begin(bulk: Bulk) -> None:
    """Set it going, or let it go on after a stop. A second click does nothing."""
    with transaction():
        bulk = locked(bulk.id)
        if bulk.state not in (BulkState.PLANNED, BulkState.STOPPED):
            return
        bulk.begun_at = bulk.begun_at or clock.now()
        turn(bulk, BulkState.RUNNING)
        carry_on.later(bulk_id=str(bulk.id))


def stop(bulk: Bulk) -> None:
    """Nobody more. What is done stays done."""
    with transaction():
        bulk = locked(bulk.id)
        if bulk.state != BulkState.RUNNING:
            raise NotUnderWay(_("It is not under way any more."))
        turn(bulk, BulkState.STOPPED)


def undo(bulk: Bulk) -> None:
    """Take back what was done, where nobody has gone on with it since."""
    with transaction():
        bulk = locked(bulk.id)
        if bulk.state not in (BulkState.DONE, BulkState.STOPPED) or not bulk.done:
            raise NothingToUndo(_("There is nothing to take back."))
        turn(bulk, BulkState.UNDOING)
        carry_on.later(bulk_id=str(bulk.id))
