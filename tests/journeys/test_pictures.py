"""No page is forgotten: whatever answers with a whole page stands in `pictures/screens/`."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from lifelong.accounts.models import Role
from lifelong.lib.ids import new_id
from lifelong.web.api.tests.shop import Shop
from pictures.screens import KEPT, SCREENS, WITHOUT
from tests.architecture.tree import ROOT
from tests.journeys.callers import Knocker
from tests.journeys.doors import all_doors
from tests.journeys.permissions import DOORS
from tests.journeys.places import make_place
from tests.journeys.test_permissions import send

#: what is for machines, and pictures of others, which are fetched from elsewhere
NO_PAGES = re.compile(" /(api|pictures)/")
#: doors without a session, which tell nobody that they are pages
OUTSIDE = {
    "GET /sign-in/",
    "GET /widget/<slug:key>/",
    "GET /t/<str:token>",
    "ANY /invitations/<str:word>",
    "ANY /sign-in/forgotten",
    "ANY /resets/<str:word>",
}


def pictured() -> set[str]:
    paths = (re.sub(r"{\w+}", str(new_id()), one.path).partition("?")[0] for one in SCREENS)
    return {f"/{resolve(path).route}" for path in paths}


@pytest.fixture
def pages(db: None) -> set[str]:
    """Routes that show somebody who may do everything a whole page."""
    shop = Shop()
    place = make_place(shop, "own", to=shop.service)
    everybody = shop.agent("all", Role.HERO, Role.LEAD, Role.ADMIN, Role.AUDITOR)
    client = Client()
    client.force_login(everybody, "lifelong.web.signin.backend.Backend")
    knocker = Knocker("all", client, frozenset(), everybody, True)
    asked = {name for name in all_doors() if name.startswith("GET ") and not NO_PAGES.search(name)}
    whole = {name for name in asked if _is_whole(send(knocker, name, DOORS[name], place))}
    return {name.partition(" ")[2] for name in whole | OUTSIDE}


def _is_whole(answer: Any) -> bool:
    found = answer.status_code == 200 and not answer.streaming
    return found and answer.content.lstrip()[:15].lower() == b"<!doctype html>"


@pytest.mark.timeout(300)
def test_every_page_has_a_picture_or_a_reason(pages: set[str]) -> None:
    assert len(pages) > 50, "what a whole page is, is no longer known"
    assert pages - pictured() - WITHOUT.keys() == set(), "picture it, in pictures/screens/"
    assert WITHOUT.keys() - pages == set(), "these are gone"


def test_no_two_pictures_have_one_name() -> None:
    names = [f"{one.name}-{sight.name}" for one in SCREENS for sight in one.sights]
    assert sorted(set(names)) == sorted(names)


def test_what_readme_shows_is_pictured() -> None:
    assert KEPT.keys() <= {one.name for one in SCREENS}
    readme = (ROOT / "README.md").read_text()
    assert set(KEPT.values()) == set(re.findall(r"docs/pictures/\w+\.png", readme))
