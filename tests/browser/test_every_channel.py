"""One person by chat, text, mail and at the checkout is one customer on a hero's open screen."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chatting import open_chat, said, say, visitor
from tests.browser.every_channel import EveryChannel, every_channel, moved, ordered, shipped
from tests.browser.shop import open_desk, signed_in
from tests.instance import wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

ANA, HER_PHONE, HER_ID = "ana@example.com", "+4915735990001", 115310627314723954
BEN, HIS_PHONE, HIS_ID = "ben@example.org", "+4915735990002", 115310627314723999

READ = """() => {
  const line = document.querySelector("#timeline time-line");
  const places = [...document.querySelectorAll("#entries > li")].map((one) => one.dataset.position);
  return line.seen >= Math.max(...places);
}"""


@pytest.fixture(scope="module")
def town() -> Iterator[EveryChannel]:
    with every_channel() as made:
        yield made


@pytest.fixture(scope="module")
def mia(browser: Browser, town: EveryChannel) -> Iterator[BrowserContext]:
    with signed_in(browser, town.shop, "mia") as context:
        yield context


@pytest.fixture
def desk(mia: BrowserContext) -> Iterator[Page]:
    """Hers, at work; whoever rings is taken."""
    page = open_desk(mia)
    page.locator("#me > summary").click()
    on = page.locator("#rail-shift").get_by_role("button", name="Sign on")
    if on.is_visible():
        on.click()
    expect(page.locator("#rail-shift")).to_contain_text("Signed on")
    page.locator("#me > summary").click()
    page.evaluate("window.neverReloaded = true")
    yield page
    page.close()


@pytest.fixture
def at_the_shop(browser: Browser) -> Iterator[BrowserContext]:
    with visitor(browser) as context:
        yield context


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: kept where PICTURES says."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/every-channel-{name}.png")


def take(desk: Page, name: str) -> None:
    """Who rings is accepted, and is on the screen."""
    ring = desk.locator("ring-card", has_text=name)
    expect(ring).to_be_visible()
    ring.get_by_role("button", name="Accept").click()
    expect(desk.locator("#head h1", has_text=name)).to_be_visible()


def hears(desk: Page, words: str) -> None:
    expect(desk.locator("#entries .entry", has_text=words)).to_be_visible()


def answer(desk: Page, words: str, *, by: str) -> None:
    """The way follows how they wrote last; nothing is picked."""
    # who sends before they could have read is stopped
    desk.wait_for_function(READ)
    way = desk.locator("#ways [data-value], #matter .to[data-channel]")
    expect(way).to_contain_text(by)
    desk.get_by_role("textbox", name="Your words").fill(words)
    desk.get_by_role("button", name="Reply", exact=True).click()
    expect(desk.get_by_role("textbox", name="Your words")).to_have_value("")
    expect(desk.locator(".composer [data-refusal]")).to_be_empty()
    hears(desk, words)


def timeline(desk: Page) -> list[str]:
    """Every message and every line about the order, as they stand on the screen."""
    lines = desk.locator('#entries .entry[data-kind^="message_"] .text, #entries .happened > span')
    return [" ".join(one.split()) for one in lines.all_text_contents()]


def test_ana_chats_texts_mails_and_buys_and_stays_one_person(
    town: EveryChannel, desk: Page, at_the_shop: BrowserContext
) -> None:
    town.chat.site.identity = town.identity(
        sub=str(HER_ID), email=ANA, phone=HER_PHONE, name="Ana Kovač"
    )
    page = at_the_shop.new_page()
    page.goto(town.chat.site.url)
    frame = open_chat(page)
    say(frame, "Is the red tent in stock?")
    take(desk, "Ana Kovač")
    hears(desk, "Is the red tent in stock?")
    answer(desk, "It is.", by="chat of Tent & Trail")
    expect(frame.locator("#log .bubble")).to_have_text(["Is the red tent in stock?", "It is."])

    town.text(HER_PHONE, "I am on the train now. Does it come with poles?")
    hears(desk, "Does it come with poles?")
    answer(desk, "With six of them.", by="+49 1573 5990001")
    wait_until(lambda: len(town.twilio.made) == 1, within=40)
    (text,) = town.twilio.made
    assert (text.get("To"), text.get("Body")) == (HER_PHONE, "With six of them.")
    assert town.twilio.report(text, "delivered") == 200
    expect(desk.locator(".sending.delivered")).to_have_count(2)

    asked = town.mail(f"Ana Kovač <{ANA}>", "The tent", "Please send me the manual.")
    hears(desk, "Please send me the manual.")
    answer(desk, "You find it on our pages.", by=ANA)
    wait_until(lambda: len(town.relay.taken) == 1, within=40)
    (mail,) = town.relay.taken
    assert ANA in str(mail["To"])
    assert mail["Subject"] == "Re: The tent" and mail["In-Reply-To"] == asked
    assert "You find it on our pages." in mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]

    # her chat is still open, so that it may be chosen
    desk.locator("#ways > summary").click()
    desk.locator("#way-chat").click()
    answer(desk, "The manual is in your mail.", by="chat of Tent & Trail")
    chatted = ["Is the red tent in stock?", "It is.", "The manual is in your mail."]
    expect(frame.locator("#log .bubble")).to_have_text(chatted)

    town.news("orders/create", ordered("1001", store_id=HER_ID, email=ANA))
    hears(desk, "Ordered #1001")
    town.news("fulfillments/create", shipped("1001"))
    hears(desk, "#1001 was shipped")
    on_its_way = moved("1001", "in_transit", expected="2031-11-19T20:00:00+01:00")
    delayed = moved("1001", "delayed", expected="2031-11-23T20:00:00+01:00")
    town.news("fulfillment_events/create", on_its_way)
    town.news("fulfillment_events/create", delayed)
    hears(desk, "#1001 is delayed, now expected Nov 23, 2031")
    expect(desk.locator("#who details.order")).to_contain_text("#1001")
    picture(desk, "one-person")

    assert [line for line in timeline(desk) if "looks after them" not in line] == [
        "Is the red tent in stock?",
        "It is.",
        "I am on the train now. Does it come with poles?",
        "With six of them.",
        "Please send me the manual.",
        "You find it on our pages.",
        "The manual is in your mail.",
        "Ordered #1001",
        "#1001 was shipped",
        "#1001 is delayed, now expected Nov 23, 2031",
    ]
    assert desk.evaluate("window.neverReloaded")
    assert said(frame) == chatted, "her mails stay out of the chat"
    assert town.shop.count("SELECT count(*) FROM customers_customer") == 1
    assert town.shop.count("SELECT count(*) FROM conversations_conversation") == 1
    assert town.shop.count("SELECT count(*) FROM conversations_contact") == 1
    assert town.shop.count("SELECT count(*) FROM customers_joining") == 0
    proved = "SELECT count(*) FROM customers_handle WHERE proved_at IS NOT NULL"
    assert town.shop.count(proved + " AND kind IN ('email', 'phone', 'store')") == 3
    assert town.shop.died() == []


def test_ben_texts_first_is_suggested_at_the_checkout_joined_and_parted_again(
    town: EveryChannel, desk: Page, at_the_shop: BrowserContext
) -> None:
    town.text(HIS_PHONE, "Is your lantern waterproof?")
    take(desk, HIS_PHONE)
    hears(desk, "Is your lantern waterproof?")
    expect(desk.locator(".kin")).to_have_count(0)

    # the shop signs for his address; of the phone it knows nothing yet
    town.chat.site.identity = town.identity(sub=str(HIS_ID), email=BEN, name="Ben Oduya")
    page = at_the_shop.new_page()
    page.goto(town.chat.site.url)
    say(open_chat(page), "I would like two lanterns.")
    take(desk, "Ben Oduya")
    hears(desk, "I would like two lanterns.")
    expect(desk.locator(".kin")).to_have_count(0)
    bought = ordered("2002", store_id=HIS_ID, email=BEN, phone=HIS_PHONE)
    town.news("orders/create", bought)
    hears(desk, "Ordered #2002")
    card = desk.locator(".kin")
    expect(card).to_contain_text("The same person?")
    expect(card).to_contain_text("in the checkout, not proved")
    picture(desk, "suggested")

    card.get_by_role("button", name="Join", exact=True).click()
    for words in ("Is your lantern waterproof?", "I would like two lanterns.", "Ordered #2002"):
        hears(desk, words)
    town.text(HIS_PHONE, "And does it float?")
    hears(desk, "And does it float?")
    answer(desk, "Like a cork.", by="+49 1573 5990002")
    wait_until(
        lambda: [one.get("Body") for one in town.twilio.made][-1:] == ["Like a cork."], within=40
    )
    expect(desk.locator("#who")).to_contain_text(f"Tent & Trail {HIS_ID}")
    picture(desk, "joined")

    desk.get_by_role("button", name="Part", exact=True).click()
    theirs = {
        HIS_PHONE: ["Is your lantern waterproof?", "And does it float?", "Like a cork."],
        BEN: ["I would like two lanterns."],
    }
    wait_until(lambda: {one: said_with(town, one) for one in theirs} == theirs, within=40)
    expect(desk.locator("#who .matter", has_text="Part")).to_have_count(0)
    assert desk.evaluate("window.neverReloaded")
    assert town.shop.died() == []


def said_with(town: EveryChannel, handle: str) -> list[str]:
    """What stands in the conversation of who holds it."""
    rows = town.shop.ask(
        "SELECT entry.text FROM conversations_entry AS entry"
        " JOIN conversations_conversation AS one ON one.id = entry.conversation_id"
        " JOIN customers_handle AS handle ON handle.customer_id = one.customer_id"
        f" WHERE handle.value = '{handle}' AND one.lead_id IS NULL"
        " AND entry.kind IN ('message_in', 'message_out') ORDER BY entry.placed_at, entry.position"
    )
    return [text for (text,) in rows]
