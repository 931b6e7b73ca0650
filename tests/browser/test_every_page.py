"""Every page of the demo shop can be used by everybody, as axe finds it when it is opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from lifelong.simulation.shop import DOMAIN
from pictures.camera import AT_REST
from pictures.screen import Screen, Who
from pictures.screens import SCREENS
from pictures.world import PASSWORD, World, world
from tests.browser.axe import troubles

UNFOLD = """() => document.querySelectorAll("main details:not(.menu)").forEach((one) => {
  one.open = true;
})"""

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def demo() -> Iterator[World]:
    with world() as demo:
        yield demo


@pytest.mark.parametrize("who", [one for one in Who if one is not Who.NOBODY])
def test_every_page_is_in_order_wide_and_light_and_unfolded_narrow_and_dark(
    browser: Browser, demo: World, who: Who
) -> None:
    page = browser.new_page(base_url=demo.url)
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(f"{who}@{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector(".rail")
    screens = {one.path: one for one in SCREENS if one.who is who and not one.empty}
    assert len(screens) > 5
    wrong = {path: looked_over(page, one, demo) for path, one in screens.items()}
    page.context.close()
    assert {path: found for path, found in wrong.items() if found} == {}


def looked_over(page: Page, screen: Screen, demo: World) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(screen.path.format(**demo.places))
    if screen.lives:
        page.wait_for_selector("html[data-live=open]")
    page.wait_for_function(AT_REST)
    found = troubles(page)
    page.evaluate(UNFOLD)
    page.wait_for_function(AT_REST)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    return list(dict.fromkeys(found + troubles(page)))
