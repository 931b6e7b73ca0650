"""Two heroes on one customer over a line that drops, delays and reorders; a session that ends
during a reply; a role that is taken away while its hero looks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.rough_line import RoughLine
from tests.browser.shop import PASSWORD, open_desk, open_person, signed_in, write
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(300)]

TRIES = 40
NO_SESSIONS = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
NO_HERO_ANY_MORE = """
from lifelong.accounts.models import Agent
mia = Agent.objects.get(email="mia@shop.example")
mia.roles = ["finance"]
mia.save()
"""
TEXTS = """
SELECT text FROM conversations_entry
WHERE kind IN ('message_in', 'message_out', 'note')
  AND customer_id = (SELECT id FROM customers_customer WHERE name = '{}')
ORDER BY placed_at, position
"""


@contextmanager
def over(line: RoughLine, browser: Browser, shop: Instance, hero: str) -> Iterator[Page]:
    """The desk of a hero whose browser reaches the shop by `line` alone."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{line.port}")
    with signed_in(browser, shop, hero) as known:
        context.add_cookies(known.cookies())  # type: ignore[arg-type]
    yield open_desk(context)
    context.close()


def in_database(shop: Instance, name: str) -> list[str]:
    return [str(text).strip() for (text,) in shop.ask(TEXTS.format(name))]


def noted(page: Page, text: str) -> None:
    """As somebody does who wants this said: tried again until it is."""
    words = page.get_by_role("textbox", name="Your words")
    page.locator(".composer [value=note]").check(force=True)
    words.fill(text)
    for _ in range(TRIES):
        if words.input_value() == "":
            return
        button = page.get_by_role("button", name="Write note")
        if button.is_enabled():
            button.click()
        page.wait_for_timeout(500)
    raise AssertionError(f"{text} was never taken")


def test_over_a_rough_line_nothing_is_lost_doubled_or_left_behind(
    browser: Browser, shop: Instance
) -> None:
    write(shop, "Ana", "word 0")
    with (
        RoughLine(shop.port, seed=1) as one,
        RoughLine(shop.port, seed=2) as other,
        over(one, browser, shop, "mia") as mia,
        over(other, browser, shop, "jonas") as jonas,
    ):
        for page in (mia, jonas):
            open_person(page, "Ana")
        one.rough = other.rough = True
        said = {"word 0"}
        for number in range(1, 6):
            write(shop, "Ana", f"word {number}")
            noted(mia, f"mia {number}")
            noted(jonas, f"jonas {number}")
            said |= {f"word {number}", f"mia {number}", f"jonas {number}"}
        assert one.broken and other.broken
        wait_until(lambda: len(in_database(shop, "Ana")) >= len(said), within=40)
        one.rough = other.rough = False
        truth = in_database(shop, "Ana")
        assert sorted(truth) == sorted(said), "each once"
        for page in (mia, jonas):
            texts = page.locator('.entry:is([data-kind^="message_"], .note) .text')
            expect(texts).to_have_text(truth)
            expect(page.locator("connection-state")).to_be_hidden()
            expect(page.get_by_role("textbox", name="Your words")).to_have_value("")


@pytest.fixture
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        yield context


def test_a_session_that_ends_during_a_reply_keeps_the_words(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Ben", "Is it in stock?")
    page = open_desk(mia)
    open_person(page, "Ben")
    words = page.get_by_role("textbox", name="Your words")
    words.press_sequentially("Yes, it is")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    shop.do(NO_SESSIONS)
    words.press_sequentially(" in stock.")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("connection-state")).to_contain_text("You are signed out")
    expect(page.locator(".composer .refusal")).to_contain_text("You are signed out")
    expect(words).to_have_value("Yes, it is in stock.")
    assert in_database(shop, "Ben") == ["Is it in stock?"]

    other = mia.new_page()
    other.goto("/")
    other.get_by_label("E-mail").fill("mia@shop.example")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Who waits")).to_be_visible()
    # the first tab goes on where it was
    page.bring_to_front()
    expect(page.locator("connection-state")).to_be_hidden()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".entry.ours", has_text="Yes, it is in stock.")).to_have_count(1)
    expect(words).to_have_value("")


def test_a_page_does_not_act_for_the_next_who_signs_in_beside_it(
    shop: Instance, browser: Browser, mia: BrowserContext
) -> None:
    write(shop, "Dora", "Who are you?")
    page = open_desk(mia)
    open_person(page, "Dora")
    words = page.get_by_role("textbox", name="Your words")
    words.press_sequentially("I am Mia")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    own = mia.cookies()
    with signed_in(browser, shop, "jonas") as jonas:
        mia.add_cookies(jonas.cookies())  # type: ignore[arg-type]
    words.press_sequentially(" Brandt")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".composer .refusal")).to_contain_text("Somebody else is signed in here")

    tickets: list[str] = []
    mia.on("request", lambda one: tickets.append(one.url) if "/stream/token" in one.url else None)
    beside = open_desk(mia)
    open_person(beside, "Dora")
    # what Mia typed is not put into the next one's mouth
    expect(beside.get_by_role("textbox", name="Your words")).to_have_value("")
    expect(page.locator("connection-state")).to_contain_text("Somebody else is signed in here")
    write(shop, "Dora", "Jonas, then?")
    expect(beside.locator(".entry", has_text="Jonas, then?")).to_be_visible()
    # both stay calm, and the first hears nothing that is for the other
    beside.wait_for_timeout(6000)
    assert len(tickets) <= 3
    expect(page.locator(".entry", has_text="Jonas, then?")).to_have_count(0)
    expect(beside.locator("connection-state")).to_be_hidden()
    beside.close()

    mia.clear_cookies()
    mia.add_cookies(own)  # type: ignore[arg-type]
    again = open_desk(mia)
    expect(page.locator("connection-state")).to_be_hidden()
    expect(page.locator(".entry", has_text="Jonas, then?")).to_be_visible()
    expect(words).to_have_value("I am Mia Brandt")
    again.goto(page.url)
    expect(again.get_by_role("textbox", name="Your words")).to_have_value("I am Mia Brandt")
    assert in_database(shop, "Dora") == ["Who are you?", "Jonas, then?"]


def test_words_typed_after_the_session_was_over_say_so_and_wait_in_the_browser(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Emil", "Are you there?")
    page = open_desk(mia)
    open_person(page, "Emil")
    shop.do(NO_SESSIONS)
    page.get_by_role("textbox", name="Your words").press_sequentially("In a moment")
    expect(page.locator("connection-state")).to_contain_text("You are signed out")
    expect(page.locator("draft-box [data-state]")).to_contain_text("kept in this browser")


def test_whose_role_is_taken_away_is_told_and_shown_nothing_new(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Cleo", "My first words")
    page = open_desk(mia)
    open_person(page, "Cleo")
    page.get_by_role("textbox", name="Your words").press_sequentially("Dear Cleo")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    shop.do(NO_HERO_ANY_MORE)
    write(shop, "Cleo", "A secret of later")
    wait_until(lambda: len(in_database(shop, "Cleo")) == 2, within=40)
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".composer .refusal")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("Dear Cleo")
    page.wait_for_timeout(3000)
    expect(page.locator("body")).not_to_contain_text("A secret of later")
    assert in_database(shop, "Cleo") == ["My first words", "A secret of later"]
