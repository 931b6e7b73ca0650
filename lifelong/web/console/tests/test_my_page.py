"""One's own page: shift, name, theme."""

from datetime import timedelta

import pytest
from django.test import Client

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.lib import clock
from lifelong.routing.actions.ending import end_the_forgotten
from lifelong.routing.models import Away, Shift
from lifelong.routing.tests.ground import a_hero, an_inbox, mail
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.HERO, Role.WAREHOUSE, Role.AUDITOR])
def test_everybody_has_a_page_of_their_own(role: Role) -> None:
    mine = Knocking(agent(role))
    mine.do("/me", name="Ana R.", zone="Asia/Tokyo", language="en")
    mine.person.refresh_from_db()
    assert (mine.person.name, mine.person.zone) == ("Ana R.", "Asia/Tokyo")
    assert "Ana R." in mine.see("/me")


def test_the_screen_speaks_the_language_that_one_chose_and_the_door_the_browsers() -> None:
    mine = Knocking(agent())
    assert "Who waits" in mine.see("/")
    done = mine.do("/me", name="Ana R.", zone="Europe/Berlin", language="de")
    assert "Gespeichert" in done and 'lang="de"' in mine.see("/")
    assert "Wer wartet" in mine.see("/")
    mine.do("/me", 422, name="Ana R.", zone="Europe/Berlin", language="tlh")
    for spoken, words in (("de-AT,de;q=0.9", "Anmelden"), ("en-GB", "Sign in"), ("tlh", "Sign in")):
        page = Client().get("/sign-in/", headers={"accept-language": spoken})
        assert words in page.content.decode()


def test_a_shift_has_a_beginning_breaks_and_an_end() -> None:
    mine = Knocking(agent())
    assert "You are not signed on" in mine.do("/me/absence", 409, reason="meal")
    assert "Signed on" in mine.do("/me/shift")
    mine.do("/me/absence", 422, reason="nap")
    assert "I am back" in mine.do("/me/absence", reason="meal")
    mine.do("/me/absence", method="delete")
    assert "Signed off" in mine.do("/me/shift", method="delete")
    assert Shift.objects.get().signed_off_at and Away.objects.get().until_at


def test_whoever_does_something_shows_life_and_a_screen_left_open_does_not() -> None:
    inbox = an_inbox()
    mine = Knocking(a_hero("Mia", inbox))
    mine.do("/me/shift")
    long_ago = clock.now() - timedelta(hours=5)
    Shift.objects.update(signed_on_at=long_ago, seen_at=long_ago)
    mine.see("/me")
    path = f"/conversations/{mail(inbox).id}/presence"
    mine.do(path, method="put")
    assert Shift.objects.get().seen_at == long_ago
    mine.do("/me/theme", 204, theme="dark")
    assert Shift.objects.get().seen_at > long_ago


def test_who_forgot_to_sign_off_is_told_and_so_is_who_hires() -> None:
    mine = Knocking(agent())
    mine.do("/me/shift")
    long_ago = clock.now() - timedelta(hours=5)
    Shift.objects.update(signed_on_at=long_ago, seen_at=long_ago)
    end_the_forgotten()
    assert "by itself" in mine.see("/me/shift")
    assert "forgot to sign off" in Knocking(agent(Role.ADMIN)).see("/settings/heroes")


def test_a_theme_belongs_to_the_browser() -> None:
    mine = Knocking(agent())
    mine.do("/me/theme", 204, theme="dark")
    page = mine.client.get("/me", headers={"HX-Request": "false"}).content.decode()
    assert 'data-theme="dark"' in page
    mine.do("/me/theme", 204, theme="<script>")
    page = mine.client.get("/me", headers={"HX-Request": "false"}).content.decode()
    assert 'data-theme=""' in page
