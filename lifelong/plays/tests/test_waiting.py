"""When a play may write, and how often."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.plays.waiting import MOST, Hours, PutOff, Why, put_off, zone_of

BERLIN = "Europe/Berlin"
DAYTIME = Hours(9 * 60, 20 * 60)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def berlin(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(BERLIN))  # type: ignore[misc,arg-type]


def asked(now: datetime, *touched: datetime, owed: bool = False) -> PutOff | Why | None:
    return put_off(now, hours=DAYTIME, zone=BERLIN, touched=touched, owed=owed)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        # the night in which the clocks go forward, and the one in which they go back
        (berlin(2026, 3, 28, 22), berlin(2026, 3, 29, 9)),
        (berlin(2026, 3, 29, 1), berlin(2026, 3, 29, 9)),
        (berlin(2026, 10, 24, 20), berlin(2026, 10, 25, 9)),
        (berlin(2026, 10, 25, 8, 59), berlin(2026, 10, 25, 9)),
        (berlin(2026, 6, 1, 20), berlin(2026, 6, 2, 9)),
    ],
)
def test_at_night_it_waits_for_the_hour_on_the_wall(now: datetime, until: datetime) -> None:
    assert asked(now.astimezone(UTC)) == PutOff(until, Why.HOURS)


@pytest.mark.parametrize(
    "now", [berlin(2026, 3, 29, 9), berlin(2026, 10, 25, 19, 59), berlin(2026, 6, 1, 12)]
)
def test_by_day_it_writes(now: datetime) -> None:
    assert asked(now) is None


def test_a_person_hears_from_plays_once_a_day_of_theirs() -> None:
    now = berlin(2026, 6, 1, 19)
    assert asked(now, now - 9 * HOUR) == PutOff(berlin(2026, 6, 2, 9), Why.TODAY)
    # yesterday evening, and less than a day ago
    assert asked(berlin(2026, 6, 2, 9), now) is None


def test_it_is_their_day_that_counts_and_not_ours() -> None:
    # in Berlin the first of June has begun, in UTC it has not
    touched = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert asked(datetime(2026, 6, 1, 10, tzinfo=UTC), touched) == PutOff(
        berlin(2026, 6, 2, 9), Why.TODAY
    )


def test_four_times_in_four_weeks_are_enough_unless_help_is_owed() -> None:
    now = berlin(2026, 6, 29, 12)
    touched = [now - n * DAY for n in range(1, MOST + 1)]
    assert asked(now, *touched) is Why.OFTEN
    assert asked(now, *touched, owed=True) is None
    assert asked(now, *touched[:-1]) is None
    assert asked(now, *touched[:-1], now - 28 * DAY) is None


def test_an_unknown_zone_is_passed_over() -> None:
    assert zone_of("", "Mars/Olympus", BERLIN) == BERLIN
    assert zone_of("../../etc/passwd") == "UTC"


@given(
    st.integers(0, 365 * 24 * 60).map(
        lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
    ),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham"]),
    st.integers(0, 1438),
    st.integers(1, 1440),
    st.lists(st.integers(0, 60 * 24 * 28), max_size=3),
)
def test_it_never_writes_at_night_nor_twice_a_day(
    now: datetime, zone: str, start: int, length: int, ago: list[int]
) -> None:
    hours = Hours(start, min(1440, start + length))
    touched = [now - timedelta(minutes=one) for one in ago]
    when = put_off(now, hours=hours, zone=zone, touched=touched, owed=False)
    assert when is None or isinstance(when, PutOff)
    at = now if when is None else when.until
    local = at.astimezone(ZoneInfo(zone))
    # an hour that the clock leaves out is said by the next there is
    skipped = (
        local.utcoffset()
        != (local - 2 * HOUR).astimezone(UTC).astimezone(ZoneInfo(zone)).utcoffset()
    )
    assert skipped or hours.start <= local.hour * 60 + local.minute < hours.end
    assert local.date() not in {one.astimezone(ZoneInfo(zone)).date() for one in touched}
