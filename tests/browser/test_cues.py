"""What wants a hero reaches them: in the tab's title, in the page and by sound."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

SIGN_ON = """
from lifelong.accounts.models import Agent
from lifelong.routing.actions.signing_on import sign_on
sign_on(Agent.objects.get(email="mia@shop.example"))
"""
NAMED = """
from lifelong.accounts.models import Agent
from lifelong.conversations.actions.noting import note
from lifelong.conversations.models import Conversation
note(Conversation.objects.get(customer__name="Ben"), text="Look, @Mia Brandt",
     by=Agent.objects.get(email="jonas@shop.example"))
"""
#: headless a tab is never behind another, and nothing is heard
HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
HEAR = """window.heard = 0;
window.AudioContext = class extends AudioContext {
  constructor() { super(); window.heard++; }
};"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(SIGN_ON)
    write(shop, "Ana", "Where is my tent?")
    write(shop, "Ben", "Is it in stock?")
    return shop


@pytest.fixture
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        context.add_init_script(HEAR)
        yield context


def my_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/me")
    page.wait_for_selector("html[data-live=open]")
    wait_until(lambda: page.evaluate("sessionStorage.getItem('cues known') !== null"), within=40)
    return page


def look_at_both(page: Page) -> None:
    for name in ("Ana", "Ben"):
        open_person(page, name)
        expect(page.locator("#waiting [data-wanted]", has_text=name)).to_have_count(0)
    nothing_is_new(page)


def nothing_is_new(page: Page) -> None:
    """What stands before somebody's eyes counts as looked at after a moment."""
    expect(page).not_to_have_title(re.compile(r"^[(●]"))


def test_the_title_counts_what_was_not_looked_at_in_every_tab(
    shop: Instance, mia: BrowserContext
) -> None:
    page, elsewhere = open_desk(mia), my_page(mia)
    expect(elsewhere).to_have_title("(2) Mia Brandt · Lifelong")
    open_person(page, "Ana")
    expect(elsewhere).to_have_title("(1) Mia Brandt · Lifelong")
    open_person(page, "Ben")
    expect(elsewhere).to_have_title("Mia Brandt · Lifelong")
    expect(page).to_have_title("Who waits · Lifelong")
    # they are open, and yet not before anybody's eyes
    page.evaluate(HIDE, "hidden")
    write(shop, "Ben", "Are you there?")
    expect(page).to_have_title("(1) Who waits · Lifelong")
    page.evaluate(HIDE, "visible")
    expect(page).to_have_title("Who waits · Lifelong")
    expect(elsewhere).to_have_title("Mia Brandt · Lifelong")


def test_who_writes_is_told_where_they_are_not_on_screen_and_marked_where_they_are(
    shop: Instance, mia: BrowserContext
) -> None:
    page, elsewhere = open_desk(mia), my_page(mia)
    look_at_both(page)
    elsewhere.locator("#id_name").focus()
    write(shop, "Ana", "And the pegs?")
    card = elsewhere.locator("#cued .cue-card")
    expect(card).to_contain_text("Ana")
    expect(card).to_contain_text("Has written to you.")
    expect(elsewhere.locator("#id_name")).to_be_focused()
    assert "pegs" not in elsewhere.locator("#cued").inner_text()
    assert troubles(elsewhere) == []
    # at the desk they are in sight: their row is marked, and only ears are told
    expect(page.locator("#waiting [data-wanted]", has_text="Ana")).to_be_visible()
    expect(page.locator("#cued .for-ears")).to_contain_text("Ana: Has written to you.")
    expect(page.locator("#cued .cue-card")).to_have_count(0)
    # who is open is told by the timeline alone
    write(shop, "Ben", "Never mind")
    expect(page.locator("#entries")).to_contain_text("Never mind")
    expect(elsewhere.locator("#cued .cue-card")).to_have_count(1)
    elsewhere.locator("body").press("Escape")
    elsewhere.evaluate("document.activeElement.blur()")
    elsewhere.keyboard.press("o")
    expect(elsewhere.locator("#head h1", has_text="Ana")).to_be_visible()
    expect(page.locator("#waiting [data-wanted]")).to_have_count(0)
    nothing_is_new(elsewhere)


def test_a_note_that_names_me_leads_to_it_and_goes_by_itself(
    shop: Instance, mia: BrowserContext
) -> None:
    desk = open_desk(mia)
    look_at_both(desk)
    # where Ben is open nothing of him is news
    desk.close()
    page, other = my_page(mia), my_page(mia)
    shop.do(NAMED)
    card = page.locator(".cue-card", has_text="Jonas Weber named you in a note.")
    card.get_by_role("button", name="Not now").click()
    expect(card).to_have_count(0)
    expect(other.locator(".cue-card")).to_be_visible()
    expect(other.locator(".cue-card")).to_have_count(0)
    expect(page).to_have_title("(1) Mia Brandt · Lifelong")
    # it is said once
    page.goto("/me")
    expect(page).to_have_title("(1) Mia Brandt · Lifelong")
    page.wait_for_timeout(2000)
    expect(page.locator(".cue-card")).to_have_count(0)
    look_at_both(open_desk(mia))
    expect(page).to_have_title("Mia Brandt · Lifelong")


def test_who_writes_is_heard_where_that_is_wanted_in_one_tab(
    shop: Instance, mia: BrowserContext
) -> None:
    page = my_page(mia)
    write(shop, "Ana", "One")
    expect(page.locator(".cue-card")).to_be_visible()
    assert page.evaluate("heard") == 0
    with page.expect_navigation():
        page.get_by_text("Who rings, and who writes to me").click()
    page.wait_for_selector("cue-list[asked][sounds]", state="attached")
    desk, other = open_desk(mia), my_page(mia)
    look_at_both(desk)
    write(shop, "Ana", "Two")
    expect(page.locator(".cue-card")).to_be_visible()
    assert sum(one.evaluate("heard") for one in (page, other, desk)) == 1
