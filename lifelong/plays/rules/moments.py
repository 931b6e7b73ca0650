"""When a schedule's moment is. No database."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: so late a moment is still taken up: a worker may have been away
GRACE = timedelta(hours=1)


def last_moment(
    days: Collection[int], minutes: int, *, zone: str, now: datetime
) -> datetime | None:
    """The last moment on these days (Monday is 0) at so many minutes of the clock after midnight
    in `zone`, if it is no longer than GRACE ago. In UTC. A time that the change to summer leaves
    out comes an hour later; one that comes twice counts once."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    for day in (today, today - timedelta(days=1)):
        if day.weekday() not in days:
            continue
        moment = datetime.combine(day, time(minutes // 60, minutes % 60), here).astimezone(UTC)
        if moment <= now:
            return moment if now - moment <= GRACE else None
    return None
