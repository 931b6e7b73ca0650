"""Who waits live rings in a hero's browser, goes on to the next, and is theirs who says yes."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.shop import open_desk
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

SIGN_ON = """
from lifelong.accounts.models import Agent
from lifelong.routing.actions.signing_on import sign_on
for agent in Agent.objects.filter(roles=["hero"]).order_by("id"):
    sign_on(agent)
"""
CHAT = """
from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.lib.ids import new_id
inbox = Inbox.objects.exclude(name="Returns").get()
widget, _made = Endpoint.objects.get_or_create(
    channel="chat", address="widget", defaults=dict(brand=inbox.brand, inbox=inbox, name="Chat"))
for name in {names!r}:
    sender = name.lower() + "@example.com"
    said = incoming("Is somebody there?", sender=sender, channel="chat", identity=new_id().hex)
    receive_one(said, at=widget)
"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(SIGN_ON)
    return shop


def chat(shop: Instance, *names: str) -> None:
    shop.do(CHAT.format(names=names))


def test_a_chat_rings_goes_on_when_declined_and_opens_when_accepted(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    at_desk, elsewhere = open_desk(mia), jonas.new_page()
    elsewhere.goto("/me")
    elsewhere.wait_for_selector("html[data-live=open]")
    chat(shop, "Ana")
    ringing = at_desk.locator("ring-card", has_text="Ana")
    expect(ringing).to_be_visible()
    expect(ringing).to_contain_text("Is somebody there?")
    expect(ringing).to_contain_text("you have room for 3 more")
    expect(at_desk).to_have_title("● Ana")
    at_desk.keyboard.press("x")
    expect(ringing).to_have_count(0)
    expect(at_desk).not_to_have_title("● Ana")
    there = elsewhere.locator("ring-card", has_text="Ana")
    expect(there).to_be_visible()
    elsewhere.keyboard.press("y")
    expect(elsewhere.locator("#head h1", has_text="Ana")).to_be_visible()
    expect(elsewhere.locator("#head .sub")).to_contain_text("with you")
    expect(elsewhere.locator("ring-card")).to_have_count(0)

    chat(shop, "Bea", "Cem")
    ringing = at_desk.locator("ring-card", has_text="Bea").or_(
        at_desk.locator("ring-card", has_text="Cem")
    )
    expect(ringing.first).to_be_visible()
    at_desk.evaluate("window.sameDocument = true")
    name = ringing.first.locator(".name .clip").inner_text()
    ringing.first.get_by_role("button", name="Accept").click()
    expect(at_desk.locator("#head h1", has_text=name)).to_be_visible()
    assert at_desk.evaluate("window.sameDocument"), "the desk was loaded anew"
    expect(at_desk.locator("[aria-current][data-row]", has_text=name)).to_be_visible()
