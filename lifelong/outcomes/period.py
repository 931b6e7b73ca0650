"""Stretches of whole days in a brand's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: over how long contacts are held against orders
CONTACT_RATE_DAYS = 28


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to `until`, the first day that is no longer in it."""

    first: date
    until: date
    zone: ZoneInfo

    @classmethod
    def before(cls, until: date, zone: ZoneInfo) -> "Period":
        """The 28 days before a day; an hour more or less where the clocks were changed."""
        return cls(until - timedelta(days=CONTACT_RATE_DAYS), until, zone)

    @property
    def begin(self) -> datetime:
        """In UTC, without a zone, as facts are."""
        return self._midnight(self.first)

    @property
    def end(self) -> datetime:
        return self._midnight(self.until)

    def _midnight(self, day: date) -> datetime:
        there = datetime.combine(day, time(), self.zone)
        return there.astimezone(UTC).replace(tzinfo=None)
