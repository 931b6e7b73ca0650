"""Hours and targets, set by an admin."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.hours import is_open
from lifelong.channels.models import Brand, Channel, Inbox
from lifelong.channels.tests.building import inbox
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    yield Knocking(agent(Role.ADMIN))


WEEKDAYS: dict[str, Any] = {f"day-{day}": "9-12, 13:00–17.30" for day in range(5)}


def targets(**said: str) -> dict[str, Any]:
    usual = {"email": "8 h", "chat": "1 min", "sms": "10 min"}
    return {f"target-{channel}": value for channel, value in (usual | said).items()}


def test_a_brands_hours_are_read_as_people_write_them(admin: Knocking) -> None:
    brand = inbox().brand
    assert "always open" in admin.see("/settings/hours")
    path, days = f"/settings/brands/{brand.id}/hours", "2026-12-25\n2026-12-26"
    page = admin.do(path, holidays=days, **WEEKDAYS)
    assert "Monday to Friday 9:00-12:00, 13:00-17:30" in page and "2 holidays" in page
    assert "Saturday to Sunday closed" in page
    schedule = Brand.objects.get(pk=brand.id).schedule
    assert schedule.holidays == {date(2026, 12, 25), date(2026, 12, 26)}
    assert is_open(schedule, datetime(2026, 11, 23, 9, tzinfo=UTC)) == (brand.zone == "UTC")
    again = admin.see(f"/settings/brands/{brand.id}/hours")
    assert "9:00-12:00, 13:00-17:30" in again and "2026-12-26" in again


def test_an_inbox_may_have_its_own_hours_and_targets_and_else_follows(admin: Knocking) -> None:
    place = inbox()
    path = f"/settings/inboxes/{place.id}/hours"
    sunday: dict[str, Any] = {"day-6": "10-24"}
    page = admin.do(path, **targets(email="90 min", chat="2m"), **sunday)
    assert "90 min" in page and "Sunday 10:00-24:00" in page
    place = Inbox.objects.get(pk=place.pk)
    assert place.targets == {"email": 90, "chat": 2}
    assert place.target(Channel.SMS) == timedelta(minutes=10)
    admin.do(path, **targets())
    place = Inbox.objects.get(pk=place.pk)
    assert (place.hours, place.targets) == ({}, {})


def test_who_is_always_open_may_still_close_on_holidays(admin: Knocking) -> None:
    place = inbox()
    page = admin.do(f"/settings/brands/{place.brand.id}/hours", holidays="2026-12-25")
    assert "always open" in page and "1 holiday" in page
    schedule = Brand.objects.get(pk=place.brand.id).schedule
    assert not is_open(schedule, datetime(2026, 12, 25, 12, tzinfo=UTC))
    assert is_open(schedule, datetime(2026, 12, 27, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ({"day-0": "nine to five"}, "Write it as 9:00-12:00"),
        ({"day-0": "17:00-9:00"}, "ends after it begins"),
        ({"day-0": "22-26"}, "ends after it begins"),
        ({"day-0": "9-12, 11-13"}, "overlap"),
        ({"holidays": "Christmas"}, "Write each day as"),
        ({"holidays": "2026-12-25"}, "Holidays of an inbox need hours of its own"),
        ({"target-chat": "soon"}, "Write it as 10 min"),
        ({"target-chat": "0 min"}, "between one minute and 30 days"),
        ({"target-chat": ""}, "Write it as 10 min"),
    ],
)
def test_what_is_no_time_is_said_in_a_sentence(
    admin: Knocking, said: dict[str, str], hears: str
) -> None:
    place = inbox()
    answer = admin.client.post(f"/settings/inboxes/{place.id}/hours", targets() | said)
    assert answer.status_code == 422 and hears in answer.content.decode()
    assert Inbox.objects.get(pk=place.pk).hours == {}
