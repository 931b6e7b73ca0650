"""Every place of the console as a screen reader finds it: headings in order, and all else that
axe looks for."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

#: after they have signed in: an admin is led to the first steps
ALL_RIGHTS = """
from lifelong.accounts.models import Agent
Agent.objects.filter(email="jonas@shop.example").update(roles=["admin", "hero", "lead"])
"""
RITA = """
from lifelong.accounts.models import Agent
rita = Agent(email="rita@shop.example", name="Rita Lang", roles=["auditor"])
rita.set_password("only for tests")
rita.save()
"""
PLACES = "[...document.querySelectorAll(%r)].map((link) => link.pathname)"


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    write(shop, "Ana", "Where is my tent?")
    return shop


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


def test_whatever_scrolls_on_the_desk_can_be_scrolled_by_keys(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = low_desk(mia, shop, "Bob")
        words = page.get_by_role("textbox", name="Your words")
        words.fill("Line by line.\n" * 60 + "Until {{day}}.")
        assert troubles(page) == []
        for key in ("Tab", "Shift+Tab", "Shift+Tab"):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.closest('[aria-hidden=true]')") is None
        page.get_by_role("button", name="As they will see it").click()
        expect(page.locator("[data-preview]")).to_contain_text("Line by line.")
        assert troubles(page) == []


def test_who_only_reads_scrolls_by_keys_too(browser: Browser, shop: Instance) -> None:
    shop.do(RITA)
    with signed_in(browser, shop, "rita") as rita:
        page = low_desk(rita, shop, "Cleo")
        expect(page.locator("#composer")).to_have_count(0)
        assert troubles(page) == []


def low_desk(context: BrowserContext, shop: Instance, writer: str) -> Page:
    """A desk on a low screen, with somebody open who wrote at length."""
    write(shop, writer, "Line by line.\n" * 60)
    page = open_desk(context)
    page.set_viewport_size({"width": 1280, "height": 420})
    open_person(page, writer)
    expect(page.locator(".entry", has_text="Line by line.").first).to_be_visible()
    return page


def gone_through(page: Page) -> dict[str, list[str]]:
    """Wherever rail and sections lead, with what is wrong there."""
    places, found = page.evaluate(PLACES % ".rail a"), dict[str, list[str]]()
    while places:
        if (path := places.pop()) not in found:
            page.goto(path)
            found[path] = troubles(page)
            places += page.evaluate(PLACES % ".sections a")
    return found
