"""Whose words are whose, where several people share a browser and sessions come and go."""

import time

import jwt
import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route, expect

from lifelong.lib import ids
from tests.browser.chatting import Chatting, bubbles, open_chat, say
from tests.instance import wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(120)]


def come(context: BrowserContext, chat: Chatting, *, name: str = "") -> Page:
    """`name`: signed in at the shop as that; else a guest."""
    page = context.new_page()
    sit_down(page, chat, name)
    return page


def sit_down(page: Page, chat: Chatting, name: str) -> None:
    said = {"sub": name, "name": name, "exp": time.time() + 300, "jti": ids.new_id().hex}
    chat.site.identity = jwt.encode(said, chat.secret) if name else ""
    try:
        page.goto(chat.site.url)
    finally:
        chat.site.identity = ""


def begin_chat(page: Page) -> FrameLocator:
    """A chat before its first word, once it knows who is there."""
    frame = open_chat(page)
    expect(frame.get_by_label("Order")).to_be_visible()
    return frame


def said_by(chat: Chatting) -> list[tuple[str, ...]]:
    """Name and words of all that arrived, in its order."""
    return chat.shop.ask(
        "SELECT customer.name, text FROM conversations_entry AS entry"
        " JOIN customers_customer AS customer ON customer.id = entry.customer_id"
        " WHERE kind = 'message_in' ORDER BY placed_at, position"
    )


def words_of(chat: Chatting, name: str) -> list[str]:
    return [text for who, text in said_by(chat) if who == name]


def test_unsent_words_wait_for_their_own_writer(chat: Chatting, away: BrowserContext) -> None:
    page = come(away, chat, name="Ana")
    frame = open_chat(page)
    say(frame, "Hello")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    away.set_offline(True)
    say(frame, "My card is 4111")
    expect(frame.locator("#log .waiting")).to_have_count(1)
    page.close()
    away.set_offline(False)

    page = come(away, chat)
    expect(open_chat(page).locator("#log .bubble")).to_have_count(0)
    sit_down(page, chat, "Bob")
    frame = open_chat(page)
    say(frame, "I am Bob")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    expect(frame.locator("#log .bubble")).to_have_text(["I am Bob"])
    page.close()

    expect(open_chat(come(away, chat, name="Ana")).locator("#log .bubble")).to_have_count(2)
    wait_until(lambda: words_of(chat, "Ana") == ["Hello", "My card is 4111"], within=40)
    assert words_of(chat, "Bob") == ["I am Bob"]
    assert len([one for one in said_by(chat) if one[1] == "My card is 4111"]) == 1


def test_tabs_do_not_forget_each_others_words(chat: Chatting, away: BrowserContext) -> None:
    one, other = come(away, chat, name="Cleo"), come(away, chat, name="Cleo")
    first, second = begin_chat(one), begin_chat(other)
    away.set_offline(True)
    say(first, "from the one")
    say(second, "from the other")
    for frame in (first, second):
        expect(frame.locator("#log .waiting")).to_have_count(1)
    one.close()
    other.close()
    away.set_offline(False)
    frame = open_chat(come(away, chat, name="Cleo"))
    # each tab keeps its own order; a closing one may still have got its word out
    for words in ("from the one", "from the other"):
        expect(frame.locator("#log .bubble", has_text=words)).to_have_count(1)
    expect(frame.locator("#log .bubble")).to_have_count(2)
    wait_until(
        lambda: sorted(words_of(chat, "Cleo")) == ["from the one", "from the other"], within=40
    )


def test_a_lost_answer_to_the_sign_in_makes_nobody_a_guest(
    chat: Chatting, away: BrowserContext
) -> None:
    page = away.new_page()
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        route.fetch()
        lost.append("the answer")
        return route.abort()

    page.route("**/widget/tents/sessions", lose)
    sit_down(page, chat, "Dora")
    frame = open_chat(page)
    say(frame, "It is me")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    wait_until(lambda: words_of(chat, "Dora") == ["It is me"], within=40)
    assert lost
    expect(frame.locator("#notice")).to_be_hidden()


def test_words_while_the_server_is_out_of_reach_are_not_a_guests(
    chat: Chatting, away: BrowserContext
) -> None:
    """The sign-in fails for a while, all else would work."""
    page = away.new_page()

    def lose(route: Route) -> None:
        if "identity" in (route.request.post_data or ""):
            route.abort()
        else:
            route.continue_()

    page.route("**/widget/tents/sessions", lose)
    sit_down(page, chat, "Fay")
    frame = open_chat(page)
    say(frame, "Am I known?")
    page.wait_for_timeout(2500)
    expect(frame.locator("#log .waiting")).to_have_count(1)
    page.unroute_all()
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    wait_until(lambda: words_of(chat, "Fay") == ["Am I known?"], within=40)


def test_words_after_a_signed_session_has_ended_wait_for_the_next(
    chat: Chatting, away: BrowserContext
) -> None:
    page = come(away, chat, name="Eli")
    frame = open_chat(page)
    say(frame, "one")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    over = '{"code": "session-over", "message": "This chat was open for too long."}'
    page.route(
        "**/widget/tents/messages*",
        lambda route: route.fulfill(status=401, body=over, content_type="application/json"),
    )
    say(frame, "two")
    expect(frame.locator("#notice")).to_contain_text("Load the page again")
    page.unroute_all()
    say(frame, "three")
    page.wait_for_timeout(3000)
    expect(frame.locator("#log .waiting")).to_have_count(2)
    sit_down(page, chat, "Eli")
    expect(open_chat(page).locator("#log .bubble")).to_have_text(["one", "two", "three"])
    wait_until(lambda: words_of(chat, "Eli") == ["one", "two", "three"], within=40)


def test_words_of_just_before_the_sign_in_go_along(chat: Chatting, away: BrowserContext) -> None:
    page = come(away, chat)
    frame = begin_chat(page)
    page.route("**/widget/tents/messages*", lambda route: route.abort())
    say(frame, "Still a guest")
    expect(frame.locator("#log .waiting")).to_have_count(1)
    sit_down(page, chat, "Gus")
    expect(open_chat(page).locator("#log .waiting")).to_contain_text("Still a guest")
    page.unroute_all()
    wait_until(lambda: words_of(chat, "Gus") == ["Still a guest"], within=40)


def test_words_before_the_shop_has_said_who_it_is_are_said_in_their_name(
    chat: Chatting, away: BrowserContext
) -> None:
    """However long it takes to find out: a guest's words would be another customer's."""
    page = away.new_page()
    chat.site.identity = jwt.encode(
        {"sub": "1", "name": "Ida", "exp": time.time() + 300, "jti": "slow"}, chat.secret
    )

    def slowly(route: Route) -> None:
        if '"identity"' in (route.request.post_data or ""):
            page.wait_for_timeout(2500)
        route.continue_()

    page.route("**/widget/tents/sessions", slowly)
    try:
        with page.expect_request("**/widget/tents/sessions"):
            page.goto(chat.site.url)
            frame = open_chat(page)
    finally:
        chat.site.identity = ""
    say(frame, "It is me")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    wait_until(lambda: words_of(chat, "Ida") == ["It is me"], within=40)
    bubbles(frame, "It is me")
