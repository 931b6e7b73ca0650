"""What went wrong with a parcel, from the reports about it in whatever order they came.

No database. Reports of the watch stand among those of carriers, at the moment from which what it
found counts; so what carriers tell late ends it, or shows that it never was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from lifelong.commerce.models import FAMILY, Cause, Family, Noticed, ShipmentState
from lifelong.commerce.parcels import MOVING, place_of

State = ShipmentState
#: how the refs of what the watch found begin
WATCHED = "watch "
#: nothing ends it but being there or called off
_NEVER: frozenset[ShipmentState] = frozenset()
_ANY = frozenset(MOVING)
_AT_THE_DOOR = frozenset({State.OUT_FOR_DELIVERY, State.ATTEMPTED, State.READY_FOR_PICKUP})
#: which movements end what; a delay that names its day ends when that is met
_ENDS = {
    Cause.AT_RISK: _AT_THE_DOOR,
    Cause.OVERDUE: _NEVER,
    Cause.STALLED: _ANY,
    Cause.DELAY: _ANY,
    Cause.WEATHER: _ANY,
    Cause.CUSTOMS: _ANY,
    Cause.PAYMENT: _ANY,
    Cause.DOCUMENTS: _ANY,
    # that it is back in the depot helps nobody
    Cause.ATTEMPT_FAILED: frozenset({State.OUT_FOR_DELIVERY, State.READY_FOR_PICKUP}),
    Cause.NOT_PICKED_UP: _ANY - {State.READY_FOR_PICKUP},
    Cause.ADDRESS: _ANY,
    Cause.REFUSED: _NEVER,
    Cause.EXCEPTION: _ANY,
    Cause.LOST: _ANY,
    Cause.DAMAGED: _NEVER,
    Cause.RETURNED: _NEVER,
}
#: what a state says where no cause is named
_SAID = {
    State.DELAYED: Cause.DELAY,
    State.ATTEMPTED: Cause.ATTEMPT_FAILED,
    State.FAILED: Cause.EXCEPTION,
}
_OVER = (State.DELIVERED, State.CANCELLED)


class Report(Protocol):
    ref: str
    at: datetime
    state: str
    expected_on: date | None
    cause: str


@dataclass
class Trouble:
    """One incident, as the reports tell it."""

    family: Family
    cause: Cause
    noticed: Noticed
    began_at: datetime
    ended_at: datetime | None = None
    #: the new day, and the one before
    expected_on: date | None = None
    was_on: date | None = None
    #: the reports that show it
    refs: list[str] = field(default_factory=list)


def troubles_of(reports: Iterable[Report]) -> list[Trouble]:
    """The same for every order of arrival, by their beginnings; of a family one after another."""
    walk = _Walk()
    for report in sorted(reports, key=place_of):
        walk.take(report)
    return walk.troubles


class _Walk:
    """Along the reports of one parcel."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self._open: dict[Family, Trouble] = {}
        self._expected_on: date | None = None
        self._is_over = False

    def take(self, report: Report) -> None:
        state = State(report.state) if report.state else None
        cause = self._cause(report, state)
        self._end_what_it_ends(report, state, cause)
        if cause is not None:
            self._show(report, cause)
        self._expected_on = report.expected_on or self._expected_on
        self._is_over = self._is_over or state in _OVER

    def _cause(self, report: Report, state: ShipmentState | None) -> Cause | None:
        if report.cause:
            return Cause(report.cause)
        if state in _SAID:
            return _SAID[state]
        return Cause.DELAY if self._is_later(report) else None

    def _is_later(self, report: Report) -> bool:
        day, was = report.expected_on, self._expected_on
        return day is not None and was is not None and day > was

    def _end_what_it_ends(
        self, report: Report, state: ShipmentState | None, cause: Cause | None
    ) -> None:
        for trouble in list(self._open.values()):
            if self._ends(trouble, report, state, cause):
                trouble.ended_at = report.at
                del self._open[trouble.family]

    def _ends(
        self, trouble: Trouble, report: Report, state: ShipmentState | None, cause: Cause | None
    ) -> bool:
        if state is State.CANCELLED:
            return True
        if state is State.DELIVERED:
            return trouble.cause is not Cause.RETURNED  # it came to its sender
        if cause is not None:
            # what will not come is not late as well
            return FAMILY[cause] is Family.GONE and trouble.family is not Family.GONE
        if trouble.was_on is not None and trouble.cause in (Cause.DELAY, Cause.WEATHER):
            return report.expected_on is not None and report.expected_on <= trouble.was_on
        return state in _ENDS[trouble.cause]

    def _show(self, report: Report, cause: Cause) -> None:
        family = FAMILY[cause]
        trouble = self._open.get(family) or self._begin(report, cause)
        trouble.refs.append(report.ref)
        trouble.cause = cause
        if self._is_later(report):
            trouble.was_on = trouble.was_on or self._expected_on
            trouble.expected_on = report.expected_on
        trouble.expected_on = report.expected_on or trouble.expected_on

    def _begin(self, report: Report, cause: Cause) -> Trouble:
        family = FAMILY[cause]
        by_watch = report.ref.startswith(WATCHED)
        noticed = Noticed.WATCH if by_watch else Noticed.FEED
        made = Trouble(family, cause, noticed, report.at)
        self.troubles.append(made)
        if self._is_over or (Family.GONE in self._open and family is not Family.GONE):
            made.ended_at = report.at
        else:
            self._open[family] = made
        return made
