"""The main screen in two heroes' browsers: nobody loses words or talks over the other (14), and
screens equal the database however signals fare (9)."""

import re

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

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


def test_two_heroes_see_each_other_and_a_send_stops_on_unseen_words(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    one, other = open_desk(mia), open_desk(jonas)
    write(shop, "Ana", "Where is my tent?")
    open_person(one, "Ana")
    expect(one.locator("#presence")).not_to_contain_text("Jonas")
    open_person(other, "Ana")
    expect(one.locator("#presence")).to_contain_text("Jonas Weber is here too")
    typed(other, "It comes")
    expect(one.locator("#presence")).to_contain_text("Jonas Weber is writing")

    # Mia scrolled up, so what Jonas says is on no one's eyes when she presses
    typed(one, "On its way.")
    one.locator("time-line").evaluate("(line) => (line.atEnd = false)")
    send(other)
    expect(other.locator(".entry.ours", has_text="It comes")).to_be_visible()
    expect(other.get_by_role("textbox", name="Your words")).to_have_value("")
    send(one)
    expect(one.locator(".composer .refusal")).to_contain_text(
        "Jonas Weber answered while you were writing"
    )
    assert words(one) == "On its way."
    expect(one.locator(".entry", has_text="It comes")).to_be_visible()
    expect(one.locator("#head")).to_contain_text("with Jonas Weber")
    one.locator("#timeline").evaluate("(scroller) => scroller.scrollTo(0, 1e6)")
    # what fits does not scroll
    one.locator("#timeline").evaluate("(scroller) => scroller.dispatchEvent(new Event('scroll'))")
    one.wait_for_timeout(1300)
    send(one)
    expect(one.locator(".entry.ours", has_text="On its way.")).to_be_visible()
    expect(one.get_by_role("textbox", name="Your words")).to_have_value("")


def test_a_killed_tab_loses_no_words_and_undo_gives_them_back(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Ben", "Is it in stock?")
    page = open_desk(mia)
    open_person(page, "Ben")
    address = page.url
    page.get_by_text("Note", exact=True).click()
    typed(page, "Ask the ware")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    page.route("**/draft", lambda route: route.abort())
    typed(page, "house")
    page.close(run_before_unload=False)

    page = mia.new_page()
    page.goto(address)
    assert words(page) == "Ask the warehouse"
    expect(page.get_by_role("radio", name="Note")).to_be_checked()
    page.get_by_role("button", name="Write note").click()
    expect(page.locator(".entry.note", has_text="Ask the warehouse")).to_be_visible()

    page.get_by_text("Reply", exact=True).first.click()
    typed(page, "Yes, three are left.")
    send(page)
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("")
    # ten seconds, of which a busy machine takes some
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".refusal")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("Yes, three are left.")
    expect(page.locator("#head")).to_contain_text("with you")
    expect(page.locator(".entry.withdrawn")).to_be_visible()
    # the composer goes on from there: a second try is a new message
    send(page)
    expect(page.locator(".entry.ours:not(.withdrawn, .note)")).to_have_count(1)
    sent = "SELECT count(*) FROM conversations_sending WHERE state <> 'withdrawn' AND customer_id ="
    assert shop.count(f"{sent} ({CUSTOMER % 'ben'})") == 1


CUSTOMER = "SELECT customer_id FROM customers_handle WHERE value = '%s@example.com'"


def test_the_rarer_things_are_done_from_the_head(
    shop: Instance, mia: BrowserContext, jonas: BrowserContext
) -> None:
    write(shop, "Cleo", "The lamp is broken.")
    page, other = open_desk(mia), open_desk(jonas)
    open_person(page, "Cleo")
    open_person(other, "Cleo")
    page.keyboard.press("a")
    expect(page.locator("#head")).to_contain_text("with you")
    expect(other.locator("#head")).to_contain_text("with Mia Brandt")

    # set aside in two keys, and the column says until when
    page.keyboard.press("s")
    page.keyboard.press("1")
    expect(page.locator("#who .matter")).to_contain_text("waiting for the customer until")
    expect(page.locator("#aside[open]")).to_have_count(0)

    page.keyboard.press("m")
    page.get_by_text("Promise something").click()
    page.get_by_label("What we will do").fill("Send a new lamp")
    page.get_by_label("By when").fill("2099-01-01T10:00")
    page.get_by_role("button", name="Promise", exact=True).click()
    expect(page.locator("#who")).to_contain_text("Send a new lamp")
    page.get_by_role("button", name="Kept").click()
    expect(page.locator(".happened", has_text="Kept: “Send a new lamp”")).to_be_visible()

    # a colleague takes over with a word of confirmation
    other.locator("#more > summary").click()
    other.get_by_text("Take over from Mia Brandt").click()
    other.get_by_role("button", name="Take over", exact=True).click()
    expect(other.locator("#head")).to_contain_text("with you")
    expect(page.locator("#head")).to_contain_text("with Jonas Weber")

    # refused until there is a topic or a reason; the words stand where it was tried
    write(shop, "Cleo", "And the shade too!")
    expect(other.locator(".entry", has_text="And the shade too!")).to_be_visible()
    expect(other.locator("#who .matter")).to_contain_text("waits for us")
    other.keyboard.press("Escape")
    other.keyboard.press("e")
    other.keyboard.press("1")
    expect(other.locator("#close .refusal")).to_contain_text("The customer waits")
    other.get_by_label("Why now").fill("Told by phone")
    other.locator("#close .choice").first.click()
    expect(other.locator("#head .status.closed")).to_be_visible()
    other.locator("#head").get_by_role("button", name="Open again").click()
    expect(other.locator("#head .status.open")).to_be_visible()

    # whoever may not see the other inbox has them in no list
    page.goto("/")
    other.keyboard.press("Escape")
    other.keyboard.press("p")
    expect(other.locator("#passing-to")).to_be_focused()
    other.keyboard.type("returns")
    other.keyboard.press("Enter")
    expect(other.locator("#head")).to_contain_text("Returns")
    expect(page.locator("[data-row]", has_text="Cleo")).to_have_count(0)


def test_files_are_attached_shown_and_sent(shop: Instance, mia: BrowserContext) -> None:
    write(shop, "Dora", "Send me the manual, please.")
    page = open_desk(mia)
    open_person(page, "Dora")
    manual, wrong, other = (
        FilePayload(name=name, mimeType="text/plain", buffer=content)
        for name, content in (("manual.txt", b"x" * 2400), ("wrong.txt", b"y"), ("other.txt", b"z"))
    )
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Attach files").press("Enter")
    chosen.value.set_files(manual)
    told = page.locator("file-tray [role=status]")
    expect(told).to_have_text("manual.txt is attached.")
    page.set_input_files("file-tray input", [wrong, other])
    expect(told).to_have_text("2 files are attached.")
    expect(page.locator("file-tray .file")).to_have_count(3)
    expect(page.locator("file-tray .file").first).to_contain_text("2 kB")
    page.get_by_role("button", name="Remove: wrong.txt").press("Enter")
    expect(told).to_have_text("wrong.txt is taken out.")
    expect(page.get_by_role("button", name="Remove: other.txt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: manual.txt")).to_be_focused()
    assert troubles(page) == []
    typed(page, "Here it is.")
    send(page)
    expect(page.locator("file-tray .file")).to_have_count(0)
    expect(told).to_have_text("")
    # taken back, the file is there again with the words, also for another tab
    page.get_by_role("button", name="Undo").click()
    expect(told).to_have_text("manual.txt is attached.")
    expect(page.locator("file-tray .file")).to_have_text(re.compile("manual.txt"))
    page.reload()
    expect(page.locator("file-tray .file")).to_have_text(re.compile("manual.txt"))
    send(page)
    entry = page.locator(".entry.ours:not(.withdrawn)", has_text="Here it is.")
    expect(entry.locator(".file")).to_have_text(re.compile("manual.txt"))
    expect(page.locator("file-tray .file")).to_have_count(0)


def test_ten_tabs_follow_and_equal_the_database_after_lost_signals(
    shop: Instance, mia: BrowserContext
) -> None:
    write(shop, "Elsa", "One")
    first = open_desk(mia)
    open_person(first, "Elsa")
    tabs = [first]
    for _ in range(9):
        tab = mia.new_page()
        tab.goto(first.url)
        tab.wait_for_selector("html[data-live=open]")
        tabs.append(tab)
    write(shop, "Elsa", "Two")
    for tab in tabs:
        expect(tab.locator(".entry", has_text="Two")).to_be_visible()

    # the line to the database breaks, and what was said meanwhile is heard by nobody
    _deafen(shop)
    write(shop, "Elsa", "Three")
    write(shop, "Finn", "Somebody new")
    _deafen(shop)
    wait_until(lambda: _texts(shop, "elsa") == ["One", "Two", "Three"], within=40)
    for tab in tabs:
        expect(tab.locator(".entry .text")).to_have_text(["One", "Two", "Three"])
        expect(tab.locator("[data-row]", has_text="Finn")).to_be_visible()


def _texts(shop: Instance, name: str) -> list[str]:
    rows = shop.ask(
        "SELECT text FROM conversations_entry WHERE kind = 'message_in'"
        f" AND customer_id = ({CUSTOMER % name}) ORDER BY placed_at, position"
    )
    return [str(text).strip() for (text,) in rows]


def _deafen(shop: Instance) -> None:
    shop.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'lifelong stream'"
    )


def test_what_fails_says_so_and_keeps_the_words(shop: Instance, mia: BrowserContext) -> None:
    write(shop, "Gus", "Hello?")
    page = open_desk(mia)
    open_person(page, "Gus")
    mia.set_offline(True)
    typed(page, "Good morning")
    expect(page.locator("connection-state")).to_be_visible()
    expect(page.locator("draft-box [data-state]")).to_contain_text("kept in this browser")
    send(page)
    expect(page.locator(".composer .refusal")).to_contain_text("That did not work")
    assert words(page) == "Good morning"
    mia.set_offline(False)
    expect(page.locator("connection-state")).to_be_hidden()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".entry.ours", has_text="Good morning")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("")
