"""The live board moves by itself: a lead looks on while heroes come, customers write and are
answered."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import troubles
from tests.browser.shop import signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

LEAD = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
lead = Agent(email="ruth@shop.example", name="Ruth Okafor", roles=["lead"])
lead.set_password("only for tests")
lead.save()
Inbox.objects.get(name="Support").members.add(lead)
"""
MIA = """
from lifelong.accounts.models import Agent
from lifelong.routing.actions import signing_on
signing_on.%s(Agent.objects.get(name="Mia Brandt"))
"""
ANSWER = """
from lifelong.accounts.models import Agent
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact
reply(Contact.objects.get(), text="On its way.", by=Agent.objects.get(name="Mia Brandt"),
      seen_position=None)
"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(LEAD)
    return shop


def test_the_board_follows_what_happens(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "ruth") as ruth:
        page = ruth.new_page()
        page.goto("/me")
        page.wait_for_selector("html[data-live=open]")
        page.keyboard.press("g")
        page.keyboard.press("b")
        waiting, heroes = page.locator("#board-waiting"), page.locator("#board-heroes")
        expect(waiting).to_contain_text("Nobody waits")
        expect(heroes).to_contain_text("Nobody is signed on")
        page.wait_for_selector("html[data-live=open]")
        assert troubles(page) == []
        fold = page.locator("#heroes-off")
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(fold).to_contain_text("Mia Brandt")

        write(shop, "Ana", "Where is it?")
        expect(waiting.get_by_role("link", name="Ana").first).to_be_visible()

        shop.do(MIA % "sign_on")
        mia = heroes.locator("tbody tr", has_text="Mia Brandt")
        expect(mia.get_by_role("link", name="Ana")).to_be_visible()
        expect(mia).to_contain_text("1 of 5")
        expect(fold).not_to_contain_text("Mia Brandt")
        expect(fold).to_have_attribute("open", "")
        assert troubles(page) == []

        shop.do(ANSWER)
        expect(waiting).to_contain_text("Nobody waits")
        expect(mia).to_contain_text("1 answered or set aside")

        shop.do(MIA % "sign_off")
        expect(heroes).to_contain_text("Nobody is signed on")
