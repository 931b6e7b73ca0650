"""Search by keyboard alone: results as one types, never those of other words, and what can be done
here."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    write(shop, "Ana", "Where is my tent?")
    write(shop, "Ben", "The lamp is broken.")
    return shop


@pytest.fixture
def page(mia: BrowserContext) -> Iterator[Page]:
    page = open_desk(mia)
    expect(page.locator("#waiting [data-row]")).to_have_count(2, timeout=20_000)
    yield page
    page.close()


def options(page: Page) -> list[str]:
    return page.locator("#found [data-found] .title").all_inner_texts()


def chosen(page: Page) -> str:
    """What a screen reader says is chosen."""
    field = page.get_by_role("combobox", name="Search")
    marked = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{marked}")).to_have_attribute("aria-selected", "true")
    return page.locator(f"#{marked} .title").inner_text()


def test_a_person_is_opened_by_a_few_keys(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.type("an")
    expect(page.locator("#found [data-found] [role=option]")).to_have_count(1)
    assert options(page) == ["Ana"] and chosen(page) == "Ana"
    expect(page.locator("[data-status]")).to_have_text("1 found")
    assert troubles(page, "search-sheet dialog") == []
    # what was typed last is meant, however fast Enter follows
    page.keyboard.press("Control+a")
    page.keyboard.type("ben")
    page.keyboard.press("Enter")
    expect(page.locator("#head h1")).to_contain_text("Ben")
    expect(page).to_have_url(re.compile("/people/"))
    expect(page.locator("search-sheet dialog")).not_to_be_visible()


def test_words_lead_to_where_they_were_said(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("broken la")
    expect(page.locator("[data-status]")).to_contain_text("Nothing has that name")
    page.keyboard.type("mp")
    expect(page.locator("#found mark")).to_have_text(["lamp", "broken"])
    page.keyboard.press("Enter")
    expect(page.locator("#entries .sought")).to_contain_text("The lamp is broken.")


def test_arrows_walk_and_escape_leads_back_to_the_words(page: Page) -> None:
    open_person(page, "Ana")
    words = page.get_by_role("textbox", name="Your words")
    words.fill("Dear ")
    page.keyboard.press("Control+k")
    page.keyboard.type("example.com")
    page.keyboard.press("Control+a")
    page.keyboard.type("where")
    expect(page.locator("#found [data-found] [role=option]")).to_have_count(1)
    first = chosen(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == first
    page.keyboard.press("Escape")
    expect(words).to_be_focused()
    page.keyboard.type("Ana")
    expect(words).to_have_value("Dear Ana")
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+k")
    expect(words).to_be_focused()


def test_what_can_be_done_here_is_found_by_its_words(page: Page) -> None:
    open_person(page, "Ana")
    page.keyboard.press("Control+k")
    page.keyboard.type("note")
    expect(page.locator("[data-actions] [role=option]").first).to_contain_text("Note")
    page.keyboard.press("Enter")
    expect(page.locator(".composer [value=note]")).to_be_checked()
    page.keyboard.press("Control+k")
    page.keyboard.type("keys that nobody has")
    expect(page.locator("[data-actions]")).to_be_hidden()


def test_a_late_answer_to_other_words_is_not_shown(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.url.endswith("=ana"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/search?*", hold)
    page.keyboard.press("Control+k")
    page.keyboard.type("ana")
    expect(page.locator("#found")).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(500)
    page.keyboard.press("Control+a")
    page.keyboard.type("ben")
    expect(page.locator("#found [data-found] .title")).to_have_text(["Ben"])
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    assert options(page) == ["Ben"]


def test_without_a_line_it_says_so_and_goes_on_when_there_is_one(
    page: Page, mia: BrowserContext
) -> None:
    page.keyboard.press("Control+k")
    mia.set_offline(True)
    page.keyboard.type("ana")
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    mia.set_offline(False)
    expect(page.locator("#found [data-found] .title")).to_have_text(["Ana"])
