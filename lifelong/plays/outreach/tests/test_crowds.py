"""Trouble that many parcels of a carrier have at once waits for a lead, and is told in waves."""

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import ShipmentState as State
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.lib import clock
from lifelong.plays.models import Case, Play, Touch
from lifelong.plays.outreach.actions.deciding import Decided, answer_all, decide
from lifelong.plays.outreach.actions.setting_out import end_masses, find_masses
from lifelong.plays.outreach.foretelling import pace
from lifelong.plays.outreach.mass import (
    expected_replies,
    is_mass,
    reply_share,
    wave_size,
)
from lifelong.plays.outreach.models import MassIncident
from lifelong.plays.outreach.queries import counts, notices, told_and_replied, waiting_replies
from lifelong.plays.outreach.tests.parcels import (
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


def crowd(count: int = 24) -> None:
    for n in range(count):
        bought(str(n), email=f"{n}@example.com")
        reported(str(n))
    settle()


def test_what_is_a_crowd_and_how_fast_it_is_told() -> None:
    assert is_mass(20, 0) and not is_mass(19, 0)
    # a hundred and sixty-eight spans make four weeks
    assert is_mass(30, 1680) and not is_mass(29, 1680)
    assert reply_share(0, 0) == pytest.approx(0.1)
    assert reply_share(950, 300) == pytest.approx(0.305)
    assert wave_size(0, 0.1) == 10 and wave_size(12, 0.1) == 120


def test_a_causes_share_goes_from_the_ordinary_one_to_its_own_without_a_jump() -> None:
    assert reply_share(0, 0, guess=0.2) == pytest.approx(0.2)
    assert reply_share(50, 20, guess=0.1) == pytest.approx(0.25)
    assert reply_share(49, 0, guess=0.1) - reply_share(50, 0, guess=0.1) < 0.001
    assert reply_share(9950, 4000, guess=0.1) == pytest.approx(0.4005)


def test_of_who_replied_already_no_reply_is_expected_any_more() -> None:
    assert expected_replies(24, 0.1) == 2 and expected_replies(0, 0.4) == 0
    assert expected_replies(100, 0.2, replied=15) == 5
    assert expected_replies(100, 0.2, replied=25) == 0


def test_who_was_told_just_now_is_not_counted_as_silent() -> None:
    with clock.stopped_at(NOON):
        outreach()
        crowd()
        (mass,) = find_masses()
        before = pace(mass)
        MassIncident.objects.update(wave=24)
        MassIncident.objects.update(state="approved")
        go_on()
    with clock.stopped_at(NOON + HOUR):
        go_on()
        assert len(said()) == 24
        answered = Case.objects.order_by("id").values("pk")[:12]
        Case.objects.filter(pk__in=answered).update(replied_at=clock.now())
        assert told_and_replied(now=clock.now()) == told_and_replied("delay", now=clock.now())
        assert told_and_replied(now=clock.now()) == (0, 0)
        assert pace(mass) == before
    told = max(Touch.objects.values_list("at", flat=True))
    assert told_and_replied(now=told + 48 * HOUR - MINUTE) == (0, 0)
    assert told_and_replied(now=told + 48 * HOUR) == (24, 12)
    assert told_and_replied("delay", now=told + 48 * HOUR) == (24, 12)
    assert told_and_replied("weather", now=told + 48 * HOUR) == (0, 0)
    with clock.stopped_at(told + 48 * HOUR):
        # of all (12 + 5) / 74; of the cause (12 + 50 of these) / 74
        assert pace(mass).share == pytest.approx((12 + 50 * 17 / 74) / 74)


def test_a_crowd_waits_for_a_lead_and_is_told_in_waves() -> None:
    lead = agent()
    with clock.stopped_at(NOON):
        outreach()
        crowd()
        (mass,) = find_masses()
        assert find_masses() == []
    with clock.stopped_at(NOON + HOUR):
        go_on()
        assert said() == [] and {why for _state, why in stand()} == {"mass"}
        assert notices(mass.play.brand) == []
        decide(mass, approved=True, by=lead)
        with pytest.raises(Decided):
            decide(mass, approved=False, by=lead)
        go_on()
        assert len(said()) == 10
        assert notices(mass.play.brand) == [mass]
    with clock.stopped_at(NOON + 2 * HOUR):
        go_on()
        assert len(said()) == 20
    with clock.stopped_at(NOON + 3 * HOUR):
        go_on()
        assert len(said()) == 24
    assert counts(mass)["told"] == 24


def test_of_a_crowd_that_a_lead_declines_nobody_is_told() -> None:
    with clock.stopped_at(NOON):
        outreach()
        crowd()
        (mass,) = find_masses()
        decide(mass, approved=False, by=agent())
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert said() == []
    assert {why for _state, why in stand()} == {"off"}


def test_nineteen_are_no_crowd() -> None:
    with clock.stopped_at(NOON):
        outreach()
        crowd(19)
        assert find_masses() == []


def test_a_crowd_is_over_when_the_last_parcel_moves() -> None:
    with clock.stopped_at(NOON):
        outreach()
        crowd(20)
        find_masses()
        end_masses()
        assert MassIncident.objects.filter(over_at=None).exists()
        for n in range(20):
            reported(str(n), State.DELIVERED, at=NOON + MINUTE)
        end_masses()
    assert not MassIncident.objects.filter(over_at=None).exists()


def test_one_answer_goes_to_all_who_replied_but_those_who_wrote_since() -> None:
    lead = agent()
    with clock.stopped_at(NOON):
        outreach()
        crowd(20)
        (mass,) = find_masses()
        decide(mass, approved=True, by=lead)
        go_on()
        for touch in Touch.objects.select_related("entry__handle", "entry__message")[:3]:
            entry = touch.entry
            assert entry.handle is not None
            text = incoming(
                "And now?", sender=entry.handle.value, answers=(entry.message.external_id,)
            )
            receive_one(text, at=ours())
        settle()
        waiting = {one: one.conversation.position for one in waiting_replies(mass)}
        assert len(waiting) == 3
        last = list(waiting)[-1]
        handle = last.entries.filter(kind="message_in").get().handle
        assert handle is not None
        receive_one(incoming("Hello??", sender=handle.value), at=ours())
        answered = answer_all(waiting, text="It comes on Friday.", language="en", by=lead)
    assert (answered.count, set(answered.refused)) == (2, {last.id})
    assert said().count("It comes on Friday.") == 2


def test_a_crowd_that_gets_another_name_is_still_told() -> None:
    lead = agent()
    with clock.stopped_at(NOON):
        outreach("delay", "weather")
        crowd(20)
        (mass,) = find_masses()
        for n in range(20):
            reported(str(n), at=NOON + MINUTE, cause="weather")
        settle()
        end_masses()
        decide(mass, approved=True, by=lead)
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert len(said()) == 10


def test_what_a_night_held_back_does_not_leave_all_at_once() -> None:
    lead = agent()
    with clock.stopped_at(NOON):
        outreach()
        crowd(24)
        (mass,) = find_masses()
        decide(mass, approved=True, by=lead)
        Play.objects.update(from_minute=9 * 60, to_minute=12 * 60)
    with clock.stopped_at(NOON + 7 * HOUR):
        go_on()
        assert said() == []
    with clock.stopped_at(NOON + 21 * HOUR + 10 * MINUTE):
        go_on()
        assert len(said()) == 10
