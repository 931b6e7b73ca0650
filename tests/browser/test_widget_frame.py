"""The widget as a thing on somebody's page: where it may stand, what it weighs, who can use it, and
whom the shop has signed in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Frame, Page, Response, expect

from lifelong.lib import clock, ids
from tests.browser.axe import troubles
from tests.browser.chatting import Chatting, chatting, field, open_chat, say, visitor
from tests.browser.pages import serving_page

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def chat() -> Iterator[Chatting]:
    with chatting() as made:
        yield made


@pytest.fixture
def page(browser: Browser, chat: Chatting) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(chat.site.url)
        yield page


def signed(chat: Chatting, **claims: Any) -> str:
    said = {
        "sub": "c-1001",
        "email": "ana@example.com",
        "name": "Ana Weber",
        "exp": (clock.now() + timedelta(minutes=5)).timestamp(),
        "jti": ids.new_id().hex,
        **claims,
    }
    return jwt.encode(said, chat.secret, algorithm="HS256")


def frame_of(page: Page) -> Frame:
    (frame,) = page.frames[1:]
    return frame


def test_a_page_that_was_not_allowed_shows_nothing(chat: Chatting, page: Page) -> None:
    with serving_page(chat.site.source) as foreign:
        page.goto(foreign.url)
        page.get_by_role("button", name="Chat with us").click()
        page.wait_for_timeout(1500)
        assert "tents" not in frame_of(page).url
        expect(page.frame_locator("iframe").locator("#words")).to_have_count(0)
    page.goto(chat.site.url)
    open_chat(page)


def test_the_loader_and_the_first_open_weigh_little(chat: Chatting, page: Page) -> None:
    weights: dict[str, int] = {}
    ours = f"http://127.0.0.1:{chat.shop.port}/"

    def weigh(answer: Response) -> None:
        if answer.url.startswith(ours):
            weights[answer.url.removeprefix(ours)] = len(answer.body())

    page.on("response", weigh)
    page.goto(chat.site.url)
    expect(page.get_by_role("button", name="Chat with us")).to_be_visible()
    assert list(weights) == ["widget/tents.js"] and sum(weights.values()) < 5000
    frame = open_chat(page)
    say(frame, "Hello")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    page.wait_for_timeout(1000)
    assert sum(weights.values()) < 60_000, weights


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_screen_reader_finds_its_way(chat: Chatting, page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(chat.site.url)
    expect(page.get_by_role("button", name="Chat with us")).to_have_attribute(
        "aria-expanded", "false"
    )
    frame = open_chat(page)
    assert troubles(frame_of(page)) == [], "before the first word"
    say(frame, "Hello there", name="Ana")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    page.context.set_offline(True)
    say(frame, "Waiting")
    expect(frame.locator("#notice")).to_be_visible()
    assert troubles(frame_of(page)) == [], "in the middle, and offline"
    page.context.set_offline(False)
    assert "lifelong-chat" not in "".join(troubles(page)), "on the shop's page"


def test_everything_is_done_by_keys_and_the_focus_goes_along(page: Page) -> None:
    # by then the browser hands the chooser over: told so only just before, it may come too late
    page.on("filechooser", lambda _chooser: None)
    button = page.get_by_role("button", name="Chat with us")
    button.focus()
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Ana")
    for _field in range(4):
        page.keyboard.press("Tab")
    expect(field(frame)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(frame.get_by_role("button", name="Attach files")).to_be_focused()
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    chosen.value.set_files(FilePayload(name="bill.txt", mimeType="text/plain", buffer=b"x"))
    frame.locator("#tray").get_by_role("button", name="bill.txt").press("Enter")
    expect(field(frame)).to_be_focused()
    page.keyboard.type("Line one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("line two")
    page.keyboard.press("Enter")
    expect(frame.locator("#log .bubble")).to_have_text("Line one\nline two")
    expect(field(frame)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator("iframe")).to_be_hidden()


def test_at_320_pixels_nothing_is_cut_off(chat: Chatting, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    frame = open_chat(page)
    frame.get_by_label("Your name").fill("Ana")
    field(frame).fill("Donaudampfschifffahrtsgesellschaft" * 6)
    # with nothing of ours above it
    frame.get_by_role("button", name="Send").click()
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    assert page.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    wide = "document.documentElement.scrollWidth > innerWidth || "
    assert not frame_of(page).evaluate(wide + "scroller.scrollWidth > scroller.clientWidth")
    expect(frame.get_by_role("button", name="Send")).to_be_in_viewport()


def test_from_right_to_left_everything_is_mirrored(chat: Chatting, page: Page) -> None:
    chat.site.direction = "rtl"
    try:
        page.goto(chat.site.url)
        middle = page.viewport_size["width"] / 2 if page.viewport_size else 0
        button = page.get_by_role("button", name="Chat with us")
        box = button.bounding_box()
        assert box and box["x"] < middle
        frame = open_chat(page)
        say(frame, "مرحبا، أين خيمتي؟")
        mine = frame.locator("#log .mine").bounding_box()
        whole = page.locator("iframe").bounding_box()
        assert mine and whole and mine["x"] - whole["x"] < whole["width"] / 4
        send, words = frame.get_by_role("button", name="Send").bounding_box(), field(frame)
        place = words.bounding_box()
        assert send and place and send["x"] < place["x"]
    finally:
        chat.site.direction = "ltr"


def test_whom_the_shop_signed_in_is_known_and_asked_no_name(
    browser: Browser, chat: Chatting
) -> None:
    chat.site.identity = signed(chat)
    try:
        with visitor(browser) as context:
            known_by_the_shop(context, chat)
        with visitor(browser) as thief:
            replayed(thief, chat)
    finally:
        chat.site.identity = ""


def known_by_the_shop(context: BrowserContext, chat: Chatting) -> None:
    page = context.new_page()
    page.goto(chat.site.url)
    frame = open_chat(page)
    expect(frame.get_by_label("Your name")).to_be_hidden()
    expect(frame.get_by_label("Order")).to_be_visible()
    say(frame, "It is me")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    proved = "SELECT count(*) FROM customers_handle WHERE proved_how = 'signed'"
    assert chat.shop.count(proved) == 3
    # the same page once more, from the browser's history: the session goes on
    page.reload()
    frame = open_chat(page)
    expect(frame.locator("#log .bubble")).to_have_text("It is me")
    # signed out: whoever sits here now is a guest
    page.evaluate("Lifelong.identify(null)")
    expect(frame.locator("#log .bubble")).to_have_count(0)
    expect(frame.get_by_label("Your name")).to_be_visible()


def replayed(thief: BrowserContext, chat: Chatting) -> None:
    page = thief.new_page()
    page.goto(chat.site.url)
    frame = open_chat(page)
    expect(frame.locator("#notice")).to_contain_text("could not see that you are signed in")
    expect(frame.get_by_label("Your name")).to_be_visible()
    expect(frame.locator("#log .bubble")).to_have_count(0)
