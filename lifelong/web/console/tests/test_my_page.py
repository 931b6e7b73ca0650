"""One's own page: shift, name, theme."""

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.routing.models import Away, Shift
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.HERO, Role.WAREHOUSE, Role.AUDITOR])
def test_everybody_has_a_page_of_their_own(role: Role) -> None:
    mine = Knocking(agent(role))
    mine.do("/me", name="Ana R.", zone="Asia/Tokyo", language="en")
    mine.person.refresh_from_db()
    assert (mine.person.name, mine.person.zone) == ("Ana R.", "Asia/Tokyo")
    assert "Ana R." in mine.see("/me")


def test_a_shift_has_a_beginning_breaks_and_an_end() -> None:
    mine = Knocking(agent())
    assert "You are not signed on" in mine.do("/me/absence", 409, reason="meal")
    assert "Signed on" in mine.do("/me/shift")
    mine.do("/me/absence", 422, reason="nap")
    assert "I am back" in mine.do("/me/absence", reason="meal")
    mine.do("/me/absence", method="delete")
    assert "Signed off" in mine.do("/me/shift", method="delete")
    assert Shift.objects.get().signed_off_at and Away.objects.get().until_at


def test_a_theme_belongs_to_the_browser() -> None:
    mine = Knocking(agent())
    mine.do("/me/theme", 204, theme="dark")
    page = mine.client.get("/me", headers={"HX-Request": "false"}).content.decode()
    assert 'data-theme="dark"' in page
    mine.do("/me/theme", 204, theme="<script>")
    page = mine.client.get("/me", headers={"HX-Request": "false"}).content.decode()
    assert 'data-theme=""' in page
