"""The chat between a visitor on a shop's page and a hero: live both ways, and nothing lost or
doubled whatever the network does (9 for the widget)."""

import time
from collections.abc import Iterator

import jwt
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route, expect

from tests.browser.chatting import Chatting, chatting, field, open_chat, said, say, visitor
from tests.browser.shop import open_desk, open_person, signed_in
from tests.browser.test_widget_frame import troubles
from tests.instance import wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def chat() -> Iterator[Chatting]:
    with chatting() as made:
        yield made


@pytest.fixture(scope="module")
def mia(browser: Browser, chat: Chatting) -> Iterator[BrowserContext]:
    with signed_in(browser, chat.shop, "mia") as context:
        yield context


@pytest.fixture
def desk(mia: BrowserContext) -> Iterator[Page]:
    page = open_desk(mia)
    yield page
    page.close()


@pytest.fixture
def away(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's own browser."""
    with visitor(browser) as context:
        yield context


def come(context: BrowserContext, chat: Chatting) -> Page:
    page = context.new_page()
    page.goto(chat.site.url)
    return page


def answer(desk: Page, words: str) -> None:
    desk.get_by_role("textbox", name="Your words").fill(words)
    desk.get_by_role("button", name="Reply", exact=True).click()


def in_database(chat: Chatting, name: str) -> list[str]:
    rows = chat.shop.ask(
        "SELECT text FROM conversations_entry AS entry JOIN customers_customer AS customer"
        f" ON customer.id = entry.customer_id WHERE customer.name = '{name}'"
        " AND kind IN ('message_in', 'message_out') ORDER BY placed_at, position"
    )
    return [text for (text,) in rows]


def bubbles(frame: FrameLocator, *words: str) -> None:
    expect(frame.locator("#log .bubble")).to_have_text(list(words))


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
    wait_until(lambda: len(in_database(chat, "Ben")) == 3, within=30)
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
    wait_until(lambda: chat.shop.count(states) >= 2, within=30)
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
    wait_until(lambda: in_database(chat, "Dora") == ["not lost"], within=30)


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
    wait_until(lambda: in_database(chat, "Ida") == ["It is me"], within=30)
    bubbles(frame, "It is me")


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


@pytest.mark.proof
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
    wait_until(lambda: len(in_database(chat, "Gus")) == 17, within=20)
    wait_until(lambda: chat.shop.count(out) >= 8, within=20)
    for screen in (page, hero):
        for one in screen.frames:
            one.evaluate("dispatchEvent(new Event('online'))")
    truth = in_database(chat, "Gus")
    expect(frame.locator("#log .bubble")).to_have_text(truth)
    expect(hero.locator('.entry[data-kind^="message_"] .text')).to_have_text(truth)
    hero.close()


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


EARLIER = """
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.tests.building import arrived
from lifelong.customers.models import Handle
who = Handle.objects.get(kind="visitor", customer__name="Hilda").value
for one in range(70):
    arrived(Endpoint.objects.get(address="tents"), "Word %d" % one, visitor=who)
"""

#: how a screen reader is told of rows, at the moment in which they come
HOW_HEARD = """it => new MutationObserver(() => { it.heard ??= it.ariaLive })
    .observe(it, { childList: true, subtree: true })"""


def test_what_was_said_before_comes_above_and_what_is_read_stays(
    chat: Chatting, away: BrowserContext
) -> None:
    page = come(away, chat)
    frame = open_chat(page)
    say(frame, "The very first", name="Hilda")
    wait_until(lambda: in_database(chat, "Hilda") == ["The very first"], within=30)
    chat.shop.says("manage", "shell", "--no-imports", "-c", EARLIER)
    wait_until(lambda: len(in_database(chat, "Hilda")) == 71, within=60)
    page.reload()
    frame = open_chat(page)
    rows = frame.locator("#log li")
    expect(rows).to_have_count(50)
    expect(rows.last).to_be_in_viewport()

    more = frame.get_by_role("button", name="Earlier messages")
    expect(more).to_be_visible()
    assert troubles(page.frames[1]) == []
    more.focus()
    top = frame.get_by_text("Word 20", exact=True)
    scroller = frame.locator("#scroller")
    scroller.evaluate("it => (it.scrollTop = 15)")
    scroller.evaluate(HOW_HEARD)
    before = top.bounding_box()
    assert scroller.get_attribute("aria-live") == "polite"
    page.keyboard.press("Enter")
    expect(rows).to_have_count(71)
    assert scroller.evaluate("it => it.heard") == "off", "what is old is not read out"
    page.wait_for_timeout(500)
    after = top.bounding_box()
    assert before and after and abs(before["y"] - after["y"]) < 2, "no jump"
    expect(frame.locator("#told")).to_have_text(
        "Earlier messages stand above. The chat begins there."
    )
    expect(scroller).to_have_attribute("aria-live", "polite")
    expect(more).to_be_hidden()
    expect(scroller).to_be_focused()
    assert said(frame) == in_database(chat, "Hilda")
    say(frame, "And now")
    expect(rows.last).to_contain_text("Sent")
    assert len(said(frame)) == 72
