"""Joining and parting in two heroes' browsers: one click each, and every open screen follows."""

import os
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.shop import open_desk, open_person, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

CLAIM = """
from lifelong.customers.actions.showing import claim
from lifelong.customers.models import Handle
ana = Handle.objects.get(value="ana@example.com").customer
claim(ana, kind="email", value="kovac@example.com", how="checkout")
"""


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: kept where PICTURES says."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/joining-{name}.png")


def rows(page: Page) -> int:
    return page.locator("#waiting [data-row]").count()


def test_a_suggestion_is_joined_in_one_click_and_parted_in_one(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    one, other = open_desk(mia), open_desk(jonas)
    write(shop, "Ana", "Where is my tent?")
    write(shop, "Kovac", "It is about a tent.", subject="Tent")
    open_person(one, "Ana")
    open_person(other, "Kovac")
    expect(one.locator(".kin")).to_have_count(0)

    shop.do(CLAIM)
    card = one.locator(".kin")
    expect(card).to_contain_text("Both gave kovac@example.com")
    expect(card).to_contain_text("in the checkout, not proved")
    expect(other.locator(".kin")).to_contain_text("The same person?")
    picture(one, "suggested")

    other.get_by_role("textbox", name="Your words").fill("Dear Kovac")
    other.wait_for_timeout(1500)  # long enough to be saved
    card.get_by_role("button", name="Join", exact=True).click()
    for page in (one, other):
        expect(page.locator("#entries")).to_contain_text("Where is my tent?")
        expect(page.locator("#entries")).to_contain_text("It is about a tent.")
        expect(page.locator("#head h1")).to_contain_text("Ana")
        expect(page.locator("#waiting [data-row]")).to_have_count(1)
    expect(other).to_have_url(re.compile(one.url.rpartition("/")[2]))
    expect(other.get_by_role("textbox", name="Your words")).to_have_value("Dear Kovac")
    expect(one.locator("#who")).to_contain_text("by Mia Brandt")
    picture(one, "joined")
    one.emulate_media(color_scheme="dark")
    picture(one, "joined-dark")
    one.emulate_media(color_scheme="light")

    write(shop, "Kovac", "And the poles?", subject="Tent")
    for page in (one, other):
        expect(page.locator("#entries")).to_contain_text("And the poles?")

    one.get_by_role("button", name="Part", exact=True).click()
    for page in (one, other):
        expect(page.locator("#waiting [data-row]")).to_have_count(2)
        expect(page.locator("#entries")).not_to_contain_text("And the poles?")
        expect(page.locator("#entries")).to_contain_text("Where is my tent?")
    picture(one, "parted")
    open_person(one, "Kovac")
    expect(one.locator("#entries")).to_contain_text("And the poles?")
    expect(one.locator("#entries")).not_to_contain_text("Where is my tent?")

    one.get_by_role("button", name="Not the same person").click()
    expect(one.locator(".kin")).to_have_count(0)
    one.reload()
    expect(one.locator(".kin")).to_have_count(0)


def test_a_hero_searches_for_who_this_is_too(shop: Instance, mia: BrowserContext) -> None:
    page = open_desk(mia)
    write(shop, "Lena", "Hello?")
    write(shop, "Lenas", "Hello again?")
    open_person(page, "Lenas")
    page.locator("#more > summary").click()
    page.get_by_text("Join with …").click()
    page.get_by_label("Who is this person too?").press_sequentially("lena@example.com")
    found = page.locator("#others .other")
    expect(found).to_have_count(1)
    picture(page, "search")
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "search-phone")
    page.set_viewport_size({"width": 1280, "height": 720})
    found.get_by_role("button", name="Join").click()
    expect(page.locator("#entries")).to_contain_text("Hello again?")
    expect(page.locator("#entries")).to_contain_text("Hello?")
