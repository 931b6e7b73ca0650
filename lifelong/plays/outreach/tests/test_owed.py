"""Who is owed help hears of it, whatever they were drawn for."""

import pytest

from lifelong.commerce.models import ShipmentState as State
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.plays.models import Case
from lifelong.plays.outreach.tests.parcels import (
    HOUR,
    MINUTE,
    NOON,
    bought,
    go_on,
    outreach,
    reported,
    said,
)
from lifelong.plays.tests.building import draw_in_turn
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_are_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_in_turn(monkeypatch)


def tried_in_vain() -> None:
    """Four parcels, half of them of those who are held out."""
    outreach("attempt_failed", "address", holdout=50)
    for n in range(4):
        bought(str(n), email=f"{n}@example.com")
        reported(str(n), State.ATTEMPTED)
    settle()


def test_a_lost_parcel_is_never_held_out() -> None:
    with clock.stopped_at(NOON):
        outreach("lost", "delay", holdout=50)
        for n in range(4):
            bought(str(n), email=f"{n}@example.com")
            reported(str(n), State.FAILED, cause="lost")
        settle()
    assert set(Case.objects.values_list("arm", flat=True)) == {"owed"}


def test_what_turns_out_to_be_lost_is_held_out_no_more() -> None:
    with clock.stopped_at(NOON):
        tried_in_vain()
        assert {"holdout", "treatment"} == set(Case.objects.values_list("arm", flat=True))
        for n in range(4):
            reported(str(n), None, at=NOON + MINUTE, cause="address")
        settle()
    assert set(Case.objects.values_list("arm", "state")) == {("owed", "planned")}
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert len(said()) == 4


def test_what_turns_out_to_be_owed_after_it_was_told_leaves_neither_arm_with_it() -> None:
    with clock.stopped_at(NOON):
        tried_in_vain()
    with clock.stopped_at(NOON + HOUR):
        go_on()
        assert len(said()) == 2
        for n in range(4):
            reported(str(n), None, at=NOON + MINUTE, cause="address")
        settle()
        turned = Event.objects.filter(name="CaseTurned").values_list("data__case_id", flat=True)
        assert set(turned) == {str(one) for one in Case.objects.values_list("id", flat=True)}
        go_on()
    assert set(Case.objects.values_list("arm", flat=True)) == {"owed"}
    assert len(said()) == 4
