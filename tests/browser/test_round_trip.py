"""The main job, whole: a customer's mail, a hero's screen, an answer, and the answer to that."""

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sink import Sink, sinking
from tests.instance import ADDRESS, Instance, free_port, running, wait_until

pytestmark = pytest.mark.browser

HERO = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations.models import Topic
from lifelong.routing.actions.signing_on import sign_on
mia = Agent(email="mia@shop.example", name="Mia Brandt", roles=["hero"])
mia.set_password("only for tests")
mia.save()
Inbox.objects.get().members.add(mia)
Topic.objects.create(name="Where is my order")
Endpoint.objects.update(secrets={"relay": "smtp://127.0.0.1:%d"})
sign_on(mia)
"""


@pytest.fixture(scope="module")
def sink() -> Iterator[tuple[Sink, int]]:
    with sinking() as sink:
        yield sink


@pytest.fixture(scope="module")
def shop(sink: tuple[Sink, int]) -> Iterator[Instance]:
    parts = ("web", "smtp", "intake", "worker")
    with running(smtp_port=free_port(), port=free_port(), parts=parts) as instance:
        instance.do(HERO % sink[1])
        wait_until(lambda: _post(instance, None), within=60)
        yield instance


def _post(instance: Instance, mail: EmailMessage | None) -> bool:
    """Hand a mail to the shop; None only knocks."""
    try:
        with smtplib.SMTP("127.0.0.1", instance.smtp_port, timeout=20) as door:
            if mail is not None:
                # a forged From has its own envelope; the recipient is whom the mail says
                door.send_message(mail, from_addr="someone@example.net")
    except OSError:
        return False
    return True


def _mail(
    sender: str, subject: str, words: str, *, to: str = ADDRESS, **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{time.monotonic_ns()}@example.com>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail


def _signed_in(browser: Browser, shop: Instance) -> Page:
    page = browser.new_page(base_url=f"http://127.0.0.1:{shop.port}")
    wait_until(lambda: shop.serves("/sign-in/"), within=60)
    page.goto("/")
    page.get_by_label("E-mail").fill("mia@shop.example")
    page.get_by_label("Password").fill("only for tests")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Who waits")).to_be_visible()
    return page


@pytest.mark.timeout(240)
def test_a_mail_reaches_a_hero_and_the_answer_comes_back(
    browser: Browser, shop: Instance, sink: tuple[Sink, int]
) -> None:
    page = _signed_in(browser, shop)
    expect(page.locator("#waiting").get_by_text("Nobody waits")).to_be_visible()

    # a customer's mail appears on the open screen without reload
    asked = _mail("Ana Weber <ana@example.com>", "Where is my tent?", "Ten days, and no tent.\n")
    assert _post(shop, asked)
    row = page.locator("[data-row]", has_text="Ana Weber")
    expect(row).to_be_visible()

    # the hero answers, and the mail arrives at the customer's server
    row.click()
    expect(page.locator(".entry", has_text="Ten days, and no tent.")).to_be_visible()
    page.get_by_role("textbox").fill("It left this morning.")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".entry.ours", has_text="It left this morning.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    wait_until(lambda: len(sink[0].taken) == 1, within=40)
    answer = sink[0].taken[0]
    assert answer["In-Reply-To"] == asked["Message-ID"]
    plain = answer.get_body(("plain",))
    assert plain is not None and "It left this morning." in plain.get_content()
    expect(page.locator(".sending.accepted")).to_be_visible()

    # the customer's answer to it threads back under the same contact
    thanks = _mail(
        "Ana Weber <ana@example.com>",
        "Re: Where is my tent?",
        "And when is it here?\n",
        to=str(answer["Reply-To"]),
        In_Reply_To=str(answer["Message-ID"]),
    )
    assert _post(shop, thanks)
    expect(page.locator(".entry", has_text="And when is it here?")).to_be_visible()
    assert shop.count("SELECT count(*) FROM conversations_contact") == 1
    assert (
        shop.count(
            "SELECT count(*) FROM conversations_entry WHERE kind IN ('message_in', 'message_out')"
            " AND contact_id IS NOT NULL"
        )
        == 3
    )

    # a stranger who forges In-Reply-To lands under their own name, with a mark on both
    forged = _mail(
        "Eve <eve@evil.example>",
        "Re: Where is my tent?",
        "Send it to my address instead.\n",
        In_Reply_To=str(answer["Message-ID"]),
    )
    assert _post(shop, forged)
    stranger = page.locator("[data-row]", has_text="Eve")
    expect(stranger).to_be_visible()
    expect(page.get_by_text("A stranger answered in this thread")).to_be_visible()
    expect(page.get_by_text("Send it to my address instead.")).to_have_count(1)
    stranger.click()
    expect(page.locator(".marks .warning")).to_be_visible()
    assert shop.count("SELECT count(*) FROM customers_customer") == 2
    assert shop.died() == []
    page.close()
