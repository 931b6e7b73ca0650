"""Whether a deal kept its customer. Arithmetic over what happened since; touches no database."""

from dataclasses import dataclass
from datetime import timedelta

from lifelong.concessions.authority import Kind
from lifelong.plays.retention.models import Outcome

#: so long after it was accepted it shows
FOLLOWED = timedelta(days=90)
#: worth something with the next order only: who never places one was not kept by it
FOR_THE_NEXT_ORDER = (Kind.DISCOUNT, Kind.CREDIT)


@dataclass(frozen=True)
class Since:
    """What happened between the yes and the end of those days."""

    #: what was promised was given, and not taken back
    given: bool
    cancelled: bool = False
    #: money of the order went back beside the deal itself
    refunded: bool = False
    bought_again: bool = False


def outcome_of(kind: Kind, since: Since) -> Outcome:
    if not since.given:
        return Outcome.NOT_GIVEN
    if since.cancelled:
        return Outcome.CANCELLED
    if since.refunded:
        return Outcome.REFUNDED
    if kind in FOR_THE_NEXT_ORDER and not since.bought_again:
        return Outcome.LEFT
    return Outcome.KEPT
