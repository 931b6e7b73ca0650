"""The demo shop's switch in a whole installation: customers really write, and stop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lifelong.simulation.ground import PASSWORD
from lifelong.simulation.shop import DOMAIN
from tests.browser.axe import troubles
from tests.instance import Instance, free_port, running, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(300)]

FILL = """
from lifelong.channels.models import Brand, Endpoint, Inbox
from lifelong.simulation.demo import fill_once
for each in (Endpoint, Inbox, Brand):
    each.objects.all().delete()
assert fill_once()
"""
CAME_IN = "SELECT count(*) FROM channels_delivery"
HAPPENED = "SELECT coalesce(sum(happened), 0) FROM simulation_spell"


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    parts = ("web", "smtp", "intake", "worker")
    with running(smtp_port=free_port(), port=free_port(), parts=parts) as instance:
        instance.do(FILL)
        wait_until(lambda: instance.serves("/sign-in/"), within=60)
        yield instance


def come(browser: Browser, shop: Instance, who: str) -> Page:
    page = browser.new_page(base_url=f"http://127.0.0.1:{shop.port}")
    page.goto("/")
    page.get_by_label("E-mail").fill(f"{who}@{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-live=open]")
    return page


def switch(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words)


def test_customers_write_until_somebody_lets_them_rest(browser: Browser, shop: Instance) -> None:
    lead, admin = come(browser, shop, "ruth"), come(browser, shop, "sven")
    assert troubles(lead) == []
    admin.locator("#me > summary").click()
    expect(switch(admin, "Let customers write")).to_be_visible()
    before = shop.count(CAME_IN)
    switch(lead, "Let customers write").click()
    expect(lead.locator(".nobody .demo")).to_contain_text("Customers write by themselves until")
    wait_until(lambda: shop.count(CAME_IN) >= before + 3, within=90)
    assert shop.count(HAPPENED) >= 3

    # nobody reloads: who looks elsewhere sees it, and ends it for all
    rest = switch(admin, "Let them rest")
    expect(rest).to_be_visible()
    lead.locator("#me > summary").click()
    assert troubles(lead) == [] and troubles(admin) == []
    lead.keyboard.press("Escape")
    expect(admin.get_by_text("nobody gets through")).to_have_count(0)
    rest.click()
    expect(switch(lead, "Let customers write")).to_be_visible()
    lead.wait_for_timeout(2000)
    came_in = shop.count(CAME_IN)
    lead.wait_for_timeout(10_000)
    assert shop.count(CAME_IN) == came_in, "nobody writes any more"
