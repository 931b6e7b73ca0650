"""Opens a screen in a real Chromium, as somebody, and keeps what it looks like."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lifelong.simulation.shop import DOMAIN
from pictures.screen import Screen, Sight, Who
from pictures.world import PASSWORD, World

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: pixels; what is longer is cut
LONGEST = 4000
#: how much higher the page would have to be to show all of what scrolls in it
_HIDDEN = """() => Math.max(0, ...[...document.querySelectorAll(".page > .content")].map(
  (one) => one.scrollHeight - one.clientHeight))"""
#: what is wider than its place, and would have to be scrolled sideways
_SIDEWAYS = """() => document.documentElement.scrollWidth > innerWidth ||
  [...document.querySelectorAll(".content, .talk, .who")].some(
    (one) => one.scrollWidth > one.clientWidth + 1)"""
#: nothing is on its way any more
AT_REST = """() => !document.querySelector(".htmx-request, .htmx-swapping")"""


class NoChromium(Exception):
    pass


@dataclass(frozen=True)
class Picture:
    screen: Screen
    sight: Sight
    file: Path
    #: it has to be scrolled sideways, which nothing should
    sideways: bool


class Camera:
    def __init__(self, browser: Browser, worlds: dict[bool, World], folder: Path) -> None:
        self._browser = browser
        self._worlds = worlds
        self._folder = folder
        self._signed_in: dict[tuple[Who, bool], Any] = {}
        self._contexts: dict[tuple[str, bool, bool], BrowserContext] = {}

    def take(self, screen: Screen, sights: Sequence[Sight]) -> Iterator[Picture]:
        """These sights of one screen, opened once. Raises Playwright's Error where it is not as its
        row says."""
        context = self._context(screen, sights[0])
        page = context.new_page()
        try:
            _turn_to(page, sights[0])
            # what is typed for a picture stands in no other one
            page.route("**/draft", lambda route: route.fulfill(json={"version": 1}))
            screen.before(page)
            page.goto(screen.path.format(**self._worlds[screen.empty].places))
            if screen.lives and screen.who:
                page.wait_for_selector("html[data-live=open]")
            screen.act(page)
            page.wait_for_function(AT_REST)
            for sight in sights:
                _turn_to(page, sight)
                _stretch(page, sight)
                file = self._folder / f"{screen.name}-{sight.name}.png"
                page.screenshot(path=file, animations="disabled", full_page=True)
                yield Picture(screen, sight, file, bool(page.evaluate(_SIDEWAYS)))
            page.evaluate("localStorage.clear()")
        finally:
            page.close()
            context.set_offline(False)

    def _context(self, screen: Screen, sight: Sight) -> BrowserContext:
        """A browser of somebody's own, kept from one picture to the next. Who has no account is
        somebody else each time."""
        key = (screen.who or screen.name, screen.empty, sight.is_small)
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(
                base_url=self._worlds[screen.empty].url,
                storage_state=self._session(screen.who, screen.empty),
                has_touch=sight.is_small,
            )
            self._contexts[key].set_default_timeout(10_000)
        return self._contexts[key]

    def _session(self, who: Who, empty: bool) -> Any:
        """What a browser keeps of somebody who has signed in as people do."""
        if not who:
            return None
        if (who, empty) not in self._signed_in:
            page = self._browser.new_page(base_url=self._worlds[empty].url)
            page.goto("/sign-in/")
            page.get_by_label("E-mail").fill(f"{who}@{DOMAIN}")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_selector(".rail")
            self._signed_in[who, empty] = page.context.storage_state()
            page.close()
        return self._signed_in[who, empty]


def _turn_to(page: Page, sight: Sight) -> None:
    page.set_viewport_size({"width": sight.width, "height": sight.height})
    page.emulate_media(color_scheme="dark" if sight.dark else "light")
    page.evaluate("way => { document.documentElement.dir = way }", sight.way)


def _stretch(page: Page, sight: Sight) -> None:
    """Make room for all of a page that scrolls inside."""
    hidden = int(page.evaluate(_HIDDEN))
    if hidden:
        height = min(sight.height + hidden, LONGEST)
        page.set_viewport_size({"width": sight.width, "height": height})
        page.wait_for_timeout(100)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Raises NoChromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise NoChromium
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
