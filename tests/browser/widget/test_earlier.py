"""The way back to what was said before, for eyes and for ears."""

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from tests.browser.axe import troubles
from tests.browser.chatting import Chatting, come, in_database, open_chat, said, say
from tests.instance import wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


EARLIER = """
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.tests.building import arrived
from lifelong.customers.models import Handle
who = Handle.objects.get(kind="visitor", customer__name="%s").value
for one in range(%d):
    arrived(Endpoint.objects.get(address="tents"), "Word %%d" %% one, visitor=who)
"""

#: how a screen reader is told of rows, at the moment in which they come
HOW_HEARD = """it => new MutationObserver(() => { it.heard ??= it.ariaLive })
    .observe(it, { childList: true, subtree: true })"""


def back_after(page: Page, chat: Chatting, name: str, count: int) -> FrameLocator:
    """The chat of `name`, who comes back when there are `count` messages of theirs."""
    say(open_chat(page), "The very first", name=name)
    wait_until(lambda: in_database(chat, name) == ["The very first"], within=40)
    chat.shop.says("manage", "shell", "--no-imports", "-c", EARLIER % (name, count - 1))
    wait_until(lambda: len(in_database(chat, name)) == count, within=60)
    page.reload()
    return open_chat(page)


def test_what_was_said_before_comes_above_and_what_is_read_stays(
    chat: Chatting, away: BrowserContext
) -> None:
    page = come(away, chat)
    frame = back_after(page, chat, "Hilda", 71)
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


def test_earlier_messages_asked_for_in_quick_succession_are_no_news_to_ears(
    chat: Chatting, away: BrowserContext
) -> None:
    page = come(away, chat)
    page.clock.install()
    frame = back_after(page, chat, "Ivo", 121)
    rows, scroller = frame.locator("#log li"), frame.locator("#scroller")
    more = frame.get_by_role("button", name="Earlier messages")
    expect(rows).to_have_count(50)
    expect(more).to_be_visible()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "before=" in one.url else None)
    more.dblclick()
    expect(rows).to_have_count(100)
    assert len(asked) == 1, "it is on its way already"
    page.clock.run_for(900)
    expect(scroller).to_have_attribute("aria-live", "off")
    more.click()
    expect(rows).to_have_count(121)
    page.clock.run_for(900)
    assert scroller.get_attribute("aria-live") == "off", "the first silence ends in the second"
    page.clock.run_for(200)
    expect(scroller).to_have_attribute("aria-live", "polite")
