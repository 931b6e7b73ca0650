"""From one person to the next on the main screen: by the list, back, by keys, on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.shop import open_desk, open_person, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(autouse=True)
def only_this_tests_tabs(mia: BrowserContext) -> Iterator[None]:
    yield
    for page in mia.pages:
        page.close()


def test_where_nobody_is_open_the_screen_says_why(shop: Instance, mia: BrowserContext) -> None:
    write(shop, "Vera", "Is anybody there?")
    page = open_desk(mia)
    expect(page.locator("[data-row]", has_text="Vera")).to_be_visible()
    says = page.locator(".nobody > div:visible")
    expect(says).to_have_count(1)
    expect(says).to_contain_text("Sign on to get people")
    says.get_by_role("button", name="Sign on").click()
    expect(says).to_contain_text("Nobody is open here")
    page.route(re.compile(r"/waiting(\?|$)"), lambda route: route.fulfill(body="<p>Nobody</p>"))
    page.evaluate("document.querySelector('#waiting').ask()")
    expect(says).to_contain_text("Nobody waits")
    page.evaluate("htmx.ajax('DELETE', '/me/shift', '#rail-shift')")
    expect(says).to_contain_text("Sign on to get people")


def test_whoever_goes_back_finds_the_screen_as_it_was(shop: Instance, mia: BrowserContext) -> None:
    write(shop, "Vera", "Is anybody there?")
    page = open_desk(mia)
    open_person(page, "Vera")
    page.go_back()
    expect(page.locator(".nobody > div:visible")).to_have_count(1)
    expect(page.locator(".nobody")).to_contain_text("Sign on to get people")
    open_person(page, "Vera")


def test_the_next_person_is_clear_even_if_their_row_left_the_list_meanwhile(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Vera", "Is anybody there?")
    page = open_desk(mia)
    asked: list[Route] = []
    page.route("**/people/*", lambda route: asked.append(route))
    page.locator("[data-row]", has_text="Vera").click()
    expect(page.locator("#person.giving-way")).to_be_attached()
    page.evaluate("document.querySelector('#waiting [data-row]').closest('ol').remove()")
    asked[0].continue_()
    expect(page.locator("#head h1", has_text="Vera")).to_be_visible()
    expect(page.locator("#person:not(.giving-way)")).to_be_attached()


def test_who_looks_for_something_on_a_phone_has_the_room_for_it(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Vera", "Is anybody there?")
    page = open_desk(mia)
    page.set_viewport_size({"width": 390, "height": 800})
    open_person(page, "Vera")
    composer = page.locator("#composer")
    expect(composer).to_be_visible()
    page.keyboard.press("F")
    expect(page.locator("#finder")).to_be_visible()
    expect(composer).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(composer).to_be_visible()


def test_who_could_not_be_opened_is_not_marked(shop: Instance, mia: BrowserContext) -> None:
    write(shop, "Hugo", "First", subject="One")
    write(shop, "Ida", "Second", subject="Two")
    page = open_desk(mia)
    open_person(page, "Hugo")
    page.locator("[data-row]", has_text="Hugo").click()
    page.wait_for_timeout(500)
    expect(page.locator(".opens-day")).to_have_count(1)
    page.route("**/people/*", lambda route: route.abort())
    page.locator("[data-row]", has_text="Ida").click()
    expect(page.locator(".waiting > [data-refusal]")).to_contain_text("That did not work")
    expect(page.locator("[data-row][aria-current]")).to_contain_text("Hugo")
    page.unroute("**/people/*")
    open_person(page, "Ida")
    expect(page.locator(".waiting > [data-refusal]")).to_be_empty()


def test_a_person_is_answered_and_closed_by_keys_alone_and_j_leads_on(
    shop: Instance, mia: BrowserContext
) -> None:
    for name in ("Jana", "Kai", "Lea"):
        write(shop, name, "Where is it?")
    page = open_desk(mia)
    open_person(page, "Jana")
    expect(page.locator("[data-row]", has_text="Lea")).to_be_visible()
    names = page.locator("[data-row] .name").all_inner_texts()
    follows = names[names.index("Jana") + 1]
    page.keyboard.press("t")
    page.keyboard.press("2")
    expect(page.locator("#topic [data-value]")).to_have_text("Where is my order")
    page.keyboard.press("r")
    page.keyboard.type("It came today.")
    page.keyboard.press("Control+Shift+Enter")
    said = page.locator(".entry.ours", has_text="It came today.")
    expect(page.locator("#head .status.closed")).to_be_visible()
    expect(said).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#head h1")).to_have_text(re.compile(follows))
