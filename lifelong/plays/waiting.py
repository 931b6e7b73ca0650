"""When a play may write to somebody, and how often. Arithmetic; touches no database."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lifelong.channels.hours import Opening, Schedule, next_opening

#: all plays together write to nobody more often than this
MOST = 4
WITHIN = timedelta(days=28)
DAY = timedelta(days=1)


class Why(enum.StrEnum):
    """Why a case was stopped or put off."""

    #: put off: it is night where they live, or they heard from us today
    HOURS = "hours"
    TODAY = "today"
    #: put off: many have the same trouble, and a lead decides what they are told, and when
    MASS = "mass"
    #: put off: something of ours failed
    TROUBLE = "trouble"
    #: stopped: they have heard from our plays often enough
    OFTEN = "often"
    #: they wrote before we did
    WROTE = "wrote"
    #: they do not want it, or there is no address
    CONSENT = "consent"
    NOWHERE = "nowhere"
    #: what it was about is settled: the parcel moves, the order is cancelled
    SETTLED = "settled"
    #: they bought again, or another matter began
    BOUGHT = "bought"
    ANOTHER = "another"
    #: it is too late to say it
    STALE = "stale"
    #: what would be said is not known: a text, or something that belongs into it
    WORDLESS = "wordless"
    #: somebody switched the play off, or it may not give what it would
    OFF = "off"
    AUTHORITY = "authority"


@dataclass(frozen=True)
class Hours:
    """In which part of a customer's day a play writes: minutes after midnight."""

    start: int
    end: int


@dataclass(frozen=True)
class PutOff:
    until: datetime
    why: Why


def zone_of(*names: str) -> str:
    """The first of these that is a zone, else UTC."""
    for name in names:
        try:
            if name:
                ZoneInfo(name)
                return name
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return "UTC"


def put_off(
    now: datetime, *, hours: Hours, zone: str, touched: Iterable[datetime], owed: bool
) -> PutOff | Why | None:
    """None: write now. `touched`: when plays wrote to this person, at least over `WITHIN`.
    `owed`: it is about help that they are owed: then only the limit of one a day holds.

    Raises no error whatever the clocks do: hours are those on the wall.
    """
    when = list(touched)
    if not owed and sum(now - at < WITHIN for at in when) >= MOST:
        return Why.OFTEN
    if any(_day(at, zone) == _day(now, zone) for at in when):
        return PutOff(_opens(_midnight_after(now, zone), hours, zone), Why.TODAY)
    opens = _opens(now, hours, zone)
    return None if opens <= now else PutOff(opens, Why.HOURS)


def _opens(at: datetime, hours: Hours, zone: str) -> datetime:
    week = ((Opening(hours.start, hours.end),),) * 7
    found = next_opening(Schedule(zone, week), at)
    assert found is not None, "every day has its hours"
    return found


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _midnight_after(at: datetime, zone: str) -> datetime:
    return datetime.combine(_day(at, zone) + DAY, time(), ZoneInfo(zone))
