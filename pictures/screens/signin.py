"""How heroes sign in, and what they do when they cannot."""

import base64
import hmac
import time

from playwright.sync_api import Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, Screen, Who
from pictures.world import PASSWORD

_NOBODY = Who.NOBODY


def _wrong(page: Page) -> None:
    page.get_by_label("E-mail").fill("carla@hollerbusch.example")
    page.get_by_label("Password").fill("not hers")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def _weak(page: Page) -> None:
    page.locator("[type=password]").first.fill("1234")
    page.locator("[type=submit]").first.click()
    page.wait_for_load_state()


def _code(secret: str) -> str:
    """What an app shows now (RFC 6238)."""
    step = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def _app(page: Page) -> None:
    """Set up with the code that an app would show; once it is, new codes are made."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/me/sign-in")
    page.wait_for_selector("html[data-live=open]")
    if page.get_by_role("button", name="Make new ones").is_visible():
        page.get_by_role("button", name="Make new ones").click()
    else:
        page.goto("/me/app")
        page.locator(".steps summary").click()
        secret = page.locator(".secret").inner_text().replace(" ", "")
        page.get_by_label("Code from your app").fill(_code(secret))
        page.get_by_role("button", name="Set it up").click()
    page.locator(".codes").wait_for()


def _without_app(page: Page) -> None:
    page.goto("/me/sign-in")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[hx-delete='/me/app']").click()
    page.locator("a[href='/me/app']").wait_for()


def _asked(page: Page) -> None:
    page.get_by_label("E-mail").fill("carla@hollerbusch.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


SCREENS = (
    Screen("sign-in", "Sign in", "/sign-in/", _NOBODY, (*ALL, NARROWEST)),
    Screen(
        "sign-in-refused",
        "Sign in, with a wrong password",
        "/sign-in/",
        _NOBODY,
        (LIGHT, DARK),
        act=_wrong,
    ),
    Screen(
        "forgotten", "Forgotten password, where no mail leaves", "/sign-in/forgotten", _NOBODY, ALL
    ),
    Screen("reset", "A new password by a link", "/resets/{reset}", _NOBODY, (LIGHT, NARROW)),
    Screen("reset-over", "A link that is over", "/resets/nothing", _NOBODY),
    Screen("my-sign-in", "How I sign in", "/me/sign-in", Who.HERO, (*ALL, NARROWEST)),
    Screen("my-app", "An app for the second factor", "/me/app", Who.HERO, (*ALL, NARROWEST)),
    Screen(
        "my-codes",
        "Recovery codes, shown once",
        "/me",
        Who.HERO,
        (*ALL, NARROWEST),
        act=_app,
    ),
    Screen(
        "second-factor",
        "The second factor is asked for",
        "/sign-in/",
        _NOBODY,
        (*ALL, NARROWEST),
        act=_asked,
    ),
    Screen("my-sign-in-bare", "Without it again", "/me", Who.HERO, act=_without_app),
    Screen("settings-sign-in", "How everybody signs in", "/settings/sign-in", Who.ADMIN, ALL),
    Screen(
        "invitation", "An invitation: choose a password", "/invitations/{invitation}", _NOBODY, ALL
    ),
    Screen(
        "invitation-refused",
        "A password that is too weak",
        "/invitations/{invitation}",
        _NOBODY,
        act=_weak,
    ),
    Screen("invitation-over", "An invitation that is over", "/invitations/nothing", _NOBODY),
)
