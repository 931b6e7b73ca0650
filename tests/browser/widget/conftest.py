from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chatting import Chatting, chatting, visitor
from tests.browser.shop import open_desk, signed_in


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
