"""How long a parcel may stand still, and where the day stands for each brand. No database."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: business days without movement, within a country and beyond it
AT_HOME, ABROAD = 3.0, 5.0
#: days for which a parcel waits to be picked up
TO_PICK_UP = timedelta(days=4)
#: of the day on which it is due: carriers have loaded by then
NOON = time(12)
#: what has not moved for so long is watched no more
GIVEN_UP = timedelta(days=60)
#: a carrier in trouble stretches our patience, so far at most
MOST_PACE = 2.5
_SATURDAY = 5


def still_since(now: datetime, *, zone: str, days: float) -> datetime:
    """What has not moved since then has stood still for so many business days.

    Saturdays and Sundays of the zone do not count, of other days the hours do.
    """
    place = ZoneInfo(zone)
    moment, left = now.astimezone(place), timedelta(days=days)
    while True:
        midnight = datetime.combine(moment.date(), time(0), place)
        is_weekend = moment.weekday() >= _SATURDAY
        passed = timedelta(0) if is_weekend else _between(midnight, moment)
        if not is_weekend and passed >= left:
            return (moment.astimezone(now.tzinfo) - left).astimezone(now.tzinfo)
        left -= passed
        # the last moment of the day before
        moment = (midnight.astimezone(now.tzinfo) - timedelta(microseconds=1)).astimezone(place)


def _between(one: datetime, other: datetime) -> timedelta:
    """Also across a change of the clock."""
    return timedelta(seconds=other.timestamp() - one.timestamp())


def pace_of(current: timedelta | None, usual: timedelta | None) -> float:
    """How much slower a carrier is than it usually is, by the medians of its ways; never faster,
    since what is early needs no patience."""
    if not current or not usual:
        return 1.0
    return min(max(current / usual, 1.0), MOST_PACE)
