"""Every place of the console as a screen reader finds it: headings in order, and all else that
axe looks for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.shop import open_desk, open_person, open_shop, signed_in, write
from tests.browser.test_widget_frame import troubles
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

#: after they have signed in: an admin is led to the first steps
ALL_RIGHTS = """
from lifelong.accounts.models import Agent
Agent.objects.filter(email="jonas@shop.example").update(roles=["admin", "hero", "lead"])
"""
PLACES = "[...document.querySelectorAll(%r)].map((link) => link.pathname)"


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    with open_shop() as shop:
        write(shop, "Ana", "Where is my tent?")
        yield shop


def test_the_desk_is_in_order_with_somebody_open_and_without(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = open_desk(mia)
        expect(page.locator("[data-row]", has_text="Ana")).to_be_visible()
        assert troubles(page) == []
        open_person(page, "Ana")
        assert troubles(page) == []


def test_every_page_of_every_place_is_in_order(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "jonas") as jonas:
        shop.do(ALL_RIGHTS)
        wrong = gone_through(open_desk(jonas))
    assert {path: found for path, found in wrong.items() if found} == {}
    assert {"/lists", "/settings/heroes", "/settings/tokens", "/me"} <= set(wrong)


def gone_through(page: Page) -> dict[str, list[str]]:
    """Wherever rail and sections lead, with what is wrong there."""
    places, found = page.evaluate(PLACES % ".rail a"), dict[str, list[str]]()
    while places:
        if (path := places.pop()) not in found:
            page.goto(path)
            found[path] = troubles(page)
            places += page.evaluate(PLACES % ".sections a")
    return found
