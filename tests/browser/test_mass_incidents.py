"""Trouble that many have: a lead lets it be told and answers everybody who replies at once; the
chat on the shop's pages says it openly."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import troubles
from tests.browser.shop import signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

CROWD = """
from datetime import timedelta
from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Connection, Endpoint, Inbox
from lifelong.commerce.models import Incident, Order, Shipment
from lifelong.customers.models import Customer, Handle
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
from lifelong.lib import clock
from lifelong.plays.actions.beginning_cases import Eligible, begin_cases
from lifelong.plays.actions.switching import set_up, switch
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.outreach.actions.setting_out import find_masses
from lifelong.plays.outreach.models import Template
brand, now = Brand.objects.get(), clock.now()
lead = Agent(email="ruth@shop.example", name="Ruth Okafor", roles=["lead"])
lead.set_password("only for tests")
lead.save()
Inbox.objects.get(name="Support").members.add(lead)
Endpoint.objects.create(brand=brand, inbox=Inbox.objects.get(name="Support"), channel="chat",
                        connector="chat", address="wf00d", name="Shop")
play = switch(set_up(brand, kind=PlayKind.OUTREACH, name="Outreach"), on=True, by=None)
Play.objects.update(holdout=0, from_minute=0, to_minute=1440)
text = write_answer(name="Late", shortcut="late", fits=Fits(), by=None,
                    texts={"en": Words("{{order.number}} is late.", "Your order")})
Template.objects.create(play=play, cause="delay", answer=text)
shop = Connection.objects.create(brand=brand, connector="shopify", name="Shop")
eligible = []
for n in range(21):
    customer = Customer.objects.create(name="Ana Lind", language="en", made_at=now)
    value = f"{n or 'ana'}@example.com"
    Handle.objects.create(customer=customer, kind="email", value=value, claimed_how="checkout",
                          claimed_at=now)
    order = Order.objects.create(connection=shop, ref=str(n), number=f"#1{n:03}", customer=customer,
                                 currency="EUR", placed_at=now, updated_at=now, told_at=now,
                                 financial="paid", fulfilment="fulfilled")
    parcel = Shipment.objects.create(connection=shop, ref=str(n), order=order, carrier="DHL",
                                     carrier_code="dhl", state="delayed", updated_at=now,
                                     told_at=now)
    one = Incident.objects.create(order=order, shipment=parcel, family="late", cause="delay",
                                  carrier="dhl", noticed="feed", evidence=[], began_at=now,
                                  opened_at=now, updated_at=now)
    eligible.append(Eligible(customer=customer, subject=one.id, due_at=now + timedelta(minutes=10),
                             order=order, causes=("delay",)))
begin_cases(play, eligible)
assert find_masses()
"""
TELL = """
from lifelong.plays.models import PlayKind
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.outreach.playing import Outreach
take_due_steps(PlayKind.OUTREACH, Outreach())
"""


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(CROWD)
    return shop


def test_a_lead_approves_and_answers_the_group(browser: Browser, shop: Instance) -> None:
    with signed_in(browser, shop, "ruth") as ruth:
        page = ruth.new_page()
        page.goto("/")
        page.wait_for_selector("html[data-live=open]")
        expect(page.locator(".rail .badge")).to_contain_text("1")
        page.get_by_role("link", name="Mass incidents").click()
        page.get_by_role("link", name="DHL: delayed").click()
        expect(page.locator(".preview")).to_contain_text("is late.")
        assert troubles(page) == []
        page.get_by_role("button", name="Tell them").click()
        expect(page.locator(".flash")).to_contain_text("They are told now")
        expect(page.locator(".rail .badge")).to_have_count(0)

        # how far it is shows by itself
        shop.do(TELL)
        told = page.locator(".tally div", has_text="Told").locator("dd")
        expect(told).to_have_text("10")

        write(shop, "Ana", "And when does it come?", subject="Re: Your order")
        group = page.locator("#group-en")
        expect(group.locator(".rows li")).to_have_count(1)
        expect(group).to_contain_text("And when does it come?")
        assert troubles(page) == []
        group.get_by_role("textbox").fill("{{order.number}} comes on Friday.")
        group.get_by_role("button", name="Answer all of them").click()
        expect(group).to_contain_text("1 person is answered.")
        expect(group.locator(".rows li")).to_have_count(0)
    assert (
        shop.count("SELECT count(*) FROM conversations_entry WHERE text LIKE '#1% on Friday.'") == 1
    )

    visitor = browser.new_page(base_url=f"http://127.0.0.1:{shop.port}")
    visitor.goto("/widget/wf00d/")
    expect(visitor.locator("#news li")).to_have_text(
        "Many parcels with DHL have trouble just now: delayed. If yours is among them, we write to "
        "you."
    )
    assert troubles(visitor) == []
    visitor.close()
