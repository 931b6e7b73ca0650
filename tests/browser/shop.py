"""A running shop with two heroes, and a customer's side for browser tests."""

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.instance import ADDRESS, Instance, free_port, running, wait_until

PASSWORD = "only for tests"
HEROES = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Endpoint, Inbox
from lifelong.conversations.models import Topic
from lifelong.routing.actions.signing_on import sign_on
inbox = Inbox.objects.get()
for name in ("Mia Brandt", "Jonas Weber"):
    hero = Agent(email=name.split()[0].lower() + "@shop.example", name=name, roles=["hero"])
    hero.set_password("only for tests")
    hero.save()
    inbox.members.add(hero)
Topic.objects.create(name="Where is my order")
Topic.objects.create(name="Damaged item")
Inbox.objects.create(brand=Brand.objects.get(), name="Returns").members.add(hero)
Endpoint.objects.update(secrets={"relay": "smtp://127.0.0.1:%d"})
"""


@contextmanager
def open_shop(relay: int | None = None) -> Iterator[Instance]:
    """`relay`: the port of the customers' side. Without one nothing that is sent arrives."""
    parts = ("web", "smtp", "intake", "worker")
    with running(smtp_port=free_port(), port=free_port(), parts=parts) as instance:
        instance.do(HEROES % (relay or free_port()))
        wait_until(lambda: post(instance, None), within=60)
        wait_until(lambda: instance.serves("/sign-in/"), within=60)
        yield instance


def post(shop: Instance, mail: EmailMessage | None) -> bool:
    """Hand a mail to the shop; None only knocks."""
    try:
        with smtplib.SMTP("127.0.0.1", shop.smtp_port, timeout=20) as door:
            if mail is not None:
                door.send_message(mail, from_addr="someone@example.net")
    except OSError:
        return False
    return True


def write(shop: Instance, name: str, words: str, *, subject: str = "My order") -> None:
    """`name` writes to the shop, from an address of their own."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name} <{name.lower()}@example.com>", ADDRESS
    mail["Subject"], mail["Message-ID"] = subject, f"<{time.monotonic_ns()}@example.com>"
    mail.set_content(words + "\n")
    assert post(shop, mail)


def signed_in(browser: Browser, shop: Instance, hero: str) -> BrowserContext:
    context = browser.new_context(base_url=f"http://127.0.0.1:{shop.port}")
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill(f"{hero}@shop.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()
    page.close()
    return context


def open_desk(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    page.wait_for_selector("html[data-live=open]")
    return page


def open_person(page: Page, name: str) -> None:
    row = page.locator("[data-row]", has_text=name)
    expect(row).to_be_visible()
    row.click()
    expect(page.locator("#head h1", has_text=name)).to_be_visible()
