"""My work, why somebody is where they are, passing on, and what is pinned."""

from playwright.sync_api import Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, TURNED, Screen, Who
from pictures.screens.doing import Act, after, click, cut_off, press

_HERO = Who.HERO
_HANNAH = "/people/{hannah}"


def _at_a_row(*keys: str, place: str = "waits") -> Act:
    def act(page: Page) -> None:
        page.locator(f"ol.{place} [data-row]").first.focus()
        press(*keys)(page)

    return act


def _type(words: str) -> Act:
    def act(page: Page) -> None:
        press("p")(page)
        page.locator("#passing-to").fill(words)
        page.wait_for_timeout(400)

    return act


SCREENS = (
    Screen(
        "work-pending", "My work, and on whom the rest is pending", "/", _HERO, (*ALL, NARROWEST),
        act=click("#pending > summary"),
    ),
    Screen(
        "work-reason", "Why somebody waits, in their row", "/", _HERO, (*ALL, NARROWEST),
        act=_at_a_row("q"),
    ),
    Screen(
        "work-why-here", "Why somebody is where they are", _HANNAH, _HERO, (LIGHT, NARROW, TURNED),
        act=press("q"),
    ),
    Screen("work-deeds", "What can be done from a row", "/", _HERO, (LIGHT, DARK), act=_at_a_row()),
    Screen("work-pass-on", "To whom", _HANNAH, _HERO, (*ALL, NARROWEST), act=press("p")),
    Screen("work-pass-on-one", "To whom, found by name", _HANNAH, _HERO, act=_type("after")),
    Screen("work-pass-on-nobody", "Nobody of that name", _HANNAH, _HERO, act=_type("xyzzy")),
    Screen(
        "work-pass-on-failed", "Passing on without a line", _HANNAH, _HERO,
        before=cut_off("**/passing-on"), act=press("p"),
    ),
    Screen(
        "work-unfolded", "What they wrote about until now, and what we may write", _HANNAH, _HERO,
        (LIGHT, DARK, TURNED), act=after(click("#consents > summary"), click("#topics > summary")),
    ),
    Screen("work-pin", "Pin something", _HANNAH, _HERO, (LIGHT, DARK), act=press("P")),
    Screen(
        "work-undo", "Somebody was taken from the row, and it can be undone", "/", _HERO, ALL,
        act=_at_a_row("a"),
    ),
)  # fmt: skip
