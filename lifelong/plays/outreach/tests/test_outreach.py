"""Trouble with a parcel is told once, before somebody has to ask."""

import random
from datetime import date

import pytest

from lifelong.channels.models import Channel
from lifelong.commerce.models import Incident
from lifelong.commerce.models import ShipmentState as State
from lifelong.commerce.tests.building import order, take
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.customers.actions.consenting import stop
from lifelong.customers.models import Customer, Handle, How, Purpose
from lifelong.lib import clock
from lifelong.plays.models import Case
from lifelong.plays.outreach.models import Template
from lifelong.plays.outreach.tests.parcels import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    bought,
    go_on,
    ours,
    outreach,
    reported,
    said,
    stand,
)
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


def test_a_delay_is_told_with_its_new_day_once_it_has_settled() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported(expected_on=FRIDAY)
        go_on()
        assert said() == []
    with clock.stopped_at(NOON + 10 * MINUTE):
        go_on()
        assert said() == ["#1001 comes on November 20, 2026."]
        go_on()
    assert len(said()) == 1
    entry = Entry.objects.get(kind="message_out")
    assert entry.details["incident"] == str(Incident.objects.get().id)
    assert entry.message.purpose == Purpose.UPDATES


def test_without_a_day_it_says_what_is_known_and_in_their_language() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        Customer.objects.update(language="de")
        reported()
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert said() == ["DE #1001 is late. We will tell you when we know more."]


def test_reports_again_doubled_and_shuffled_make_one_message() -> None:
    dice = random.Random(7)
    with clock.stopped_at(NOON):
        outreach()
        bought()
        moments = [NOON - n * HOUR for n in range(6)] * 3
        dice.shuffle(moments)
        for moment in moments:
            reported(at=moment)
            settle()
    for hours in (1, 2, 30):
        with clock.stopped_at(NOON + hours * HOUR):
            go_on()
    assert len(said()) == 1
    assert Case.objects.count() == 1


def test_a_parcel_that_moves_first_is_not_spoken_of() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        reported(state=State.DELIVERED, at=NOON + MINUTE)
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert (said(), Case.objects.count()) == ([], 0)


def test_one_that_moves_between_planning_and_telling_stops_it() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
        reported(state=State.DELIVERED, at=NOON + MINUTE)
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert (said(), stand()) == ([], [("stopped", "settled")])


def test_a_cancelled_order_is_not_spoken_of() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
        take(order(cancelled_at=NOON, updated_at=NOON), told_at=NOON)
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert said() == []


def test_who_waits_for_a_hero_already_is_left_to_them() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        receive_one(at=ours())
        settle()
        reported()
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert (said(), stand()) == ([], [("stopped", "wrote")])


def test_after_two_days_it_is_looked_at_again_and_then_a_hero_looks() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    with clock.stopped_at(NOON + HOUR + 2 * DAY):
        go_on()
    assert len(said()) == 1
    contact = Contact.objects.get()
    assert contact.waiting_since is not None and contact.begun_by == "us"
    line = Entry.objects.filter(details__what="still-not-there").get()
    assert line.details["order"]
    assert stand() == [("done", "")]


def test_what_moved_within_two_days_needs_no_hero() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    with clock.stopped_at(NOON + 2 * DAY):
        reported(state=State.DELIVERED)
        go_on()
    with clock.stopped_at(NOON + 3 * DAY):
        go_on()
    assert Contact.objects.get().waiting_since is None
    assert stand() == [("stopped", "settled")]


def test_the_reply_lands_in_the_conversation_beside_its_incident() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
        sent = Entry.objects.get(kind="message_out")
        answers = (sent.message.external_id,)
        came = receive_one(incoming("When?", answers=answers), at=ours())
        settle()
    assert came.contact.id == sent.contact_id
    assert stand() == [("stopped", "wrote")]
    assert Case.objects.get().replied_at is not None


def test_two_parcels_in_trouble_make_one_message_a_day() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought("1")
        bought("2")
        reported("1")
        reported("2")
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
        assert len(said()) == 1
    with clock.stopped_at(NOON + DAY):
        go_on()
    assert len(said()) == 2


def test_a_withdrawn_consent_wins() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported()
        settle()
        handle = Handle.objects.get(kind="email")
        stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES)
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert (said(), stand()) == ([], [("stopped", "consent")])


def test_trouble_that_gets_a_name_of_which_the_play_speaks_is_told() -> None:
    with clock.stopped_at(NOON):
        outreach("weather")
        bought()
        reported()
        settle()
        assert Case.objects.count() == 0
        reported(at=NOON + MINUTE, cause="weather")
        settle()
    assert Case.objects.count() == 1


def test_old_news_and_trouble_without_a_text_are_not_spoken_of() -> None:
    with clock.stopped_at(NOON):
        outreach()
        bought()
        reported(at=NOON - 4 * DAY)
        bought("2", email="bob@example.com")
        reported("2", State.ATTEMPTED)
        settle()
    assert Case.objects.count() == 0


def test_a_text_for_the_channel_goes_before_one_for_any() -> None:
    with clock.stopped_at(NOON):
        play = outreach()
        dated, plain = Template.objects.order_by("place")
        Template.objects.create(
            play=play, cause="delay", channel="email", place=9, answer=plain.answer
        )
        bought()
        reported(expected_on=FRIDAY)
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert said() == ["#1001 is late. We will tell you when we know more."]
    assert dated.answer != plain.answer
