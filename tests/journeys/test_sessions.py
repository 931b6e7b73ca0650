"""Where somebody is signed in: seen, ended by them, ended by others."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.actions.hiring import deactivate, reactivate, set_password
from lifelong.accounts.events import SessionsEnded
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.events.models import Event
from lifelong.lib import clock
from tests.journeys.browsing import FIREFOX, IPHONE, PASSWORD, forget_knocks, is_in, said, signed_in

pytestmark = pytest.mark.django_db

MIA = "mia@shop.example"


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    forget_knocks()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email=MIA)
    set_password(mia, password=PASSWORD, by=None)
    return mia


def facts_of(name: str) -> int:
    return Event.objects.filter(name=name).count()


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(mia: Agent) -> None:
    here, phone = signed_in(MIA), signed_in(MIA, agent=IPHONE)
    page = said(here.get("/me/sign-in"))
    assert "Firefox on Windows" in page and "Safari on iPhone" in page
    assert page.count("this browser") == 1 and "127.0.0.1" in page
    other = UserSession.objects.get(user_agent=IPHONE)
    assert "Signed out there." in said(here.delete(f"/me/sessions/{other.pk}"))
    assert is_in(here) and not is_in(phone)
    assert "Safari on iPhone" not in said(here.get("/me/sign-in"))
    assert here.delete(f"/me/sessions/{other.pk}").status_code == 404


def test_all_others_end_at_once(mia: Agent) -> None:
    here, one, two = signed_in(MIA), signed_in(MIA), signed_in(MIA, agent=IPHONE)
    before = facts_of(SessionsEnded.__name__)
    assert "Signed out everywhere else." in said(here.delete("/me/sessions"))
    assert (is_in(here), is_in(one), is_in(two)) == (True, False, False)
    assert "nowhere else" in said(here.delete("/me/sessions"))
    assert facts_of(SessionsEnded.__name__) == before + 1


def test_nobody_ends_a_session_of_somebody_else(mia: Agent) -> None:
    hers = signed_in(MIA)
    jonas = agent(Role.HERO, email="jonas@shop.example")
    set_password(jonas, password=PASSWORD, by=None)
    his = signed_in("jonas@shop.example")
    theirs = UserSession.objects.get(user=mia)
    assert his.delete(f"/me/sessions/{theirs.pk}").status_code == 404
    his.delete("/me/sessions")
    assert is_in(hers)


def test_a_new_password_keeps_this_browser_and_ends_the_others(mia: Agent) -> None:
    here, other = signed_in(MIA), signed_in(MIA, agent=IPHONE)
    assert here.post("/me/password", {"password": "1234"}).status_code == 422
    page = said(here.post("/me/password", {"password": "a-field-of-71-poppies"}))
    assert "The new password is set" in page and "this browser" in page
    assert is_in(here) and not is_in(other)
    assert "this browser" in said(here.get("/me/sign-in"))
    assert UserSession.objects.filter(user=mia).count() == 1


def test_a_screen_left_open_changes_nothing_before_the_password_was_said_again(mia: Agent) -> None:
    here = signed_in(MIA)
    session = here.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 16 * 60
    session.save()
    assert "Is it you?" in said(here.get("/me/sign-in"))
    assert here.post("/me/password", {"password": "a-field-of-71-poppies"}).status_code == 403
    assert here.get("/me/app").status_code == 403
    assert here.get("/me/passkeys").status_code == 403
    assert here.post("/me/sign-in/proof", {"password": "wrong"}).status_code == 422
    assert "Is it you?" not in said(here.post("/me/sign-in/proof", {"password": PASSWORD}))
    assert here.post("/me/password", {"password": "a-field-of-71-poppies"}).status_code == 200


def test_passwords_are_not_guessed_at_a_screen_left_open(mia: Agent) -> None:
    here = signed_in(MIA)
    for _time in range(5):
        assert here.post("/me/sign-in/proof", {"password": "wrong"}).status_code == 422
    assert here.post("/me/sign-in/proof", {"password": PASSWORD}).status_code == 429


def test_an_admin_ends_all_sessions_of_a_hero(mia: Agent) -> None:
    admin = agent(Role.ADMIN, email="admin@shop.example")
    set_password(admin, password=PASSWORD, by=None)
    hers, his = signed_in(MIA), signed_in("admin@shop.example")
    assert "Firefox on Windows" in said(his.get(f"/settings/heroes/{mia.id}"))
    page = said(his.delete(f"/settings/heroes/{mia.id}/sessions"))
    assert "Signed out everywhere." in page
    assert not is_in(hers) and is_in(his)
    assert his.delete(f"/settings/heroes/{admin.id}/sessions").status_code == 200


def test_who_is_let_go_is_out_and_stays_out_when_welcomed_back(mia: Agent) -> None:
    hers = signed_in(MIA)
    deactivate(mia, by=None)
    assert not is_in(hers)
    reactivate(mia, by=None)
    assert not is_in(hers)
    assert is_in(signed_in(MIA))


def test_whose_last_day_is_over_is_out(mia: Agent) -> None:
    hers = signed_in(MIA)
    yesterday = clock.now().date() - timedelta(days=1)
    Agent.objects.filter(pk=mia.pk).update(ends_on=yesterday)
    assert not is_in(hers)
    answer = Client().post("/sign-in/", {"login": MIA, "password": PASSWORD})
    assert answer.status_code == 403
    assert "This account is closed" in said(answer)


def test_that_a_session_was_seen_is_noted_rarely_and_asks_nothing_more(mia: Agent) -> None:
    here = signed_in(MIA)
    long_ago = clock.now() - timedelta(minutes=6)
    UserSession.objects.update(last_seen_at=long_ago)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            here.get("/me/shift")
        counts.append(sum("usersessions" in one["sql"] for one in asked))
    # the first reads and notes, the second reads in the session's own statement
    assert counts == [2, 1]
    assert UserSession.objects.get().last_seen_at > long_ago


def test_who_knocks_is_asked_for_along_with_the_session(mia: Agent) -> None:
    here = signed_in(MIA)
    with CaptureQueriesContext(connection) as asked:
        here.get("/me/shift")
    assert sum("accounts_agent" in one["sql"] for one in asked) == 1


def test_a_session_is_whose_it_says_and_not_whose_it_is_noted_to_be(mia: Agent) -> None:
    here = signed_in(MIA)
    UserSession.objects.update(user=agent(Role.ADMIN, name="Ada", email="ada@shop.example"))
    assert "Mia" in said(here.get("/me")) and here.get("/settings/rules").status_code == 403


def test_a_password_that_was_changed_past_our_doors_ends_a_session_too(mia: Agent) -> None:
    hers = signed_in(MIA)
    assert is_in(hers)
    Agent.objects.filter(pk=mia.pk).update(password="argon2$of somebody else")
    assert not is_in(hers)


def test_agents_of_browsers_are_said_in_words() -> None:
    from lifelong.web.console.me.devices import device_words

    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
    assert device_words(FIREFOX) == "Firefox on Windows"
    assert device_words(IPHONE) == "Safari on iPhone"
    assert device_words(chrome) == "Chrome on Linux"
    assert device_words(chrome + " Edg/140.0") == "Edge on Linux"
    assert device_words("curl/8") == "A browser"
    assert device_words("") == "A browser"


def test_a_page_whose_session_has_ended_is_told_so_instead_of_shown_how_to_sign_in(
    mia: Agent,
) -> None:
    page = signed_in(MIA)
    page.logout()
    assert page.get("/waiting").status_code == 302, "a person is led to where they sign in"
    for header in ({"HX-Request": "true"}, {"Lifelong-Agent": str(mia.id)}):
        answer = page.get("/waiting", headers=header)
        assert answer.status_code == 401 and "You are signed out." in said(answer)
        assert "password" not in said(answer).lower()


def test_a_page_of_another_agent_gets_nothing_from_this_session(mia: Agent) -> None:
    page = signed_in(MIA)
    assert page.get("/waiting", headers={"Lifelong-Agent": str(mia.id)}).status_code == 200
    answer = page.get("/waiting", headers={"Lifelong-Agent": str(agent(Role.HERO).id)})
    assert answer.status_code == 401 and "Somebody else is signed in" in said(answer)
