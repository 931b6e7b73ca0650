"""A sign-in that waits for its second factor, while what it stands on changes elsewhere."""

import pytest

from lifelong.accounts.actions.ending import end_sessions
from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.actions.securing import require_second_factor, take_second_factor
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent, code_now
from tests.journeys.browsing import PASSWORD, at_the_door, forget_knocks, is_in, said
from tests.journeys.test_second_factor import AT, MIA, secret_on, with_app

pytestmark = pytest.mark.django_db

SET_UP = "/sign-in/set-up"
NEW = "a-field-of-71-poppies"


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    forget_knocks()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email=MIA)
    set_password(mia, password=PASSWORD, by=None)
    return mia


@pytest.fixture
def asked_of_everybody(mia: Agent) -> None:
    admin = agent(Role.ADMIN, name="Ada", email="ada@shop.example")
    with_app(admin)
    require_second_factor(True, by=admin)


@pytest.mark.usefixtures("asked_of_everybody")
def test_who_has_set_one_up_elsewhere_meanwhile_has_to_prove_it(mia: Agent) -> None:
    thief = at_the_door(MIA)
    secret = secret_on(said(thief.get(SET_UP)))
    # she herself is quicker, in her own browser
    with_app(mia)
    for asked in ({"on": "1"}, {"code": code_now(secret)}):
        assert thief.post(SET_UP, asked).status_code == 302
        assert not is_in(thief)
    again = at_the_door(MIA)
    assert "Almost in, Mia Brandt" in said(again.get(AT))
    assert not is_in(again)


def test_a_code_said_after_the_password_was_changed_lets_nobody_in(mia: Agent) -> None:
    codes = with_app(mia)
    waiting = at_the_door(MIA)
    set_password(mia, password=NEW, by=mia)
    assert waiting.post(AT, {"code": codes[0]}).status_code == 302
    assert not is_in(waiting)
    fresh = at_the_door(MIA, password=NEW)
    assert fresh.post(AT, {"code": codes[0]}).status_code == 302
    assert is_in(fresh)


def test_ending_all_sessions_ends_what_is_halfway_in_too(mia: Agent) -> None:
    codes = with_app(mia)
    waiting = at_the_door(MIA)
    assert end_sessions(mia, by=mia) == 0
    assert waiting.post(AT, {"code": codes[0]}).status_code == 302
    assert not is_in(waiting)
    again = at_the_door(MIA)
    assert again.post(AT, {"code": codes[0]}).status_code == 302
    assert is_in(again)


def test_whose_factor_was_taken_halfway_in_says_the_password_again(mia: Agent) -> None:
    with_app(mia)
    waiting = at_the_door(MIA)
    take_second_factor(mia, by=None)
    assert waiting.get(AT).status_code == 302
    assert not is_in(waiting)
    assert is_in(at_the_door(MIA))


@pytest.mark.usefixtures("asked_of_everybody")
def test_none_is_set_up_after_the_password_was_changed(mia: Agent) -> None:
    waiting = at_the_door(MIA)
    secret = secret_on(said(waiting.get(SET_UP)))
    set_password(mia, password=NEW, by=mia)
    assert waiting.post(SET_UP, {"code": code_now(secret)}).status_code == 302
    assert not is_in(waiting)
    assert waiting.get(SET_UP).status_code == 302
