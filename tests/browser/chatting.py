"""A shop with a chat widget, a page of another site that shows it, and visitors' browsers."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.browser.conftest import FLAGS
from tests.browser.pages import Site, serving_page
from tests.browser.shop import open_shop
from tests.instance import Instance

WIDGET = """
from lifelong.channels.models import Endpoint, Inbox
from lifelong.connectors.chat.actions.rotating import rotate
from lifelong.connectors.chat.endpoints import ChatSettings
inbox = Inbox.objects.get(name="Support")
said = ChatSettings(origins=["http://localhost:%d"], greeting="Ask us anything about tents.",
                    form={"name": "may", "email": "may", "order": "may"})
shop = Endpoint.objects.create(brand=inbox.brand, inbox=inbox, connector="chat", channel="chat",
    address="tents", name="Tent & Trail", settings=said.model_dump(mode="json"))
print(rotate(shop, by=None))
"""


#: Playwright turns off that frames of other sites store things apart; this replaces its list
AS_FOR_PEOPLE = "--disable-features=Translate"


@dataclass
class Chatting:
    shop: Instance
    site: Site
    #: what the shop's server signs with
    secret: str


@contextmanager
def chatting() -> Iterator[Chatting]:
    with (
        open_shop() as shop,
        serving_page(f"http://127.0.0.1:{shop.port}/widget/tents.js") as site,
    ):
        code = WIDGET % site.port
        secret = shop.says("manage", "shell", "--no-imports", "-c", code)[-1]
        yield Chatting(shop, site, secret)


@contextmanager
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of somebody's own, which keeps what a frame stores."""
    with tempfile.TemporaryDirectory(prefix="lifelong-visitor-") as profile:
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), args=[*FLAGS, AS_FOR_PEOPLE]
        )
        try:
            yield context
        finally:
            context.close()


def come(context: BrowserContext, chat: Chatting) -> Page:
    page = context.new_page()
    page.goto(chat.site.url)
    return page


def open_chat(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Chat with us").click()
    frame = page.frame_locator("iframe")
    expect(field(frame)).to_be_visible()
    return frame


def field(frame: FrameLocator) -> Locator:
    return frame.get_by_role("textbox", name="Your message")


def say(frame: FrameLocator, words: str, *, name: str = "") -> None:
    if name:
        frame.get_by_label("Your name").fill(name)
    field(frame).fill(words)
    field(frame).press("Enter")


def said(frame: FrameLocator) -> list[str]:
    """What stands in the chat, in its order."""
    return frame.locator("#log .bubble").all_text_contents()


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
