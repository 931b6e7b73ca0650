"""The chat between a visitor on a shop's page and a hero: live both ways, and on every tab."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chatting import Chatting, answer, bubbles, come, field, open_chat, said, say
from tests.browser.shop import open_person

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


def test_words_go_to_and_fro_without_a_reload(chat: Chatting, desk: Page, browser: Browser) -> None:
    page = come(browser.new_context(), chat)
    frame = open_chat(page)
    say(frame, "Where is my tent?", name="Ana")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    open_person(desk, "Ana")
    expect(desk.locator(".entry", has_text="Where is my tent?")).to_be_visible()
    expect(frame.locator("#state")).to_have_text("Mia is here.")

    field(frame).press_sequentially("Are you")
    expect(desk.locator("#presence")).to_contain_text("Ana is writing")
    desk.get_by_role("textbox", name="Your words").press_sequentially("It")
    expect(frame.locator("#state")).to_have_text("Mia is writing …")

    # new words appear above the composer and stop nothing
    field(frame).press("Enter")
    expect(desk.locator(".entry", has_text="Are you")).to_be_visible()
    answer(desk, "It left this morning.")
    expect(desk.get_by_role("button", name="Undo")).to_be_visible()
    bubbles(frame, "Where is my tent?", "Are you", "It left this morning.")
    expect(desk.locator(".sending.delivered")).to_be_visible()

    frame.get_by_role("button", name="Close the chat").click()
    expect(page.locator("iframe")).to_be_hidden()
    expect(desk.locator("#presence")).to_contain_text("Ana has closed the chat")
    page.context.close()


def test_a_reload_keeps_the_conversation_and_an_answer_waits_for_the_return(
    chat: Chatting, desk: Page, away: BrowserContext
) -> None:
    page = come(away, chat)
    frame = open_chat(page)
    say(frame, "I shall be back", name="Eli")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    open_person(desk, "Eli")
    page.goto("about:blank")
    answer(desk, "Take your time.")
    expect(desk.locator(".sending.accepted")).to_be_visible()
    page.goto(chat.site.url)
    closed = page.get_by_role("button", name="Chat with us, 1 new answers")
    expect(closed).to_be_visible()
    frame = open_chat(page)
    bubbles(frame, "I shall be back", "Take your time.")
    expect(desk.locator(".sending.delivered")).to_be_visible()
    frame.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("button", name="Chat with us", exact=True)).to_be_visible()


def test_two_tabs_show_the_same_and_share_one_line(
    chat: Chatting, desk: Page, away: BrowserContext
) -> None:
    one, other = come(away, chat), come(away, chat)
    first = open_chat(one)
    say(first, "from the one", name="Fay")
    bubbles(first, "from the one")
    other.reload()
    second = open_chat(other)
    bubbles(second, "from the one")
    say(second, "from the other")
    bubbles(first, "from the one", "from the other")
    open_person(desk, "Fay")
    answer(desk, "To both.")
    for frame in (first, second):
        bubbles(frame, "from the one", "from the other", "To both.")
    streams = [
        frame.evaluate("performance.getEntriesByType('resource').filter("
                       "(one) => one.name.includes('/stream-token')).length")
        for page in (one, other) for frame in page.frames[1:]
    ]  # fmt: skip
    assert sorted(streams) == [0, 1]


def test_hostile_words_and_names_are_only_words(
    chat: Chatting, desk: Page, away: BrowserContext
) -> None:
    hostile = "<img src=x onerror=\"document.title='tripped'\"><b>Hi</b> javascript:alert(1)"
    page = come(away, chat)
    frame = open_chat(page)
    say(frame, hostile, name="<i>Hal</i>")
    bubbles(frame, hostile)
    open_person(desk, "<i>Hal</i>")
    answer(desk, hostile)
    bubbles(frame, hostile, hostile)
    assert said(frame) == [hostile, hostile]
    titles = [desk.title(), page.title(), *(one.title() for one in page.frames)]
    assert "tripped" not in titles
