from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.web.look import words

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=30), "now"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=2), "08:30"),
        (timedelta(hours=18), "yesterday 16:30"),
        (timedelta(days=3), "Thu 10:30"),
        (timedelta(days=10), "Nov 12"),
        (timedelta(days=400), "Oct 18, 2025"),
        (timedelta(hours=-24), "tomorrow 10:30"),
    ],
)
def test_times_are_said_as_people_say_them(past: timedelta, said: str) -> None:
    with clock.stopped_at(NOW), timezone.override("Europe/Berlin"):
        assert words.ago(NOW - past) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "10:30"), (12, "10:18"), (700, "yesterday 22:50")]
)
def test_in_a_sentence_a_moment_is_no_length_of_time(minutes: int, said: str) -> None:
    with clock.stopped_at(NOW), timezone.override("Europe/Berlin"):
        assert words.when(NOW - timedelta(minutes=minutes)) == said


def test_a_timeline_sorts_by_moment_then_position() -> None:
    places = [
        words.place(NOW, 9),
        words.place(NOW, 10),
        words.place(NOW + timedelta(microseconds=1), 1),
        words.place(NOW + timedelta(days=9999), 0),
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Petrović", "AP"),
        ("Maximiliana von Hohenzollern-Sigmaringen", "MH"),
        ("שירה לוי", "של"),
        ("王小明", "王"),
        ("+49 151 5550", "#"),
        ("🌿 Priya", "P"),
        ("", "#"),
    ],
)
def test_initials_are_found_in_any_script(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_room_is_said_roundly() -> None:
    sizes = (1, 640 * 10**6, 12_440 * 10**6, 1_800 * 10**9)
    assert [words.byte_words(one) for one in sizes] == ["1 MB", "640 MB", "12.4 GB", "1.8 TB"]
    with translation.override("de"):
        assert words.byte_words(12_440 * 10**6) == "12,4 GB"


def test_a_job_is_called_by_where_it_is_and_what_it_does() -> None:
    assert words.kind_words("lifelong.connectors.jobs.look_for") == "connectors: look for"
    assert words.kind_words("lifelong.plays.rules.jobs.fire") == "plays.rules: fire"
    assert words.kind_words("builtin") == "builtin"


def test_amounts_follow_the_language() -> None:
    with translation.override("de"):
        assert words.money(Money(129900, "EUR")) == "1.299,00\xa0€"
