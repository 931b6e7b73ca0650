"""Nothing is given that cannot be told, or is not for them; and one that fails stops no other."""

import pytest
from django.db import IntegrityError

from lifelong.channels.models import Brand, Connection
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.actions.giving import give
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import AuthorityLevel, Concession
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.plays.follow_up.actions.arranging import Doing, Terms, change_sequence
from lifelong.plays.follow_up.models import StepKind, Thanks
from lifelong.plays.follow_up.tests.building import (
    ASK,
    DAY,
    HOUR,
    NOON,
    THANK,
    goes_on,
    said,
    sequence,
)
from lifelong.plays.follow_up.tests.thanks import (
    ANA,
    LATER,
    as_far_as,
    asked,
    given,
    tap,
    tapped_and_later,
    thanking,
    withheld,
)  # fmt: skip
from lifelong.plays.models import Case, Play, Touch
from lifelong.plays.taps import Tap

pytestmark = pytest.mark.django_db


def test_a_sequence_that_lost_a_step_still_thanks_who_had_heard_more() -> None:
    made = sequence(ASK, ASK, THANK, level=as_far_as(1000))
    asked()
    with clock.stopped_at(NOON + 2 * DAY):
        goes_on()
        assert len(said()) == 2
        fewer = Terms(name="After solving", steps=(ASK, THANK), holdout=0, from_minute=0,
                      to_minute=1440, level=as_far_as(1000))  # fmt: skip
        change_sequence(made, fewer, version=1, by=None)
        tap(Tap.SETTLED)
    with clock.stopped_at(NOON + 3 * DAY):
        goes_on()
        given()
        goes_on()
    assert len(said()) == 3 and "€5.00" in said()[2]
    assert list(Touch.objects.order_by("at").values_list("step", flat=True)) == [0, 1, 2]


def test_thanks_that_fail_stand_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    thanking()
    bob, ana = asked(sender="bob@example.com"), asked()
    for hours, contact in ((24, bob), (25, ana)):
        with clock.stopped_at(NOON + hours * HOUR):
            tap(Tap.SETTLED, Case.objects.get(subject=contact.id))

    def stumbling(wish: Wish, *, by: AuthorityLevel, key: str) -> Concession:
        if wish.customer == bob.customer:
            raise IntegrityError("not this one")
        return give(wish, by=by, key=key)

    monkeypatch.setattr("lifelong.plays.follow_up.actions.thanking.give", stumbling)
    with clock.stopped_at(LATER):
        goes_on()
        waits = Thanks.objects.get(case__contact=bob)
        assert (waits.due_at, waits.withheld) == (LATER + HOUR, "")
    assert Concession.objects.get().customer == ana.customer


def test_nobody_is_thanked_in_another_brands_shop() -> None:
    thanking()
    with clock.stopped_at(NOON - 6 * DAY):
        taken(order("0", buyer=buyer(ANA, ref=ANA), placed_at=clock.now()))
    Connection.objects.update(brand=Brand.objects.create(name="Another"))
    contact = asked()
    assert Case.objects.get().order is None
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "shop")


def test_nobody_is_given_what_they_cannot_be_told_of_today() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 2 * HOUR):
        tap(Tap.SETTLED)
    with clock.stopped_at(NOON + 4 * HOUR):
        goes_on()
        assert (Concession.objects.exists(), withheld()) == (False, "")
    with clock.stopped_at(NOON + 12 * HOUR):
        goes_on()
        given()
        goes_on()
    assert len(said()) == 2


def test_nothing_is_given_where_there_are_no_words_for_it() -> None:
    first = thanking()
    text = answer(texts={"en": "Your parcel: {{parcel.tracking_link}}, and {{code}}"})
    first.steps.filter(kind="thank").update(answer=text)
    tapped_and_later(asked())
    assert (Concession.objects.exists(), withheld()) == (False, "wordless")


def test_thanks_that_lay_for_weeks_because_the_play_was_off_are_not_given() -> None:
    made = thanking()
    asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
    Play.objects.filter(pk=made.pk).update(is_on=False)
    with clock.stopped_at(NOON + 20 * DAY):
        goes_on()
        assert withheld() == ""
        Play.objects.filter(pk=made.pk).update(is_on=True)
        goes_on()
    assert (Concession.objects.exists(), withheld()) == (False, "stale")


def test_nobody_is_thanked_for_an_order_that_was_called_off() -> None:
    share = Doing(StepKind.THANK, 60, gives=Kind.DISCOUNT, percent=10)
    sequence(ASK, share, level=as_far_as(1000))
    contact = asked()
    Order.objects.update(cancelled_at=NOON)
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "authority")
