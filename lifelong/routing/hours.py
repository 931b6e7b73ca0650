"""Arithmetic over stretches of time, in UTC: a clock change neither adds nor takes an hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Stretch:
    """From one moment to another, aware times."""

    start: datetime
    end: datetime

    def within(self, other: "Stretch") -> "Stretch":
        """What lies within `other`; of no length when nothing does."""
        start = max(self.start, other.start)
        return Stretch(start, max(start, min(self.end, other.end)))

    @property
    def length(self) -> timedelta:
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


@dataclass(frozen=True)
class PaidHours:
    """From sign-on to sign-off; `away` of it was spent so, by reason."""

    total: timedelta
    away: Mapping[str, timedelta]

    @property
    def at_work(self) -> timedelta:
        return self.total - sum(self.away.values(), timedelta())


def total(stretches: Iterable[Stretch]) -> timedelta:
    """Their length together; what two of them share counts once."""
    length, reached = timedelta(), None
    for one in sorted(stretches, key=lambda one: one.start):
        start = one.start if reached is None else max(one.start, reached)
        if one.end > start:
            length += Stretch(start, one.end).length
            reached = one.end
    return length


def day_in(zone: str, day: date) -> Stretch:
    """A calendar day as it is lived in `zone`: 23 or 25 hours when the clocks change."""
    place = ZoneInfo(zone)
    return Stretch(
        datetime.combine(day, time(), place).astimezone(UTC),
        datetime.combine(day + timedelta(days=1), time(), place).astimezone(UTC),
    )
