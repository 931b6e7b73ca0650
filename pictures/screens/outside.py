"""What customers see, and what nobody may."""

from playwright.sync_api import Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, Screen, Who

_NOBODY = Who.NOBODY


def _talk(page: Page) -> None:
    page.locator("#composer:not([inert])").wait_for()
    if page.locator("#before [name=name]").is_visible():
        page.locator("#before [name=name]").fill("Ana Lind")
    page.locator("#words").fill("Hello! Does the lantern stand the rain?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#log .mine")
    page.wait_for_timeout(2500)


def _offline(page: Page) -> None:
    _talk(page)
    page.context.set_offline(True)
    page.locator("#words").fill("And the snow?")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)


def _said(page: Page) -> None:
    """Whoever looks at it moves something, and has answered."""
    page.mouse.move(200, 200)
    page.wait_for_selector("form", state="detached")


_PHONE = (NARROW, NARROWEST, DARK)
SCREENS = (
    Screen(
        "widget",
        "The chat, before the first word",
        "/widget/{widget_key}/",
        _NOBODY,
        (*ALL, NARROWEST),
    ),
    Screen(
        "widget-talk",
        "The chat, with a question",
        "/widget/{widget_key}/",
        _NOBODY,
        _PHONE,
        act=_talk,
    ),
    Screen(
        "widget-offline",
        "The chat, without a connection",
        "/widget/{widget_key}/",
        _NOBODY,
        (NARROW,),
        act=_offline,
    ),
    Screen(
        "tap-settled",
        "One tap: it is settled",
        "/t/{settled}",
        _NOBODY,
        (*ALL, NARROWEST),
        act=_said,
    ),
    Screen(
        "tap-not-settled",
        "One tap: it is not settled",
        "/t/{not_settled}",
        _NOBODY,
        (LIGHT, NARROW),
    ),
    Screen("tap-stop", "One tap: no more of these", "/t/{stop}", _NOBODY, ALL),
    Screen("tap-broken", "A link that is incomplete", "/t/nothing", _NOBODY, (LIGHT, NARROW)),
    Screen("refused", "What somebody may not do", "/settings/heroes", Who.HERO, ALL, lives=False),
    Screen("nobody", "What is not there", "/people/{somebody}", Who.HERO, lives=False),
)
