"""Giving in two browsers: within authority at once, beyond it by another's yes."""

import os

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lifelong.connectors.shopify.tests.building import order_body
from tests.browser.shop import open_desk, open_person, write
from tests.browser.test_orders import SHOP, tell
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

LEVELS = """
from datetime import timedelta
from lifelong.accounts.models import Agent
from lifelong.concessions.actions.setting_authority import add_level, hand_level, set_level
from lifelong.concessions.authority import Kind, Limit
for rank, (name, who, most) in enumerate([("Hero", "mia", 2000), ("Lead", "jonas", 5000)], 1):
    level = add_level(name=name, currency="EUR", rank=rank)
    set_level(level, limits={kind: Limit(most, 100) for kind in Kind}, per_customer=90000,
              per_agent=90000, period=timedelta(days=30), by=None)
    hand_level(Agent.objects.get(email=who + "@shop.example"), level=level)
"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(SHOP)
    shop.do(LEVELS)
    return shop


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: kept where PICTURES says."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/giving-{name}.png")


def test_a_gift_within_authority_and_one_that_another_allows(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    write(shop, "Ana", "My lanterns came late.")
    page, lead = open_desk(mia), jonas.new_page()
    open_person(page, "Ana")
    tell(shop, "orders/create", order_body())
    order = page.locator("#who details.order")
    order.locator("summary").first.click()
    order.get_by_text("What I may give").click()
    form = order.locator("form.giving")

    form.get_by_label("Give").select_option("refund")
    form.get_by_label("Because").select_option("late")
    form.get_by_role("textbox", name="How much").fill("5")
    give = form.get_by_role("button", name="Give €5.00 refund")
    expect(give).to_be_visible()
    give.dblclick()
    expect(order.locator(".flash")).to_contain_text("€5.00 refund is granted")
    given = order.locator("ul.given > li")
    expect(given).to_have_count(1)
    # nobody has said how this shop is reached: that is said, and it counts no more
    expect(given.first).to_contain_text("No access to this shop")
    picture(page, "within")

    lead.goto("/giving/approvals")
    lead.wait_for_selector("html[data-live=open]")
    expect(lead.locator("#approvals")).to_contain_text("Nothing waits for your yes")
    form.get_by_label("Because").select_option("late")
    form.get_by_label("Give").select_option("refund")
    form.get_by_role("textbox", name="How much").fill("30")
    form.get_by_role("button", name="Ask Lead for €30.00 refund").click()
    expect(given).to_have_count(2)
    expect(given.first).to_contain_text("waits for Lead")

    waits = lead.locator("#approvals li.approval")
    expect(waits).to_contain_text("That makes €30.00 on this order; Hero may give €20.00.")
    expect(lead.locator(".rail .badge")).to_have_text("1 wait for you")
    waits.get_by_placeholder("A word on why").fill("A good customer")
    picture(lead, "approval")
    waits.get_by_role("button", name="Yes, give it").click()
    expect(lead.locator("#approvals")).to_contain_text("Nothing waits for your yes")
    expect(lead.locator(".rail .badge")).to_have_count(0)
    # without a reload
    expect(given.first).not_to_contain_text("waits for Lead")
    picture(page, "decided")


def test_one_key_opens_what_one_may_give(mia: BrowserContext) -> None:
    page = open_desk(mia)
    open_person(page, "Ana")
    page.locator("#head h1").click()
    page.keyboard.press("v")
    menu = page.locator("#giving")
    expect(menu.get_by_label("Give", exact=True)).to_be_focused()
    menu.get_by_label("About").select_option("none")
    expect(menu.locator("option[value=refund]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
