"""Reading again all that waits at once, as the intake pages show it: how far, and what came of
it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lifelong.accounts.policy import Caller
from lifelong.channels.actions.rereading import begin_round, stop_round
from lifelong.channels.models import DeliveryState, Round
from lifelong.channels.queries import last_round, unread_of
from lifelong.lib import clock
from lifelong.web.console.doors import ConsoleRequest

#: so long its report stands over the list
SHOWN = timedelta(days=1)


@dataclass(frozen=True)
class RoundRow:
    #: "parked" or "quarantined"
    of: str
    began_at: datetime
    by: str
    total: int
    #: how many the intake has read, while it is under way
    read: int
    is_over: bool
    stopped: bool
    #: once it is over: how many came in, were copies, and came back, and why
    stored: int
    copies: int
    back: int
    reasons: list[tuple[str, int]]

    @property
    def left(self) -> int:
        """Of one that was stopped: how many nobody read again."""
        return self.total - self.read


def shown_round(of: DeliveryState, caller: Caller) -> RoundRow | None:
    found = last_round(of, visible_to=caller)
    if found is None or (found.over_at and found.over_at < clock.now() - SHOWN):
        return None
    became: dict[str, Any] = found.became
    return RoundRow(
        of=found.of,
        began_at=found.began_at,
        by=found.began_by.name if found.began_by else "",
        total=found.total,
        read=min(found.taken if found.over_at else found.taken - unread_of(found), found.total),
        is_over=found.over_at is not None,
        stopped=found.stopped,
        stored=became.get(DeliveryState.STORED, 0),
        copies=became.get(DeliveryState.DUPLICATE, 0),
        back=sum(became.get(state, 0) for state in _ASIDE),
        reasons=[(words, count) for words, count in became.get("reasons", [])],
    )


_ASIDE = (DeliveryState.PARKED, DeliveryState.QUARANTINED, DeliveryState.BLOCKED)


def begin_or_stop(request: ConsoleRequest, of: DeliveryState) -> Round | None:
    """POST begins a round, DELETE stops the one that is under way: then there is none."""
    if request.method != "DELETE":
        return begin_round(of, by=request.agent)
    if (found := last_round(of, visible_to=request.caller)) is not None:
        stop_round(found)
    return None
