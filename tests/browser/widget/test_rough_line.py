"""Nothing is lost or doubled between a visitor and a hero, whatever the network does (9 for the
widget)."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chatting import Chatting, answer, bubbles, come, in_database, open_chat, say
from tests.browser.shop import open_person
from tests.instance import wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


def test_what_is_written_without_a_network_is_sent_once_when_it_is_back(
    chat: Chatting, desk: Page, away: BrowserContext
) -> None:
    page = come(away, chat)
    frame = open_chat(page)
    say(frame, "one", name="Ben")
    bubbles(frame, "one")
    expect(frame.locator("#log .mine").first).to_contain_text("Sent")
    away.set_offline(True)
    say(frame, "two")
    say(frame, "three")
    expect(frame.locator("#log .waiting")).to_have_count(2)
    expect(frame.locator("#log .waiting").first).to_contain_text("Waiting to be sent")
    expect(frame.locator("#notice")).to_contain_text("No connection")
    page.wait_for_timeout(4000)
    away.set_offline(False)
    expect(frame.locator("#log .waiting")).to_have_count(0)
    expect(frame.locator("#notice")).to_be_hidden()
    bubbles(frame, "one", "two", "three")
    wait_until(lambda: len(in_database(chat, "Ben")) == 3, within=40)
    assert in_database(chat, "Ben") == ["one", "two", "three"]
    open_person(desk, "Ben")
    expect(desk.locator('.entry[data-kind="message_in"] .text')).to_have_text(
        ["one", "two", "three"]
    )


def test_an_answer_of_the_server_that_was_lost_doubles_nothing(
    chat: Chatting, away: BrowserContext
) -> None:
    """The message is committed, and the widget never hears of it."""
    page = away.new_page()
    lost: list[str] = []

    def lose(route: object, request: object) -> None:
        if request.method == "POST" and len(lost) < 2:  # type: ignore[attr-defined]
            route.fetch()  # type: ignore[attr-defined]
            lost.append("the answer")
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/widget/tents/messages*", lose)
    page.goto(chat.site.url)
    frame = open_chat(page)
    say(frame, "only once", name="Cleo")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    bubbles(frame, "only once")
    assert len(lost) == 2
    states = "SELECT count(*) FROM channels_delivery WHERE state = 'duplicate'"
    wait_until(lambda: chat.shop.count(states) >= 2, within=40)
    assert in_database(chat, "Cleo") == ["only once"]


def test_words_on_their_way_survive_a_reload(chat: Chatting, away: BrowserContext) -> None:
    page = come(away, chat)
    frame = open_chat(page)
    page.route("**/widget/tents/messages*", lambda route: route.abort())
    page.route("**/widget/tents/sessions", lambda route: route.abort())
    say(frame, "not lost", name="Dora")
    expect(frame.locator("#log .waiting")).to_have_count(1)
    page.unroute_all()
    page.reload()
    bubbles(open_chat(page), "not lost")
    wait_until(lambda: in_database(chat, "Dora") == ["not lost"], within=40)


LOSSY = """
const { addEventListener } = EventSource.prototype;
EventSource.prototype.addEventListener = function (name, act, ...rest) {
  const heard = name !== 'changed' ? act : (event) => {
    const luck = Math.random();
    if (luck < 0.5 || window.deaf) return;
    setTimeout(() => act.call(this, event), luck * 1500);
  };
  return addEventListener.call(this, name, heard, ...rest);
};
"""


def test_however_signals_fare_after_reconnecting_both_screens_equal_the_database(
    chat: Chatting, mia: BrowserContext, away: BrowserContext
) -> None:
    away.add_init_script(LOSSY)
    hero = mia.new_page()
    hero.add_init_script(LOSSY)
    hero.goto("/")
    page = come(away, chat)
    frame = open_chat(page)
    say(frame, "0", name="Gus")
    hero.locator("[data-row]", has_text="Gus").click(timeout=30_000)
    expect(hero.locator("#head h1", has_text="Gus")).to_be_visible()
    for number in range(1, 9):
        if number == 7:  # of the last words nobody is told
            for one in (*page.frames, *hero.frames):
                one.evaluate("window.deaf = true")
        say(frame, f"visitor {number}")
        answer(hero, f"hero {number}")
        expect(hero.get_by_role("textbox", name="Your words")).to_have_value("")
    out = "SELECT count(*) FROM conversations_sending WHERE state IN ('accepted', 'delivered')"
    wait_until(lambda: len(in_database(chat, "Gus")) == 17, within=40)
    wait_until(lambda: chat.shop.count(out) >= 8, within=40)
    for screen in (page, hero):
        for one in screen.frames:
            one.evaluate("dispatchEvent(new Event('online'))")
    truth = in_database(chat, "Gus")
    expect(frame.locator("#log .bubble")).to_have_text(truth)
    expect(hero.locator('.entry[data-kind^="message_"] .text')).to_have_text(truth)
    hero.close()
