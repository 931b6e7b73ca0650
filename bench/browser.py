"""One real browser that notes when words were painted."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

from bench.saying import say
from tests.browser.conftest import FLAGS

# animation frames come before painting: the second one comes after
NOTE = """
window.painted = {};
const note = () => {
  const words = document.querySelector("#entries")?.textContent.match(/bench-\\d+-\\d+/g) ?? [];
  const fresh = words.filter((word) => !(word in window.painted));
  for (const word of fresh) window.painted[word] = null;
  if (fresh.length) requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const word of fresh) window.painted[word] = Date.now();
  }));
};
note();
new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
"""
SEEN = "Object.fromEntries(Object.entries(window.painted).filter(([, at]) => at))"


class Screen:
    def __init__(self, page: Page) -> None:
        self._page = page

    async def seen(self) -> dict[str, float]:
        """Words, and when they were painted: milliseconds since the epoch."""
        return dict(await self._page.evaluate(SEEN))


@asynccontextmanager
async def browsing(port: int, *, session: str, path: str) -> AsyncIterator[Screen | None]:
    """A signed-in tab on `path`; None where there is no chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        say("no chromium: measured without a real browser")
        yield None
        return
    base = f"http://127.0.0.1:{port}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = await browser.new_context(base_url=base)
        await context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        page = await context.new_page()
        await page.goto(path)
        await page.wait_for_selector("#entries")
        await page.evaluate(NOTE)
        yield Screen(page)
        await browser.close()
