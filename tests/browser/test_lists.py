"""Many at once, by hand: found, chosen, closed with a look ahead, and opened again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    for name in ("Ana", "Bob", "Cleo"):
        write(shop, name, "Where is it?")
    return shop


def opened(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector("html[data-live=open]")


def test_many_are_closed_and_opened_again(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = mia.new_page()
        opened(page, "/lists")
        rows = page.locator(".pick")
        expect(page.locator("#sections").get_by_text("3").first).to_be_visible(timeout=20000)
        page.reload()
        expect(rows).to_have_count(3)
        assert troubles(page) == []

        rows.nth(0).locator("[name=id]").check()
        expect(page.locator("[data-said]")).to_have_text("1 person chosen")
        rows.nth(2).locator("[name=id]").click(modifiers=["Shift"])
        expect(page.locator("[data-said]")).to_have_text("3 people chosen")
        rows.nth(1).get_by_role("link").focus()
        page.keyboard.press("x")
        expect(page.locator("[data-said]")).to_have_text("2 people chosen")

        page.keyboard.press("e")
        expect(page.get_by_label("How it ended")).to_be_visible()
        assert troubles(page) == []
        page.get_by_label("How it ended").select_option("Spam")
        page.get_by_role("button", name="See what would happen").click()
        expect(page.get_by_role("heading", name="Close 2 people")).to_be_visible()
        assert troubles(page) == []

        page.get_by_role("button", name="Close (2)").click()
        undo = page.get_by_role("button", name="Undo")
        expect(undo).to_be_visible(timeout=20000)
        expect(page.locator("#progress")).to_contain_text("2 of 2")
        assert troubles(page) == []
        undo.click()
        expect(page.locator("#progress")).to_contain_text("Taken back", timeout=20000)
        opened(page, "/lists")
        expect(rows).to_have_count(3)


def test_what_is_asked_stands_in_the_address_and_going_back_brings_it_back(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = mia.new_page()
        opened(page, "/lists")
        page.get_by_label("Status").select_option("Closed")
        expect(page.get_by_text("Nobody here")).to_be_visible()
        assert page.url.endswith("/lists?status=closed")
        page.go_back()
        expect(page.locator(".pick")).to_have_count(3)
        expect(page.locator(".rail")).to_be_visible()


def test_a_list_is_kept_and_fits_a_small_screen(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = mia.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        opened(page, "/lists")
        page.get_by_text("Keep as a list").click()
        page.get_by_label("Name", exact=True).fill("Mine to see")
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("heading", name="Mine to see")).to_be_visible()
        page.locator(".pick [name=id]").first.check()
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert troubles(page) == []


def test_who_comes_to_fit_is_told_and_shown_above_when_wanted(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = mia.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        opened(page, "/lists?status=waiting&owner=nobody")
        rows = page.locator(".pick")
        names = rows.locator(".name > .clip:first-child")
        before = names.all_text_contents()
        rows.nth(1).locator("[name=id]").check()
        stood = rows.nth(0).bounding_box()
        write(shop, "Dora", "And mine?")
        news = page.locator("#newcomers")
        expect(news).to_contain_text("1 more person fits this list now")
        assert names.all_text_contents() == before
        assert rows.nth(0).bounding_box() == stood, "nothing moves under a hand"
        assert troubles(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

        news.get_by_role("button", name="Show").click()
        expect(names).to_have_text(["Dora", *before])
        expect(news).to_have_text("")
        expect(page.locator("[data-said]")).to_have_text("1 person chosen")
        expect(rows.nth(2).locator("[name=id]")).to_be_checked()
        page.keyboard.press("Tab")
        expect(rows.nth(0).locator("[name=id]")).to_be_focused()
        assert troubles(page) == []


def test_who_comes_where_nobody_was_is_seen_too(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "mia") as mia:
        page = mia.new_page()
        opened(page, "/lists?status=waiting&words=marmalade")
        expect(page.get_by_text("Nobody here")).to_be_visible()
        write(shop, "Ed", "Where is my marmalade?")
        page.locator("#newcomers").get_by_role("link", name="Show").click()
        expect(page.locator(".pick")).to_have_text(re.compile("Ed"))


def test_what_a_colleague_does_is_seen_and_nothing_moves_under_the_hand(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia, signed_in(browser, shop, "jonas") as jonas:
        page, other = mia.new_page(), open_desk(jonas)
        opened(page, "/lists?status=waiting&owner=nobody")
        rows = page.locator(".pick", has_text=re.compile("Ana|Bob|Cleo"))
        expect(rows).to_have_count(3)
        names = rows.locator(".name > .clip:first-child")
        before = names.all_text_contents()
        bob, cleo = rows.filter(has_text="Bob"), rows.filter(has_text="Cleo")
        bob.locator("[name=id]").check()
        cleo.get_by_role("link").focus()

        open_person(other, "Bob")
        other.locator("#take").click()
        expect(bob).to_contain_text("no longer fits")
        write(shop, "Cleo", "And what of the second parcel?")
        expect(cleo).to_contain_text("second parcel")

        assert names.all_text_contents() == before
        expect(bob.locator("[name=id]")).to_be_checked()
        expect(page.locator("[data-said]")).to_have_text("1 person chosen")
        expect(cleo.get_by_role("link")).to_be_focused()
        assert troubles(page) == []
        page.reload()
        expect(rows).to_have_count(2)
