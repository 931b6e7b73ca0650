"""A reply text by keyboard: found, taken, filled in, sent; and traced to its version."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

TEXTS = """
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
for name, body in (
    ("On its way", "Hello {{customer.first_name}}, order {{order.number}} comes on {{day}}."),
    ("Refund made", "We sent {{amount}} back to you today."),
):
    write_answer(name=name, shortcut=name.split()[0].lower(), texts={"en": Words(body)},
                 fits=Fits(), by=None)
"""
OPEN = "Hello Ana, order {{order.number}} comes on {{day}}."


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(TEXTS)
    return shop


SELECTED = """() => {
  const words = document.querySelector(".composer textarea");
  return words.value.slice(words.selectionStart, words.selectionEnd);
}"""


def selected(page: Page) -> str:
    return str(page.evaluate(SELECTED))


def test_a_reply_text_is_found_filled_and_sent_without_a_mouse(
    browser: Browser, shop: Instance
) -> None:
    with signed_in(browser, shop, "mia") as mia:
        write(shop, "Ana", "Where is my tent?")
        page = open_desk(mia)
        open_person(page, "Ana")
        words = page.get_by_role("textbox", name="Your words")
        options = page.locator("#answer-list").get_by_role("option")

        # the key opens the list from anywhere; Escape leaves what stands there
        page.keyboard.press("/")
        expect(options).to_have_count(2)
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        expect(words).to_have_value("/")
        page.keyboard.press("Backspace")

        page.keyboard.type("/ref")
        expect(options).to_have_count(1)
        expect(options.first).to_contain_text("You fill in: amount")
        for _ in "ref":
            page.keyboard.press("Backspace")
        expect(options).to_have_count(2)
        page.keyboard.press("ArrowDown")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        # what was typed last is taken, however fast Enter follows
        page.keyboard.type("way")
        page.keyboard.press("Enter")
        expect(words).to_have_value(OPEN)
        assert selected(page) == "{{order.number}}"
        expect(page.locator("[data-marks] mark")).to_have_text(["{{order.number}}", "{{day}}"])

        page.keyboard.type("#1001")
        expect(page.locator("[data-slots] button")).to_have_text(["a day"])
        page.keyboard.press("Control+Enter")
        expect(page.locator(".composer .refusal")).to_contain_text("Fill this in before it leaves")
        assert selected(page) == "{{day}}"
        expect(page.locator("[data-state]")).to_have_text("Saved")

        # a draft like any other: it outlives the tab, with what is still open
        page.reload()
        expect(words).to_have_value("Hello Ana, order #1001 comes on {{day}}.")
        page.locator("[data-slots] button").press("Enter")
        page.keyboard.type("Friday")
        expect(page.locator("[data-open]")).to_be_hidden()
        page.keyboard.press("Control+Enter")
        said = page.locator(".entry.ours", has_text="Hello Ana, order #1001 comes on Friday.")
        expect(said).to_be_visible()
        expect(words).to_have_value("")
    assert shop.count("SELECT count(*) FROM knowledge_saying") == 1


MANY = """
from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
for n in range(12):
    write_answer(name=f"Text {n:02}", shortcut=f"text{n:02}", fits=Fits(), by=None,
                 texts={"en": Words(f"This is text {n:02}. " + "It goes on for a while. " * 8)})
    hero = Agent.objects.create(email=f"a{n}@shop.example", name=f"Anna {n:02}", roles=["hero"])
    Inbox.objects.get(name="Support").members.add(hero)
"""
SCROLLS = "(list) => list.scrollHeight > list.clientHeight + 20"
SECOND = {"Reply": "This is text 01.", "Note": "@Anna 01 "}


@pytest.fixture(scope="module")
def crowded(shop: Instance) -> Instance:
    shop.do(MANY)
    return shop


@pytest.mark.parametrize(("kind", "typed"), [("Reply", "/text"), ("Note", "@Anna")])
def test_a_list_that_scrolls_is_walked_by_keys_wherever_the_focus_is(
    browser: Browser, crowded: Instance, kind: str, typed: str
) -> None:
    with signed_in(browser, crowded, "mia") as mia:
        write(crowded, f"Ben{kind}", "Where is my tent?")
        page = open_desk(mia)
        page.set_viewport_size({"width": 1280, "height": 420})
        open_person(page, f"Ben{kind}")
        page.keyboard.press(kind[0].lower())
        words = page.get_by_role("textbox", name="Your words")
        page.keyboard.type(typed)
        found = page.get_by_role("listbox")
        expect(found.get_by_role("option").nth(5)).to_be_attached()
        assert found.evaluate(SCROLLS)
        assert troubles(page) == []
        found.focus()
        expect(found).to_be_visible()
        page.keyboard.press("ArrowUp")
        last = found.get_by_role("option").last
        expect(last).to_have_attribute("aria-selected", "true")
        expect(last).to_be_in_viewport()
        assert found.get_attribute("aria-activedescendant") == last.get_attribute("id")
        page.keyboard.press("Escape")
        expect(found).to_be_hidden()
        expect(words).to_be_focused()
        expect(words).to_have_value(typed)

        words.fill("")
        page.keyboard.type(typed)
        expect(found.get_by_role("option").nth(5)).to_be_attached()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        expect(words).to_have_value(re.compile(SECOND[kind]))
        expect(words).to_be_focused()
