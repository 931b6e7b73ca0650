"""Opening hours: when we are there, and what of a span of time counts.

Hours are said in local time and counted in UTC, so that the night of a clock change has the hours
that it has. Everything else is a question to one sorted list of opening stretches.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
#: minutes of a day: an opening may last until its end
MIDNIGHT = 24 * 60
#: how far ahead an opening is looked for; beyond it nobody knows the hours
HORIZON = 400 * DAY
YEAR = 365 * DAY


@dataclass(frozen=True)
class Opening:
    """A stretch of one day, in minutes after its midnight: 9:00 to 17:30 is (540, 1050)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MIDNIGHT:
            raise ValueError(f"no opening: {self.start} to {self.end}")


@dataclass(frozen=True)
class Schedule:
    """A week of openings in a zone, Monday first, and the days on which it does not count."""

    zone: str
    week: tuple[tuple[Opening, ...], ...]
    holidays: frozenset[date] = frozenset()

    @property
    def always(self) -> bool:
        """Nobody said any hours: we are always there."""
        return not any(self.week)


#: for whom nobody set any hours
ALWAYS = Schedule("UTC", ((),) * 7)
DAY_AND_NIGHT = ((Opening(0, MIDNIGHT),),) * 7


def schedule_from(said: dict[str, Any], *, zone: str) -> Schedule:
    """Read what a brand or an inbox keeps: {"week": [[["09:00", "17:30"], ...], ...] of seven
    days, "holidays": ["2026-12-25", ...]}; {} for no hours. Without a week it is open day and
    night but on holidays."""
    days = frozenset(date.fromisoformat(day) for day in said.get("holidays", ()))
    if "week" not in said:
        return Schedule(zone, DAY_AND_NIGHT if days else ALWAYS.week, days)
    week = tuple(
        tuple(Opening(minutes(start), minutes(end)) for start, end in day) for day in said["week"]
    )
    return Schedule(zone, week, days)


def minutes(clock: str) -> int:
    """Of a day: "09:30" is 570, "24:00" its end. Raises `ValueError`."""
    hour, _colon, minute = clock.partition(":")
    said = int(hour) * 60 + int(minute)
    if not 0 <= int(minute) < 60 or not 0 <= said <= MIDNIGHT:
        raise ValueError(f"no time of day: {clock}")
    return said


def is_open(schedule: Schedule, at: datetime) -> bool:
    return schedule.always or _openings(schedule, at).holds(_seconds(at))


def next_opening(schedule: Schedule, at: datetime) -> datetime | None:
    """The first moment from `at` on when we are there; `at` itself when we are. None: never."""
    if is_open(schedule, at):
        return at
    start = _openings(schedule, at).next_start(_seconds(at))
    return None if start is None else datetime.fromtimestamp(start, UTC)


def open_time(schedule: Schedule, start: datetime, end: datetime) -> timedelta:
    """How much of the time between two moments lies within opening hours; below zero when `end`
    comes first."""
    if schedule.always:
        return end - start
    known = _openings(schedule, min(start, end))
    return timedelta(seconds=known.elapsed(_seconds(end)) - known.elapsed(_seconds(start)))


def due(schedule: Schedule, since: datetime, within: timedelta) -> datetime:
    """When `within` of opening hours has gone by after `since`. Where no hours come any more, the
    clock simply runs."""
    if schedule.always:
        return since + within
    known = _openings(schedule, since)
    moment = known.moment(known.elapsed(_seconds(since)) + within.total_seconds())
    return since + within if moment is None else max(since, datetime.fromtimestamp(moment, UTC))


def ahead_of(schedule: Schedule, moment: datetime, within: timedelta) -> datetime:
    """When `within` of opening hours is left until `moment`."""
    if schedule.always:
        return moment - within
    known = _openings(schedule, moment - YEAR)
    reached = known.moment(known.elapsed(_seconds(moment)) - within.total_seconds())
    return moment - within if reached is None else datetime.fromtimestamp(reached, UTC)


def elapsed_clock(schedule: Schedule, *, earliest: datetime) -> Callable[[datetime], float]:
    """For many moments, none before `earliest`: seconds of opening hours that have gone by until
    one, counted from some beginning. Only the difference of two means anything."""
    if schedule.always:
        return datetime.timestamp
    known = _openings(schedule, earliest)
    return lambda at: known.elapsed(at.timestamp())


class _Openings:
    """Opening stretches in seconds since the epoch, in order, touching ones made one."""

    def __init__(self, stretches: Iterator[tuple[float, float]]) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []
        for start, end in stretches:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)
        lengths = (end - start for start, end in zip(self._starts, self._ends, strict=True))
        #: open seconds before each stretch, and in all
        self._before = list(accumulate(lengths, initial=0.0))

    def holds(self, at: float) -> bool:
        place = bisect_right(self._starts, at)
        return place > 0 and at < self._ends[place - 1]

    def next_start(self, at: float) -> float | None:
        place = bisect_right(self._starts, at)
        return self._starts[place] if place < len(self._starts) else None

    def elapsed(self, at: float) -> float:
        """Open seconds from the first stretch until `at`."""
        place = bisect_right(self._starts, at)
        if place == 0:
            return 0.0
        return self._before[place - 1] + min(at, self._ends[place - 1]) - self._starts[place - 1]

    def moment(self, elapsed: float) -> float | None:
        """When so many open seconds have gone by; None when there are not that many."""
        place = bisect_left(self._before, elapsed)
        if elapsed < 0 or place >= len(self._before) or not self._starts:
            return None
        place = max(place, 1)
        return self._starts[place - 1] + elapsed - self._before[place - 1]


def _openings(schedule: Schedule, at: datetime) -> _Openings:
    return _openings_of_year(schedule, at.astimezone(UTC).year)


@lru_cache(maxsize=64)
def _openings_of_year(schedule: Schedule, year: int) -> _Openings:
    """From the day before a year until the horizon after its end."""
    return _Openings(_stretches(schedule, date(year, 1, 1) - DAY, date(year, 12, 31) + HORIZON))


def _stretches(schedule: Schedule, first: date, last: date) -> Iterator[tuple[float, float]]:
    day, zone = first, ZoneInfo(schedule.zone)
    while day <= last:
        if day not in schedule.holidays:
            for opening in sorted(schedule.week[day.weekday()], key=lambda one: one.start):
                yield _local(day, opening.start, zone), _local(day, opening.end, zone)
        day += DAY


def _local(day: date, minutes: int, zone: ZoneInfo) -> float:
    """A minute of a day as its clock on the wall says it, whatever the clock does that day."""
    if minutes == MIDNIGHT:
        return datetime.combine(day + DAY, time(), zone).timestamp()
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).timestamp()


def _seconds(at: datetime) -> float:
    return at.timestamp()
