"""Rules that wait for a time: their moment comes once for each contact."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lifelong.channels.models import Brand
from lifelong.conversations.actions.promising import promise, settle_promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Contact, Entry, SetAsideOn
from lifelong.conversations.tests.building import agent, incoming, receive_one, topic
from lifelong.lib import clock
from lifelong.plays.rules.actions import coming_due
from lifelong.plays.rules.actions.coming_due import bring_what_is_due, forget_old_occurrences
from lifelong.plays.rules.actions.logging_runs import forget_old_runs
from lifelong.plays.rules.models import Occurrence, RuleRun
from lifelong.plays.rules.moments import last_moment
from lifelong.plays.rules.tests.building import condition, handle_all, outcomes, rule

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WEEKDAYS = {"on": "schedule", "days": [0, 1, 2, 3, 4], "at": "09:00"}


def later(**by: Any) -> Any:
    return clock.stopped_at(clock.now() + timedelta(**by))


def notes() -> int:
    return Entry.objects.filter(kind="note").count()


def come_due() -> None:
    bring_what_is_due()
    handle_all()


def test_a_customer_who_has_waited_is_taken_up_once_however_often_one_looks() -> None:
    rule({"on": "waiting", "minutes": 30})
    receive_one("Hello")
    come_due()
    assert notes() == 0
    with later(minutes=31):
        for _n in range(3):
            come_due()
    assert notes() == 1
    with later(days=2):
        come_due()
    assert notes() == 1


def test_who_was_answered_and_writes_again_waits_anew() -> None:
    rule({"on": "waiting", "minutes": 30})
    came = receive_one("Hello")
    with later(minutes=31):
        come_due()
        reply(came.contact, text="Soon", by=agent(), seen_position=None)
    with later(minutes=40):
        receive_one("And?")
    with later(minutes=60):
        come_due()
    assert notes() == 1
    with later(minutes=80):
        come_due()
    assert notes() == 2


def test_a_customer_who_is_silent_after_our_answer() -> None:
    made = rule({"on": "pending", "minutes": 3 * 1440})
    came = receive_one("Hello")
    reply(came.contact, text="Which size?", by=agent(), seen_position=None)
    with later(days=2):
        come_due()
    assert outcomes(made) == []
    with later(days=3, minutes=1):
        come_due()
        come_due()
    assert outcomes(made) == ["fired"] and notes() == 1


def test_a_promise_that_falls_due() -> None:
    rule({"on": "before-promise", "minutes": 60})
    came = receive_one("Hello")
    due = clock.now() + timedelta(hours=3)
    promise(came.contact, text="Call", due_at=due, by=agent())
    come_due()
    assert notes() == 0
    with later(hours=2, minutes=1):
        come_due()
        come_due()
    assert notes() == 1


def test_who_is_answered_before_the_rule_acts_is_left_alone() -> None:
    made = rule({"on": "waiting", "minutes": 30})
    came = receive_one("Hello")
    with later(minutes=31):
        assert bring_what_is_due() == 1
        reply(came.contact, text="Soon", by=agent(), seen_position=None)
        handle_all()
    assert outcomes(made) == [] and notes() == 0


def test_who_writes_before_a_rule_closes_their_silence_keeps_their_matter() -> None:
    step = {"do": "close", "to": str(topic("Lamps").id), "resolution": "abandoned"}
    rule({"on": "pending", "minutes": 1440}, {**step, "reason": "They said no more"})
    came = receive_one("Hello")
    reply(came.contact, text="Which size?", by=agent(), seen_position=None)
    with later(days=1, minutes=1):
        assert bring_what_is_due() == 1
        receive_one("Size nine")
        handle_all()
        contact = Contact.objects.get()
    assert contact.closed_at is None and contact.waiting_since is not None


def test_a_promise_that_is_kept_before_the_rule_acts_is_no_news() -> None:
    rule({"on": "before-promise", "minutes": 60})
    came = receive_one("Hello")
    made = promise(came.contact, text="Call", due_at=clock.now() + HOUR, by=agent())
    assert bring_what_is_due() == 1
    settle_promise(made, kept=True, by=agent())
    handle_all()
    assert notes() == 0


def test_who_was_set_aside_before_the_rule_acts_comes_due_when_they_wake() -> None:
    rule({"on": "waiting", "minutes": 30})
    came = receive_one("Hello")
    with later(minutes=31):
        assert bring_what_is_due() == 1
        set_aside(came.contact, until=clock.now() + HOUR, on=SetAsideOn.COLLEAGUE, by=agent())
        come_due()
        assert notes() == 0
    with later(minutes=92):
        come_due()
        come_due()
    assert notes() == 1


def test_where_the_conditions_do_not_hold_the_log_says_why_and_nothing_else_happens() -> None:
    made = rule({"on": "waiting", "minutes": 30},
                when=condition("contact.channel", "one-of", ["chat"]))  # fmt: skip
    receive_one("Hello")
    with later(minutes=31):
        come_due()
        come_due()
    assert outcomes(made) == ["not-met"] and notes() == 0


def test_a_schedule_comes_at_its_time_in_the_brands_zone_for_every_open_matter() -> None:
    with clock.stopped_at(MONDAY - timedelta(days=1)):
        receive_one("Hello")
        receive_one(incoming("Hello", sender="bo@example.com"))
        Brand.objects.update(zone="Europe/Berlin")
        rule(WEEKDAYS)
    with clock.stopped_at(MONDAY + timedelta(hours=1, minutes=59)):
        come_due()
    assert notes() == 0
    with clock.stopped_at(MONDAY + timedelta(hours=2, minutes=1)):
        come_due()
        come_due()
    assert notes() == 2
    with clock.stopped_at(MONDAY + timedelta(days=1, hours=2)):
        come_due()
    assert notes() == 4


def test_a_schedule_that_is_switched_on_after_its_time_begins_the_next_day() -> None:
    with clock.stopped_at(MONDAY + timedelta(hours=3, minutes=10)):
        receive_one("Hello")
        rule(WEEKDAYS)
    with clock.stopped_at(MONDAY + timedelta(hours=3, minutes=20)):
        come_due()
    assert notes() == 0


def test_more_than_are_taken_up_at_a_time_come_a_minute_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coming_due, "AT_ONCE", 2)
    monkeypatch.setattr(coming_due.found_due, "__kwdefaults__", {"most": 2})
    rule({"on": "waiting", "minutes": 30})
    for n in range(5):
        receive_one(incoming("Hello", sender=f"a{n}@example.com"))
    with later(minutes=31):
        assert [bring_what_is_due() for _n in range(4)] == [2, 2, 1, 0]
        handle_all()
    assert notes() == 5


def test_killed_before_it_is_committed_a_moment_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule({"on": "waiting", "minutes": 30})
    receive_one("Hello")
    with later(minutes=31):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(coming_due, "log_runs", _killed)
            bring_what_is_due()
        assert not Occurrence.objects.exists()
        come_due()
    assert notes() == 1


def _killed(runs: object) -> None:
    raise KeyboardInterrupt


def test_what_is_old_is_forgotten_but_not_what_could_come_again() -> None:
    rule({"on": "waiting", "minutes": 30})
    receive_one("Hello")
    with later(minutes=31):
        come_due()
    with later(days=31):
        forget_old_runs()
        assert forget_old_occurrences() == 0
        assert not RuleRun.objects.exists()
        come_due()
        assert notes() == 1
        Contact.objects.update(closed_at=clock.now())
        assert forget_old_occurrences() == 1


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        # a Monday, before and after nine in Berlin, and more than an hour after it
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 9, 1, tzinfo=UTC), None),
        # in summer time
        (datetime(2026, 7, 6, 7, 30, tzinfo=UTC), datetime(2026, 7, 6, 7, 0, tzinfo=UTC)),
        # a Saturday
        (datetime(2026, 11, 21, 8, 10, tzinfo=UTC), None),
    ],
)
def test_the_moment_of_a_schedule(now: datetime, moment: datetime | None) -> None:
    assert last_moment(range(5), 9 * 60, zone="Europe/Berlin", now=now) == moment


def test_a_moment_on_the_night_of_a_clock_change_comes_once() -> None:
    """At half past two, which Berlin has twice in October and not at all in March."""
    for day in (datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)):
        minutes = (day + timedelta(minutes=n) for n in range(24 * 60))
        found = {last_moment([6], 150, zone="Europe/Berlin", now=at) for at in minutes} - {None}
        assert len(found) == 1
