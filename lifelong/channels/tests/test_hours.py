"""What opening hours say, over nights, holidays and both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lifelong.channels.hours import (
    ALWAYS,
    Opening,
    Schedule,
    ahead_of,
    due,
    is_open,
    minutes,
    next_opening,
    open_time,
    schedule_from,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
OFFICE = schedule_from(
    {
        "week": [[["09:00", "12:00"], ["13:00", "17:00"]]] * 5 + [[], []],
        "holidays": ["2026-12-25"],
    },
    zone="Europe/Berlin",
)
NIGHTS = schedule_from({"week": [[["00:00", "24:00"]]] * 7}, zone="Europe/Berlin")
SMALL_HOURS = schedule_from({"week": [[["01:00", "04:00"]]] * 7}, zone="Europe/Berlin")


def berlin(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-20 09:00", "2026-11-20 09:00"),
        ("2026-11-20 08:59", "2026-11-20 09:00"),
        ("2026-11-20 12:00", "2026-11-20 13:00"),
        ("2026-11-20 16:59", "2026-11-20 16:59"),
        ("2026-11-20 17:00", "2026-11-23 09:00"),
        ("2026-11-22 03:00", "2026-11-23 09:00"),
        ("2026-12-24 18:00", "2026-12-28 09:00"),
        ("2026-12-31 20:00", "2027-01-01 09:00"),
    ],
)
def test_we_are_back_at_the_next_opening(at: str, opens: str) -> None:
    moment = berlin(at)
    assert next_opening(OFFICE, moment) == berlin(opens)
    assert is_open(OFFICE, moment) == (at == opens)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-11-20 09:00", 2, "2026-11-20 11:00"),
        ("2026-11-20 09:00", 3, "2026-11-20 12:00"),
        ("2026-11-20 09:00", 4, "2026-11-20 14:00"),
        ("2026-11-20 16:00", 8, "2026-11-23 17:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 10:00"),
        ("2026-12-24 16:30", 1, "2026-12-28 09:30"),
    ],
)
def test_a_target_runs_only_while_we_are_open(since: str, hours: int, until: str) -> None:
    moment = due(OFFICE, berlin(since), hours * HOUR)
    assert moment == berlin(until)
    assert open_time(OFFICE, berlin(since), moment) == hours * HOUR


@pytest.mark.parametrize(
    ("day", "length"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)]
)
def test_the_day_of_a_clock_change_has_the_hours_that_it_has(day: str, length: int) -> None:
    midnight = berlin(f"{day} 00:00")
    next_midnight = berlin(str(date.fromisoformat(day) + timedelta(days=1)))
    assert open_time(NIGHTS, midnight, next_midnight) == length * HOUR


@pytest.mark.parametrize(
    ("since", "until_utc"),
    [
        # two hours of Sunday's small hours, one of which the clock skips: the rest comes Monday
        ("2026-03-29 00:00", "2026-03-29 02:00"),
        ("2026-10-25 00:00", "2026-10-25 01:00"),
        ("2026-10-26 00:00", "2026-10-26 02:00"),
    ],
)
def test_hours_over_a_clock_change_equal_the_table(since: str, until_utc: str) -> None:
    moment = datetime.fromisoformat(until_utc).replace(tzinfo=UTC)
    assert due(SMALL_HOURS, berlin(since), 2 * HOUR) == moment


def test_an_hour_that_the_clock_skips_is_no_opening() -> None:
    skipped = schedule_from({"week": [[["02:00", "03:00"]]] * 7}, zone="Europe/Berlin")
    assert next_opening(skipped, berlin("2026-03-29 00:00")) == berlin("2026-03-30 02:00")


def test_nine_in_the_morning_is_nine_before_and_after_the_clock_change() -> None:
    friday, monday = berlin("2026-03-27 16:00"), berlin("2026-03-30 10:00")
    assert due(OFFICE, friday, 2 * HOUR) == monday
    assert (monday.utcoffset() or HOUR) - (friday.utcoffset() or HOUR) == HOUR


def test_openings_that_touch_are_one() -> None:
    assert open_time(NIGHTS, berlin("2026-11-20 23:00"), berlin("2026-11-21 01:00")) == 2 * HOUR
    assert due(NIGHTS, berlin("2026-11-20 23:30"), HOUR) == berlin("2026-11-21 00:30")


def test_without_hours_we_are_always_there() -> None:
    at = berlin("2026-12-25 03:00")
    assert is_open(ALWAYS, at)
    assert next_opening(ALWAYS, at) == at
    assert due(ALWAYS, at, HOUR) == at + HOUR
    assert schedule_from({}, zone="Europe/Berlin").always


def test_who_never_opens_has_no_next_opening_and_the_clock_simply_runs() -> None:
    day = date(2026, 1, 5)
    mondays = frozenset(day + timedelta(weeks=n) for n in range(200))
    closed = Schedule("UTC", ((Opening(0, 60),), *((),) * 6), mondays)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert next_opening(closed, at) is None
    assert due(closed, at, HOUR) == at + HOUR


@pytest.mark.parametrize(
    ("moment", "hours", "before"),
    [
        ("2026-11-20 17:00", 4, "2026-11-20 12:00"),
        ("2026-11-23 10:00", 2, "2026-11-20 16:00"),
        ("2026-01-02 10:00", 2, "2026-01-01 16:00"),
    ],
)
def test_what_is_left_of_a_target_is_counted_back_from_its_end(
    moment: str, hours: int, before: str
) -> None:
    assert ahead_of(OFFICE, berlin(moment), hours * HOUR) == berlin(before)
    assert ahead_of(ALWAYS, berlin(moment), HOUR) == berlin(moment) - HOUR


def test_time_counts_backwards_too() -> None:
    later, earlier = berlin("2026-11-23 10:00"), berlin("2026-11-20 16:00")
    assert open_time(OFFICE, later, earlier) == -2 * HOUR


@pytest.mark.parametrize("said", ["25:00", "24:01", "9:60", "-1:00", "nine"])
def test_what_is_no_time_of_day_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        minutes(said)
