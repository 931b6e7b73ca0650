"""From the first sign-in to mail that goes round, on an installation that is its own relay."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import PASSWORD, post, write
from tests.instance import ADDRESS, Instance, free_port, running, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

#: one who does all of it; what is sent by the relay comes in by our own door
ALONE = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Endpoint
sven = Agent(email="sven@shop.example", name="Sven Lind", roles=["admin", "hero"])
sven.set_password("only for tests")
sven.save()
Endpoint.objects.update(secrets={"relay": "smtp://127.0.0.1:%d"})
"""


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    parts = ("web", "smtp", "intake", "worker")
    with running(smtp_port=free_port(), port=free_port(), parts=parts) as instance:
        instance.do(ALONE % instance.smtp_port)
        wait_until(lambda: post(instance, None), within=60)
        wait_until(lambda: instance.serves("/sign-in/"), within=60)
        yield instance


@pytest.fixture
def page(browser: Browser, shop: Instance) -> Iterator[Page]:
    with browser.new_context(base_url=f"http://127.0.0.1:{shop.port}") as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill("sven@shop.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        yield page


def step(page: Page, name: str, state: str) -> None:
    """It stands so, without anybody loading the page again."""
    expect(page.locator(f"#step-{name}.{state}")).to_have_count(1)


def test_an_admin_is_led_to_a_shop_that_answers_mail(page: Page, shop: Instance) -> None:
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.wait_for_selector("html[data-live=open]")
    page.get_by_role("button", name="We are always open").click()
    step(page, "inbox", "next")
    page.get_by_role("link", name="Choose its members").click()
    page.get_by_role("checkbox", name="Sven Lind").check()
    page.get_by_role("button", name="Save").click()
    page.locator("#to-settings-first-steps").click()
    step(page, "address", "settled")
    step(page, "round", "next")
    page.wait_for_selector("html[data-live=open]")

    page.get_by_role("button", name="Send a test message round").click()
    expect(page.get_by_text("back after")).to_be_visible()
    step(page, "round", "settled")
    assert shop.count("SELECT count(*) FROM channels_probe WHERE returned_at IS NOT NULL") == 1
    states = shop.ask("SELECT state, endpoint_id IS NOT NULL FROM channels_delivery")
    assert states == [("stored", True)]
    for nothing in ("customers_customer", "conversations_conversation", "conversations_entry"):
        assert shop.count(f"SELECT count(*) FROM {nothing}") == 0, nothing
    assert troubles(page) == []

    page.get_by_role("button", name="Make the usual ones").click()
    page.get_by_role("button", name="I work alone").click()
    step(page, "mail", "next")
    write(shop, "Ana", "Where is it?")
    step(page, "mail", "settled")
    step(page, "answer", "next")
    assert troubles(page) == []


def test_the_page_of_the_address_tries_it_too(page: Page, shop: Instance) -> None:
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.goto("/settings/endpoints")
    page.get_by_role("link", name=ADDRESS).click()
    page.wait_for_selector("html[data-live=open]")
    page.locator("#send-probe").click()
    expect(page.locator("#probe")).to_contain_text("back after")
    assert troubles(page) == []
