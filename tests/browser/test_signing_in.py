"""Passkeys and second factors in a real browser, with the authenticator that Chromium plays."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lifelong.accounts.tests.building import code_now
from tests.browser.axe import troubles
from tests.browser.shop import PASSWORD
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

HIRED = """
from lifelong.accounts.actions.hiring import hire
from lifelong.accounts.actions.inviting import invitation_for
print("/invitations/" + invitation_for(
    hire(email="nora@shop.example", name="Nora New", roles=["hero"], by=None)))
"""
ASKED = """
from lifelong.accounts.models import Agent, SignInSettings
from lifelong.lib import clock
SignInSettings.objects.create(second_factor_since=clock.now())
ida = Agent(email="ida@shop.example", name="Ida Holm", roles=["hero"])
ida.set_password("only for tests")
ida.save()
"""


@pytest.fixture
def page(browser: Browser, shop: Instance) -> Iterator[Page]:
    """At an address with a name: one of numbers can have no passkeys."""
    context = browser.new_context(base_url=f"http://localhost:{shop.port}")
    page = context.new_page()
    page.on("console", lambda said: _no_error(said))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def _no_error(said: Any) -> None:
    assert "Content Security Policy" not in said.text, said.text


def authenticator(page: Page, *, verifies: bool = True) -> Any:
    """A passkey's holder beside this page: a finger that is always there, or no finger at all."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: kept where PICTURES says."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/signin-{name}.png", full_page=True)


def say_password(page: Page, hero: str, path: str = "/") -> None:
    page.goto(path)
    page.get_by_label("E-mail").fill(f"{hero}@shop.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/me")
    page.get_by_role("button", name="Sign out of this browser").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def begin_a_half_minute() -> None:
    """For so long a code is the same: who says it a second time has to be in the same one."""
    if (past := time.time() % 30) > 3:
        time.sleep(30 - past)


def test_a_passkey_is_added_named_used_alone_and_removed(page: Page) -> None:
    say_password(page, "mia", "/me/sign-in")
    authenticator(page)
    expect(page.get_by_role("heading", name="How I sign in")).to_be_visible()
    assert troubles(page) == []
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#content")).to_contain_text("Added. You can sign in with it alone.")
    assert page.locator(".codes li").count() == 10
    picture(page, "added")
    assert troubles(page) == []

    # the element works in what htmx has put there too: the same device is known
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("passkey-form [data-refusal]")).to_contain_text("has a passkey for you")

    sign_out(page)
    picture(page, "door")
    assert troubles(page) == []
    page.goto("/me/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="How I sign in")).to_be_visible()
    assert page.url.endswith("/me/sign-in")
    expect(page.locator("#content")).to_contain_text("last used")

    page.get_by_text("Rename").click()
    page.get_by_label("Name", exact=True).fill("Blue laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#content")).to_contain_text("Blue laptop")

    # the password alone is half the way then
    sign_out(page)
    say_password(page, "mia")
    expect(page.get_by_role("heading", name="Almost in, Mia Brandt")).to_be_visible()
    picture(page, "half")
    assert troubles(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()

    page.goto("/me/sign-in")
    page.locator("[hx-delete^='/me/passkeys/']").click()
    expect(page.locator("#content")).to_contain_text("Removed. It opens nothing any more.")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".refusal")).to_contain_text("We do not know this passkey")


def test_whoever_shows_no_finger_gets_no_further(page: Page) -> None:
    say_password(page, "mia", "/me/sign-in")
    authenticator(page, verifies=False)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("passkey-form [data-refusal]")).to_contain_text("Nothing was used")
    expect(page.get_by_role("button", name="Add a passkey")).to_be_enabled()


def test_where_passkeys_cannot_be_the_page_says_so(browser: Browser, shop: Instance) -> None:
    context: BrowserContext = browser.new_context(base_url=f"http://127.0.0.1:{shop.port}")
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    say_password(page, "mia", "/me/sign-in")
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    expect(page.locator("passkey-form")).to_contain_text("a web address with a name")
    context.close()


def test_an_app_is_set_up_and_asked_for(page: Page) -> None:
    say_password(page, "jonas", "/me/app")
    expect(page.locator("svg.qr")).to_be_visible()
    assert troubles(page) == []
    page.get_by_text("It cannot?").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill("123456")
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".refusal")).to_contain_text("That code is not right")
    begin_a_half_minute()
    page.get_by_label("Code from your app").fill(code_now(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    expect(page).to_have_url(f"{page.url.partition('/me')[0]}/me/sign-in")
    picture(page, "codes")
    code = page.locator(".codes li").first.inner_text()

    sign_out(page)
    say_password(page, "jonas")
    page.get_by_label("Code from your app").fill(code_now(secret))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".refusal")).to_contain_text("was used already")
    assert troubles(page) == []
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()


def test_the_invited_make_a_passkey_in_place_of_a_password(page: Page, shop: Instance) -> None:
    (path,) = [line for line in shop.says("manage", "shell", "--no-imports", "-c", HIRED) if line]
    authenticator(page)
    page.goto(path)
    expect(page.get_by_role("heading", name="Welcome, Nora New")).to_be_visible()
    picture(page, "invited")
    assert troubles(page) == []
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert troubles(page) == []
    page.get_by_role("link", name="I have kept them: sign in").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()
    page.goto(path)
    expect(page.locator("main")).to_contain_text("This invitation is over")


def test_asked_of_everybody_a_passkey_is_made_on_the_way_in(page: Page, shop: Instance) -> None:
    shop.do(ASKED)
    authenticator(page)
    say_password(page, "ida")
    expect(page.get_by_role("heading", name="A second factor")).to_be_visible()
    picture(page, "set-up")
    assert troubles(page) == []
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="I have kept them: sign in").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()
