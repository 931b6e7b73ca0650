"""Who forgets to sign off is paid until their last sign of life, and is brought nobody after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from lifelong.lib import clock
from lifelong.routing.actions.ending import end_the_forgotten, note_life
from lifelong.routing.actions.signing_on import go_away, sign_off, sign_on
from lifelong.routing.hours import Stretch
from lifelong.routing.models import Away, AwayReason, Shift
from lifelong.routing.queries import forgotten_shifts, paid_hours, shift_of
from lifelong.routing.tests.ground import a_hero, an_inbox, mail, owner_of, settle

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
TWO_DAYS = Stretch(MIDNIGHT, MIDNIGHT + 48 * HOUR)


@contextmanager
def at(hour: float) -> Iterator[None]:
    with clock.stopped_at(MIDNIGHT + hour * HOUR):
        yield


def test_a_forgotten_shift_ends_at_the_last_sign_of_life() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    with at(9):
        sign_on(mia)
        waiting = mail(inbox)
        settle()
    with at(17):
        note_life(mia.id)
    with at(20.9):
        end_the_forgotten()
    assert shift_of(mia) is not None
    with at(21.1):
        end_the_forgotten()
        settle()
        assert paid_hours(mia, TWO_DAYS).total == 8 * HOUR
        assert forgotten_shifts().get().agent == mia
    assert owner_of(waiting) is None


def test_signs_of_life_are_kept_to_the_minute() -> None:
    mia = a_hero("Mia")
    for second in (0, 30, 70):
        with clock.stopped_at(MIDNIGHT + timedelta(seconds=second)):
            sign_on(mia)
            note_life(mia.id)
    assert Shift.objects.get().seen_at == MIDNIGHT + timedelta(seconds=70)
    with clock.stopped_at(MIDNIGHT + timedelta(seconds=110)):
        note_life(mia.id)
    assert Shift.objects.get().seen_at == MIDNIGHT + timedelta(seconds=70)


def test_a_day_of_training_is_no_forgetting_but_a_night_of_break_is() -> None:
    mia = a_hero("Mia")
    with at(9):
        sign_on(mia)
    with at(10):
        go_away(mia, reason=AwayReason.TRAINING)
    with at(21.9):
        end_the_forgotten()
    assert shift_of(mia) is not None
    with at(22.1):
        end_the_forgotten()
    assert Shift.objects.get().signed_off_at == Away.objects.get().until_at == MIDNIGHT + 10 * HOUR


def test_who_signs_off_or_on_again_has_forgotten_nothing() -> None:
    mia, ben = a_hero("Mia"), a_hero("Ben")
    with at(9):
        sign_on(mia)
        sign_on(ben)
    with at(10):
        sign_off(ben)
    with at(14):
        end_the_forgotten()
        assert forgotten_shifts().get().agent == mia
        sign_on(mia)
        assert not forgotten_shifts()
