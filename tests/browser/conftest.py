import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.shop import open_shop, signed_in
from tests.browser.stage import Stage, staging
from tests.instance import Instance

# Playwright's synchronous interface keeps a loop running in this thread, which Django takes
# for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# However slow the machine: what a test says of time it says itself.
expect.set_options(timeout=40_000)

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests, which knows no machine but this one."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing = "there is no chromium: tests/browser/chromium.sh installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    """One for the tests of a file, which may fill it: its own `shop` asks for this one."""
    with open_shop() as shop:
        yield shop


@pytest.fixture(scope="module")
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        yield context


@pytest.fixture(scope="module")
def jonas(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "jonas") as context:
        yield context


@pytest.fixture
def only_this_tests_tabs(mia: BrowserContext, jonas: BrowserContext) -> Iterator[None]:
    yield
    for page in [*mia.pages, *jonas.pages]:
        page.close()


@pytest.fixture
def stage(transactional_db: None) -> Iterator[Stage]:
    with staging() as stage:
        yield stage


@pytest.fixture
def tabs(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    """A browser of the stage's own."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context
    context.close()
