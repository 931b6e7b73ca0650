"""The conversation with one person: walked through, looked through, split, combined, written in."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, write
from tests.instance import Instance, wait_until

pytestmark = [
    pytest.mark.proof,
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("only_this_tests_tabs"),
]


def words(page: Page) -> str:
    return page.get_by_role("textbox", name="Your words").input_value()


def typed(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your words").press_sequentially(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Reply", exact=True).click()


def test_a_long_conversation_is_walked_and_looked_through(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Nele", "Where is it?")
    page = open_desk(mia)
    open_person(page, "Nele")
    shop.do(LONG)
    page.reload()
    page.wait_for_selector("html[data-live=open]")
    entries = page.locator("#entries > .entry")
    expect(entries).to_have_count(30)

    # a tall screen has room for more, which comes by itself, however one came here
    tall = mia.new_page()
    tall.set_viewport_size({"width": 1440, "height": 3000})
    tall.goto(page.url)
    expect(tall.locator("#entries > .entry").nth(79)).to_be_attached()
    tall.goto("/")
    open_person(tall, "Nele")
    expect(tall.locator("#entries > .entry").nth(79)).to_be_attached()
    tall.close()

    # what one walks away from goes, and comes again
    back = "(line) => line.scrollTo(0, 300)"
    for _ in range(12):
        page.locator("#timeline").evaluate(back)
        page.wait_for_timeout(200)
    expect(entries).to_have_count(250)
    expect(page.locator("#entries > [data-gap]")).to_have_count(1)
    order = page.locator("#entries > .entry").evaluate_all(
        "(all) => all.map((one) => one.dataset.place)"
    )
    assert order == sorted(order)
    page.keyboard.press("G")
    expect(page.locator(".entry", has_text="Where is it?")).to_be_in_viewport()
    expect(page.locator("#entries > [data-gap]")).to_have_count(0)

    # words said long ago, by keys alone
    page.keyboard.press("F")
    box = page.get_by_role("searchbox", name="Words")
    expect(box).to_be_focused()
    page.keyboard.type("sapphire")
    status = page.locator("time-finder [data-status]")
    expect(status).to_have_text("1 of 2")
    expect(page.locator(".entry.sought")).to_contain_text("sapphire 900")
    page.keyboard.press("Enter")
    expect(status).to_have_text("2 of 2")
    expect(page.locator(".entry.sought")).to_contain_text("sapphire 100")
    expect(page.locator(".entry.sought")).to_be_in_viewport()
    assert page.evaluate("[...CSS.highlights.get('said')].map(String)") == ["sapphire"]
    assert troubles(page, "time-finder") == []

    # an answer is not stopped for what was read before one looked around
    page.get_by_role("textbox", name="Your words").fill("Soon.")
    send(page)
    expect(page.locator(".entry.ours", has_text="Soon.")).to_have_count(1)
    box.press("Escape")
    expect(page.locator("time-finder")).to_be_hidden()
    expect(page.locator(".entry.ours", has_text="Soon.")).to_be_in_viewport()


LONG = """
from datetime import timedelta
from lifelong.conversations.models import Conversation, Entry, Viewing
from lifelong.lib import clock
nele = Conversation.objects.get(customer__name="Nele")
now = clock.now()
Entry.objects.bulk_create(
    Entry(conversation=nele, customer=nele.customer, kind="message_in", channel="email",
          placed_at=now - timedelta(hours=2000 - n), position=1000 + n, revision=1,
          text="sapphire %d" % n if n in (100, 900) else "Line %d of a long life" % n)
    for n in range(1000)
)
Conversation.objects.filter(pk=nele.pk).update(position=2000)
Viewing.objects.filter(conversation=nele).update(position=2000)
"""


def test_a_message_begins_another_matter_and_the_two_are_one_again(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Oda", "Where is my tent?")
    write(shop, "Oda", "And the lamp is broken.")
    page = open_desk(mia)
    open_person(page, "Oda")
    message = page.locator(".entry", has_text="And the lamp is broken.")
    expect(message).to_be_visible()
    message.hover()
    message.get_by_label("From here on another matter").click()
    assert troubles(page, ".split[open] > .panel") == []
    message.get_by_role("button", name="Damaged item").click()
    expect(page.locator("#who .matter:not(.past)")).to_have_count(2)
    # an answer says which of them it is for
    expect(page.locator("#about label")).to_have_count(2)

    page.keyboard.press("m")
    page.get_by_text("Combine two matters").click()
    page.get_by_role("button", name="Combine", exact=True).click()
    expect(page.locator("#who .matter:not(.past)")).to_have_count(1)
    page.locator(".happened", has_text="combined it").get_by_role("button", name="Undo").click()
    expect(page.locator("#who .matter:not(.past)")).to_have_count(2)


def test_a_colleague_named_in_a_note_by_keys_finds_it_and_has_read_it_then(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    write(shop, "Pia", "Where is my tent?")
    page, other = open_desk(mia), open_desk(jonas)
    open_person(page, "Pia")
    page.keyboard.press("n")
    page.keyboard.type("Do you know, @web")
    option = page.get_by_role("option", name="Jonas Weber")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    assert words(page) == "Do you know, @Jonas Weber "
    page.keyboard.press("Control+Enter")
    count = other.locator("#count-at")
    expect(count).to_contain_text("1")
    other.keyboard.press("g")
    other.keyboard.press("n")
    other.get_by_role("link", name="Do you know").click()
    expect(other.locator(".entry.sought")).to_contain_text("@Jonas Weber")
    expect(count).not_to_contain_text("1")


def test_how_much_of_a_file_has_left_is_shown_and_a_failure_keeps_all(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Rolf", "Send me the manual, please.")
    page = open_desk(mia)
    open_person(page, "Rolf")
    page.set_input_files(
        "file-tray input",
        {"name": "manual.pdf", "mimeType": "application/pdf", "buffer": b"x" * 3_000_000},
    )
    typed(page, "Here it is.")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
    line.send("Network.emulateNetworkConditions", slow)
    send(page)
    progress, told = page.locator("file-tray progress"), page.locator("file-tray [role=status]")
    expect(progress).to_have_attribute("max", "3000000")
    assert 0 < float(progress.evaluate("(bar) => bar.value")) < 3_000_000
    expect(told).to_have_text("The files are on their way.")
    shop.kill("web")
    expect(page.locator(".composer .refusal")).to_contain_text("That did not work")
    expect(progress).to_have_count(0)
    expect(told).to_have_text("They have not left. The files are still attached.")
    expect(page.locator("file-tray .file")).to_contain_text("manual.pdf")
    assert words(page) == "Here it is."
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    wait_until(lambda: shop.serves("/sign-in/"), within=60)
    page.get_by_role("button", name="Try again").click()
    entry = page.locator(".entry.ours:not(.withdrawn)", has_text="Here it is.")
    expect(entry.locator(".file")).to_contain_text("manual.pdf")
