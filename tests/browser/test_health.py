"""Health moves by itself: an admin looks on while something fails, and has it tried again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import PASSWORD, write
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

ADMIN = """
from lifelong.accounts.models import Agent
admin = Agent(email="sven@shop.example", name="Sven Lind", roles=["admin"])
admin.set_password("only for tests")
admin.save()
"""
#: nobody signed on, so that nobody is given the work meanwhile
LOSE = """
from lifelong.accounts.models import Agent
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.models import Contact, Sending
from lifelong.lib import clock
said = reply(Contact.objects.get(), text="On its way.", by=Agent.objects.get(name="Mia Brandt"),
             seen_position=None)
Sending.objects.filter(pk=said.pk).update(next_try_at=clock.now())
assert begin_try(said.id)
failed_once(said.id, words="550 No such person", permanent=True)
"""
PARK = """
from lifelong.channels.actions.delivering import keep
keep("email", body=b"", envelope={"sender": "", "recipients": ["nobody@elsewhere.example"]})
"""
PARKED = "SELECT count(*) FROM channels_delivery WHERE state = 'parked'"


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(ADMIN)
    return shop


@pytest.fixture
def page(browser: Browser, shop: Instance) -> Iterator[Page]:
    with browser.new_context(base_url=f"http://127.0.0.1:{shop.port}") as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill("sven@shop.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector("html[data-live=open]")
        yield page


def test_health_follows_what_happens_and_has_it_tried_again(page: Page, shop: Instance) -> None:
    page.keyboard.press("g")
    page.keyboard.press("h")
    diagnosis, lost = page.locator("#diagnosis"), page.locator("#undelivered")
    expect(page.get_by_role("heading", name="Is everything getting through?")).to_be_visible()
    page.wait_for_selector("html[data-live=open]")
    expect(diagnosis).to_contain_text("Yes.")
    assert troubles(page) == []

    write(shop, "Ana", "Where is it?")
    expect(page.locator(".doors").first).to_contain_text("now", timeout=14_000)
    shop.do(LOSE)
    lost_one = "No. 1 answer did not reach its customer"
    expect(diagnosis).to_contain_text(lost_one, timeout=14_000)
    expect(lost.locator("li", has_text="Ana")).to_contain_text("550 No such person")
    assert troubles(page) == []

    lost.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It is sent again.")).to_be_visible()
    expect(lost).to_have_count(0)

    shop.do(PARK)
    wait_until(lambda: shop.count(PARKED) == 1, within=40)
    expect(diagnosis).to_contain_text("1 delivery of the last seven days", timeout=14_000)
    page.get_by_role("button", name="Read all again").click()
    decisions = page.locator("#decisions")
    expect(decisions).to_contain_text("Read again: 0 came in, 1 came back.", timeout=20_000)
    decisions.get_by_role("link", name="Parked").click()
    expect(page.locator("#round")).to_contain_text("0 came in, 1 came back.")
    expect(page.locator(".sections [aria-current]")).to_have_count(1)
    shop.do(PARK)
    expect(page.locator("#to-intake-parked")).to_contain_text("2", timeout=14_000)
    expect(page.locator(".sections [aria-current]")).to_have_text("Parked mail 2")
    assert troubles(page) == []


def test_health_fits_a_small_screen(page: Page, shop: Instance) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/health")
    wide = page.evaluate("document.querySelector('#content').scrollWidth")
    assert wide <= 320
    assert troubles(page) == []
