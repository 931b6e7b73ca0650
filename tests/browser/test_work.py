"""A hero works through the list by keyboard: why somebody waits, take, pass on, undo, pin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    write(shop, "Ana", "Where is my tent?")
    write(shop, "Ben", "Is it in stock?")
    return shop


@pytest.fixture
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        yield context


@pytest.fixture
def jonas(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "jonas") as context:
        yield context


def stand_at(page: Page, name: str) -> None:
    page.locator("#waiting [data-row]", has_text=name).focus()


def test_the_list_is_worked_through_by_keyboard_and_undone(
    mia: BrowserContext, jonas: BrowserContext
) -> None:
    page, other = open_desk(mia), open_desk(jonas)
    mine, theirs = page.locator("#waiting ol.mine"), other.locator("#waiting ol.mine")
    waits = page.locator("#waits-1-rows")
    expect(waits.locator("[data-row]")).to_have_count(2)
    here = page.url

    stand_at(page, "Ana")
    page.keyboard.press("q")
    expect(page.locator("#row-reason")).to_contain_text("of the target used up")
    expect(page.locator("#row-reason")).to_contain_text("nobody who answers there is at work.")
    assert troubles(page) == []

    # taken without being opened; the focus stands at who was beside them
    page.keyboard.press("a")
    expect(mine).to_contain_text("Ana")
    expect(page.locator("#undoable")).to_contain_text("Ana is with you.")
    expect(page.locator("#waiting [data-row]", has_text="Ben")).to_be_focused()
    assert page.url == here
    expect(other.locator("#waits-1-rows, #waits-2-rows").last).to_contain_text("Ana")
    assert troubles(page) == []
    page.keyboard.press("z")
    expect(waits).to_contain_text("Ana")
    expect(page.locator("#undoable")).to_be_empty()

    stand_at(page, "Ben")
    page.keyboard.press("p")
    expect(page.locator("#passing-to")).to_be_focused()
    assert troubles(page) == []
    page.keyboard.type("jon")
    expect(page.locator(".recipients label:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#passing[open]")).to_have_count(0)
    expect(theirs).to_contain_text("Ben")
    expect(page.locator("#undoable")).to_contain_text("Ben is with Jonas Weber now.")
    page.keyboard.press("z")
    expect(waits).to_contain_text("Ben")
    expect(theirs).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("key-map dialog")).to_contain_text("Next and previous person")


def test_two_heroes_who_reach_for_one_person_do_not_collide(
    mia: BrowserContext, jonas: BrowserContext
) -> None:
    page, other = open_desk(mia), open_desk(jonas)
    stand_at(page, "Ana")
    # however late the names come, what is typed is meant for the sheet
    late: list[Route] = []
    page.route("**/passing-on", lambda route: late.append(route))
    page.keyboard.press("p")
    page.keyboard.type("jonas")
    expect(page.locator("#passing-to")).to_have_value("jonas")
    late[0].continue_()
    page.unroute("**/passing-on")
    expect(page.locator("#passing .recipients label:visible")).to_have_count(1)
    stand_at(other, "Ana")
    other.keyboard.press("a")
    expect(other.locator("#waiting ol.mine")).to_contain_text("Ana")
    page.keyboard.press("Enter")
    expect(page.locator("#passing [data-refusal]")).to_contain_text(
        "Jonas Weber already has this customer."
    )
    page.keyboard.press("Escape")
    expect(page.locator("#passing[open]")).to_have_count(0)
    other.keyboard.press("z")


def test_what_one_pins_the_other_sees(mia: BrowserContext, jonas: BrowserContext) -> None:
    page, other = open_desk(mia), open_desk(jonas)
    for one in (page, other):
        one.locator("#waiting [data-row]", has_text="Ben").click()
        expect(one.locator("#head")).to_contain_text("Ben")
    page.keyboard.press("P")
    expect(page.locator("#pin-text")).to_be_focused()
    page.keyboard.type("Prefers calls")
    page.keyboard.press("Enter")
    expect(other.locator("#who")).to_contain_text("Prefers calls")
    expect(other.locator("#who")).to_contain_text("pinned by Mia Brandt")
    expect(page.locator("#pin-own[open]")).to_have_count(0)
    page.keyboard.press("q")
    expect(page.locator("#reason")).to_contain_text("in Support")
    page.keyboard.press("Escape")
    page.locator("#consents > summary").click()
    expect(page.locator("#consents-inside")).to_contain_text("Answers: yes")
    assert troubles(page, ".who") == [] and troubles(page, "#why-here") == []
    other.get_by_role("button", name="Unpin").click()
    expect(page.locator("#who")).not_to_contain_text("Prefers calls")
