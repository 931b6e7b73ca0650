"""Is everything getting through? With much that does not; that it does comes last, when all was
sent again."""

from playwright.sync_api import Page, expect

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, WIDE, Screen, Who

_ADMIN = Who.ADMIN


def _try_again(page: Page) -> None:
    if page.locator("#run-again").count():
        page.locator("#run-again").click()
        expect(page.locator("#run-again")).to_have_count(0, timeout=60_000)
    if page.locator("#try-all").count():
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator("#try-all").click()
    expect(page.locator("#diagnosis")).to_contain_text("Yes.", timeout=60_000)
    expect(page.locator("#undelivered")).to_have_count(0)


def _read_again(page: Page) -> None:
    if not page.locator("#round").count():
        page.locator("#replay-all").click()
    expect(page.locator("#round")).to_contain_text("All were read again.", timeout=60_000)


SCREENS = (
    Screen(
        "health",
        "Something does not get through",
        "/health",
        _ADMIN,
        (*ALL, NARROWEST, WIDE),
    ),
)
WELL = (
    Screen(
        "health-well",
        "Everything gets through",
        "/health",
        _ADMIN,
        (LIGHT, DARK, NARROW),
        act=_try_again,
    ),
    Screen(
        "intake-round",
        "All that was parked, read again",
        "/intake/parked",
        _ADMIN,
        (LIGHT, NARROW),
        act=_read_again,
    ),
)
