"""What was put away stays at hand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import signed_in
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

PARKED = """
from lifelong.accounts.models import Agent
from lifelong.channels.actions.delivering import put_away, settle
from lifelong.channels.models import DeliveryState
from lifelong.channels.tests.building import delivery
Agent.objects.filter(name="Mia Brandt").update(roles=["hero", "admin"])
mia = Agent.objects.get(name="Mia Brandt")
for number in range(54):
    raw = f"From: Ana <ana@example.com>\\r\\nSubject: Mail {number}\\r\\n\\r\\nHello\\r\\n"
    one = delivery(raw.encode())
    settle(one, DeliveryState.PARKED, reason="It is for no address of ours.")
    if number % 2:
        put_away(one, why="A test of ours", by=mia)
"""


@pytest.fixture(scope="module")
def admin(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as mia:
        shop.do(PARKED)
        yield mia


@pytest.fixture
def page(admin: BrowserContext) -> Iterator[Page]:
    with admin.new_page() as page:
        yield page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_put_away_is_turned_over_and_read(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto("/intake/parked")
    assert troubles(page) == [], "two lists, each with its pages"
    pages = page.get_by_role("navigation", name="Pages of what was put away")
    pages.get_by_role("link", name="Older").click()
    expect(page.locator("#away-title")).to_be_in_viewport()
    page.locator("[id^=away-] a", has_text="Ana").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mail 1")
    expect(page.get_by_text("A test of ours")).to_be_visible()
    assert troubles(page) == [], "one that was put away"


def test_from_there_it_is_parked_again(page: Page) -> None:
    page.goto("/intake/parked")
    page.locator("[id^=away-] a").first.click()
    page.get_by_role("button", name="Park it again").click()
    expect(page.locator(".flash")).to_contain_text("It is parked again.")
    expect(page.locator("#parked")).to_contain_text("28 deliveries wait.")
