"""One tap on a link in a message, as on a phone: a sign of who looks at the page is the answer."""

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.shop import write
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

# a sequence that asks at once, and the one matter there is, closed and asked about
ASKED = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Contact, Topic
from lifelong.plays.actions.switching import switch
from lifelong.plays.follow_up.actions.arranging import Doing, Terms, write_sequence
from lifelong.plays.follow_up.actions.beginning import follow
from lifelong.plays.follow_up.models import StepKind
from lifelong.plays.models import Case
from lifelong.plays.taps import Tap, link
terms = Terms(name="Ask", steps=[Doing(StepKind.ASK, 0)], holdout=0)
switch(write_sequence(Brand.objects.get(), terms, by=None).play, on=True, by=None)
topic, hero = Topic.objects.get(name="Damaged item"), Agent.objects.first()
contact = close(Contact.objects.get(), topic=topic, by=hero, reason="by phone")
follow([contact.id])
case = Case.objects.get()
print(link(Tap.SETTLED, case.id).rpartition("/t/")[2])
print(link(Tap.NOT_SETTLED, case.id).rpartition("/t/")[2])
"""
SAID = "SELECT confirmed, closed_at IS NULL FROM conversations_contact"


def stands(shop: Instance) -> list[tuple[bool | None, bool]]:
    with psycopg.connect(shop.database) as connection:
        return connection.execute(SAID).fetchall()


def test_a_sign_of_a_person_says_it_and_the_other_link_takes_it_back(
    browser: Browser, shop: Instance
) -> None:
    write(shop, "Ana", "The lamp came broken")
    wait_until(lambda: stands(shop) == [(None, True)], within=40)
    yes, no = shop.says("manage", "shell", "--no-imports", "-c", ASKED)[-2:]
    at = f"http://127.0.0.1:{shop.port}/t/"
    with browser.new_context(viewport={"width": 320, "height": 560}) as phone:
        page = phone.new_page()
        page.goto(f"{at}{yes}")
        # a machine that opens links, runs what is on the page and stays, touches nothing
        page.evaluate("document.dispatchEvent(new PointerEvent('pointermove'))")
        page.wait_for_timeout(1500)
        expect(page.get_by_role("heading", name="Is it settled?")).to_be_visible()
        assert stands(shop) == [(None, False)]
        page.mouse.move(20, 20)
        expect(page.get_by_role("heading", name="Good to hear")).to_be_visible()
        assert stands(shop) == [(True, False)]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.goto(f"{at}{no}")
        page.keyboard.press("Tab")
        expect(page.get_by_role("heading", name="We look at it again")).to_be_visible()
        assert stands(shop) == [(False, True)]
