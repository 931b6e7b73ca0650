"""Where a parcel is and was, from the reports about it in whatever order they came. No database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from lifelong.commerce.models import ShipmentState

State = ShipmentState
#: the further one decides where two reports are of the same moment
_FURTHER = list(State)
#: the carrier has it, or had it
_SENT = {
    State.SHIPPED, State.IN_TRANSIT, State.DELAYED, State.OUT_FOR_DELIVERY, State.ATTEMPTED,
    State.READY_FOR_PICKUP, State.DELIVERED, State.FAILED,
}  # fmt: skip
#: it was seen somewhere; that it is late is no movement
MOVING = {
    State.SHIPPED, State.IN_TRANSIT, State.OUT_FOR_DELIVERY, State.ATTEMPTED,
    State.READY_FOR_PICKUP,
}  # fmt: skip
#: nothing more is awaited
SETTLED = (State.DELIVERED, State.CANCELLED)


class Report(Protocol):
    ref: str
    at: datetime
    #: "" or None: it says nothing of that
    state: str
    expected_on: date | None


@dataclass(frozen=True)
class Delay:
    at: datetime
    #: the new day, and the one before, where they are known
    expected_on: date | None
    was_on: date | None


@dataclass
class Course:
    """A parcel's way so far."""

    state: ShipmentState = State.PREPARING
    shipped_at: datetime | None = None
    expected_on: date | None = None
    delivered_at: datetime | None = None
    #: seen somewhere last
    moved_at: datetime | None = None
    #: waiting to be picked up since
    ready_at: datetime | None = None
    delays: list[Delay] = field(default_factory=list)
    failed_at: list[datetime] = field(default_factory=list)


def course_of(reports: Iterable[Report]) -> Course:
    """The same for every order of arrival."""
    course = Course()
    for report in sorted(reports, key=place_of):
        state = State(report.state) if report.state else course.state
        _note_delay(course, report, is_said=state is State.DELAYED and state is not course.state)
        if report.state:
            _see(course, state, report.at)
        _move(course, state, report.at)
        course.expected_on = report.expected_on or course.expected_on
    return course


def place_of(report: Report) -> tuple[datetime, int, str]:
    """Where it stands among the reports of its parcel."""
    return report.at, _FURTHER.index(State(report.state)) if report.state else -1, report.ref


def _note_delay(course: Course, report: Report, *, is_said: bool) -> None:
    """Later than was said; or the carrier says so itself."""
    day, was = report.expected_on, course.expected_on
    is_later = day is not None and was is not None and day > was
    if course.delivered_at is None and (is_later or is_said):
        course.delays.append(Delay(report.at, day, was))


def _see(course: Course, state: ShipmentState, at: datetime) -> None:
    if state in MOVING or course.moved_at is None:
        course.moved_at = at
    if state is not State.READY_FOR_PICKUP:
        course.ready_at = None
    elif course.ready_at is None:
        course.ready_at = at


def _move(course: Course, state: ShipmentState, at: datetime) -> None:
    if state in _SENT and course.shipped_at is None:
        course.shipped_at = at
    if state is State.DELIVERED and course.delivered_at is None:
        course.delivered_at = at
    if state is State.FAILED and state is not course.state:
        course.failed_at.append(at)
    course.state = state


def urgency(state: str, expected_on: date | None, *, today: date) -> str:
    """ "late": its day is over, or it failed; "soon": it may become so; "" if all is well."""
    if state in SETTLED:
        return ""
    if state == State.FAILED or (expected_on is not None and expected_on < today):
        return "late"
    due = expected_on == today and state != State.OUT_FOR_DELIVERY
    return "soon" if due or state in (State.DELAYED, State.ATTEMPTED) else ""
