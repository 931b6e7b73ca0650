"""The page of a list that is on screen: who is on it is seen as they are now, where they stood."""

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.owning import assign, move, release
from lifelong.conversations.tests.building import inbox
from lifelong.lib.ids import new_id
from lifelong.lists.tests.building import Shop, shop
from lifelong.web.console.lists import rows
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Shop:
    return shop()


@pytest.fixture
def hero(here: Shop) -> Knocking:
    return Knocking(here.hero)


def region(page: str) -> str:
    """Where the page on screen asks for itself."""
    found = re.search(r'hx-get="(/lists/shown[^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def names(page: str) -> list[str]:
    return re.findall(r'<span class="clip" dir="auto">(\w+)</span>', page)


def test_a_page_is_silent_until_somebody_on_it_looks_different(here: Shop, hero: Knocking) -> None:
    here.wrote("ana")
    page = hero.see("/lists?status=waiting")
    tag = re.search(r'revision="(\w{10,})"', page)
    assert tag
    again = f"{region(page)}&changed_after={tag[1]}"
    here.wrote("bob")
    assert hero.client.get(again).status_code == 204
    here.wrote("ana", "Hello? Anybody?")
    answer = hero.client.get(again)
    assert "Anybody" in answer.content.decode() and "Bob" not in answer.content.decode()
    assert hero.client.get(f"{again[:-24]}{answer['Lifelong-Revision']}").status_code == 204


def test_who_no_longer_fits_stays_where_they_stood(here: Shop, hero: Knocking) -> None:
    some = [here.wrote(name) for name in ("ana", "bob", "cleo")]
    page = hero.see("/lists?status=waiting&owner=nobody")
    assert "no longer fits" not in page
    assign(some[1].conversation, to=here.hero, by=here.hero)
    now = hero.see(region(page))
    assert names(now) == ["Ana", "Bob", "Cleo"]
    assert re.findall(r'class="(pick|pick gone)"', now) == ["pick", "pick gone", "pick"]
    assert now.count("no longer fits") == 1


def test_who_was_joined_with_somebody_stays_and_it_is_said_with_whom(
    here: Shop, hero: Knocking
) -> None:
    older = here.wrote("ana").conversation
    assign(older, to=here.hero, by=here.hero)
    younger = [here.wrote(name).conversation for name in ("bob", "cleo")]
    page = hero.see("/lists?status=waiting&owner=nobody")
    tag = re.search(r'revision="(\w{10,})"', page)
    assert tag and names(page) == ["Bob", "Cleo"]
    join(older.customer, younger[0].customer, by=here.hero)
    now = hero.see(f"{region(page)}&changed_after={tag[1]}")
    assert names(now) == ["Bob", "Cleo"]
    assert re.findall(r'class="(pick|pick gone)"', now) == ["pick gone", "pick"]
    assert 'title="Joined with Ana"' in now and "no longer fits" not in now
    assert f"/people/{younger[0].id}" in now
    assert now.count('type="checkbox"') == 1, "what would be done to them, would be to nobody"
    assert "Conversation with Ana" in hero.see(f"/people/{younger[0].id}")


def test_with_whom_somebody_was_joined_is_said_to_nobody_who_does_not_see_them(
    here: Shop, hero: Knocking
) -> None:
    older, younger = here.wrote("ana").conversation, here.wrote("bob").conversation
    page = hero.see("/lists?status=waiting")
    join(older.customer, younger.customer, by=here.lead)
    move(older, to=inbox(name="Far away"), by=here.lead)
    assert names(hero.see(region(page))) == []


def test_who_may_not_be_seen_any_more_is_not_shown(here: Shop, hero: Knocking) -> None:
    ana = here.wrote("ana").conversation
    here.wrote("bob")
    page = hero.see("/lists?status=waiting")
    move(ana, to=inbox(name="Far away"), by=here.lead)
    assert names(hero.see(region(page))) == ["Bob"]


def told(hero: Knocking, path: str, page: str, **said: str) -> Any:
    """What the region above the people of `page` hears of those who are new."""
    asked = dict(parse_qsl(path.partition("?")[2]))
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    through = re.findall(r'name="through" value="([^"]+)"', page)
    now = {**asked, "shown": shown, "through": through, "changed_after": "0", **said}
    return hero.client.post("/lists/newcomers", now)


def test_who_comes_to_fit_an_open_list_is_told_and_shown_when_wanted(
    here: Shop, hero: Knocking
) -> None:
    path = "/lists?status=waiting&owner=nobody"
    here.wrote("ana")
    bob = here.wrote("bob").conversation
    assign(bob, to=here.lead, by=here.lead)
    page = hero.see(path)
    assert told(hero, path, page).status_code == 204
    here.wrote("cleo")
    release(bob, by=here.lead)
    answer = told(hero, path, page)
    assert "2 more people fit this list now" in answer.content.decode()
    known = answer["Lifelong-Revision"]
    assert told(hero, path, page, changed_after=known).status_code == 204
    shown = told(hero, path, page, show="yes").content.decode()
    assert names(shown) == ["Bob", "Cleo"]
    assert told(hero, path, page + shown).status_code == 204
    assert told(hero, path, page + shown, changed_after=known).content.strip() == b""


def test_of_who_has_very_many_before_them_nobody_says_who_came(here: Shop, hero: Knocking) -> None:
    page = hero.see("/lists?status=waiting")
    here.wrote("ana")
    many = " ".join(str(new_id()) for _one in range(1001))
    assert told(hero, "/lists?status=waiting", page, shown=many).status_code == 204
    assert told(hero, "/lists?status=waiting", page, shown=many[:37]).status_code == 200


def test_where_nobody_stood_who_comes_is_a_reason_to_open_the_list_again(
    here: Shop, hero: Knocking
) -> None:
    page = hero.see("/lists?status=closed")
    assert 'hx-post="/lists/newcomers"' in page
    assert told(hero, "/lists?status=closed", page).status_code == 204
    page = hero.see("/lists?status=waiting")
    here.wrote("ana")
    said = told(hero, "/lists?status=waiting", page).content.decode()
    assert "1 more person fits this list now" in said and 'href="?status=waiting"' in said


def test_nobody_is_new_who_stands_on_a_page_that_is_not_opened_yet(
    here: Shop, hero: Knocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "SHOWN", 2)
    here.crowd(4)
    for order, count in (("waiting", 0), ("activity", 1)):
        path = f"/lists?status=waiting&order={order}"
        page = hero.see(path)
        assert told(hero, path, page).status_code == 204, "there is more to show"
        here.wrote(f"late{order}")
        said = told(hero, path, page)
        assert said.status_code == (200 if count else 204)


def test_who_may_not_be_seen_is_not_new_to_anybody(here: Shop, hero: Knocking) -> None:
    page = hero.see("/lists?status=waiting")
    move(here.wrote("ana").conversation, to=inbox(name="Far away"), by=here.lead)
    assert told(hero, "/lists?status=waiting", page).status_code == 204


def test_more_people_on_it_ask_no_more_of_the_database(here: Shop, hero: Knocking) -> None:
    def asked() -> int:
        path = region(hero.see("/lists?status=waiting"))
        with CaptureQueriesContext(connection) as captured:
            hero.see(path)
        return len(captured)

    here.crowd(2)
    few = asked()
    here.crowd(9)
    assert asked() == few
    assert few <= 12
