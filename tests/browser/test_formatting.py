"""An answer by mail with bold words, a list and a link: written, previewed, sent, and seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, open_shop, signed_in, write
from tests.browser.sink import Sink, sinking
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def sink() -> Iterator[tuple[Sink, int]]:
    with sinking() as sink:
        yield sink


@pytest.fixture(scope="module")
def shop(sink: tuple[Sink, int]) -> Iterator[Instance]:
    with open_shop(relay=sink[1]) as shop:
        yield shop


@pytest.fixture
def page(browser: Browser, shop: Instance) -> Iterator[Page]:
    with signed_in(browser, shop, "mia") as mia:
        write(shop, "Ana", "Where is my tent?")
        page = open_desk(mia)
        open_person(page, "Ana")
        page.get_by_role("textbox", name="Your words").focus()
        yield page


PASTE = """([html, plain]) => {
  const held = new DataTransfer();
  if (html) held.setData("text/html", html);
  held.setData("text/plain", plain);
  const said = { clipboardData: held, bubbles: true, cancelable: true };
  const words = document.querySelector(".composer textarea");
  return words.dispatchEvent(new ClipboardEvent("paste", said));
}"""
SELECT = """(chosen) => {
  const words = document.querySelector(".composer textarea");
  const at = words.value.lastIndexOf(chosen);
  words.setSelectionRange(at, at + chosen.length);
}"""


def test_an_answer_is_formatted_by_keys_and_arrives_as_it_was_seen(
    page: Page, sink: tuple[Sink, int]
) -> None:
    words = page.get_by_role("textbox", name="Your words")
    keys = page.keyboard
    preview = page.get_by_role("region", name="As they will see it")

    # signs come around what is typed or selected, and go again; the browser can undo it
    keys.type("Dear ")
    keys.press("Control+b")
    keys.type("Ana")
    expect(words).to_have_value("Dear **Ana**")
    page.evaluate(SELECT, "Ana")
    keys.press("Control+b")
    expect(words).to_have_value("Dear Ana")
    keys.press("Control+z")
    expect(words).to_have_value("Dear **Ana**")
    page.evaluate(SELECT, "Ana")
    keys.press("Control+i")
    expect(words).to_have_value("Dear ***Ana***")
    keys.press("Control+i")
    expect(words).to_have_value("Dear **Ana**")
    keys.press("Control+End")
    keys.type(" or ")
    keys.press("Control+i")
    keys.type("all")
    keys.press("Control+i")
    keys.type(",")
    expect(words).to_have_value("Dear **Ana** or *all*,")
    words.fill("Dear **Ana**,")

    # a list goes on until an empty item
    keys.press("Enter")
    page.get_by_role("button", name="List", exact=True).click()
    keys.type("it left")
    keys.press("Enter")
    keys.type("see here")
    keys.press("Enter")
    expect(words).to_have_value("Dear **Ana**,\n- it left\n- see here\n- ")
    keys.press("Enter")
    expect(words).to_have_value("Dear **Ana**,\n- it left\n- see here\n")

    # a link from a key, and from an address pasted over words
    page.evaluate(SELECT, "here")
    keys.press("Control+Shift+k")
    keys.type("https://shop.example/1")
    expect(words).to_have_value("Dear **Ana**,\n- it left\n- see [here](https://shop.example/1)\n")
    page.evaluate(SELECT, "left")
    assert page.evaluate(PASTE, ["", "https://shop.example/2"]) is False
    expect(words).to_have_value(
        "Dear **Ana**,\n- it [left](https://shop.example/2)\n- see [here](https://shop.example/1)\n"
    )

    # from a page its bold words come along, its scripts do not
    keys.press("Control+End")
    page.evaluate(PASTE, ["<p>All <b>good</b><script>bad()</script></p>", "All good"])
    written = (
        "Dear **Ana**,\n- it [left](https://shop.example/2)\n"
        "- see [here](https://shop.example/1)\nAll **good**"
    )
    expect(words).to_have_value(written)
    expect(page.locator("draft-box [data-state]")).to_have_text("Saved")

    # as they will see it, and back
    button = page.get_by_role("button", name="As they will see it")
    button.focus()
    keys.press("Enter")
    expect(preview.locator("li")).to_have_count(2)
    expect(preview.locator("strong")).to_have_text(["Ana", "good"])
    expect(words).to_be_hidden()
    assert troubles(page, "format-bar", "draft-box") == []
    keys.press("Enter")
    expect(words).to_be_focused()
    expect(preview).to_be_hidden()

    # it leaves with both parts, and stands on the timeline as it was seen
    keys.press("Control+Enter")
    ours = page.locator(".entry.ours .text.formatted")
    expect(ours.locator("strong")).to_have_text(["Ana", "good"])
    expect(ours.get_by_role("link", name="here")).to_have_attribute(
        "href", "https://shop.example/1"
    )
    expect(words).to_have_value("")
    wait_until(lambda: len(sink[0].taken) == 1, within=40)
    plain, rich = (sink[0].taken[0].get_body([kind]) for kind in ("plain", "html"))
    assert plain is not None and rich is not None
    assert plain.get_content().splitlines()[:4] == [
        "Dear **Ana**,",
        "- it left <https://shop.example/2>",
        "- see here <https://shop.example/1>",
        "All **good**",
    ]
    assert "<strong>good</strong>" in rich.get_content() and "<li>" in rich.get_content()


def test_whoever_types_on_writes_whatever_the_preview_does(page: Page) -> None:
    words, preview = page.get_by_role("textbox", name="Your words"), page.locator("[data-preview]")
    eye = page.get_by_role("button", name="As they will see it")
    page.keyboard.type("Dear Ana")
    eye.click()
    expect(preview).to_contain_text("Dear Ana")
    # "e" would close the matter, "x" decline who rings
    page.keyboard.type(", exactly")
    expect(words).to_have_value("Dear Ana, exactly")
    expect(preview).to_be_hidden()
    expect(words).to_be_focused()
    # it comes late, to somebody who has gone on
    late: list[Route] = []
    page.route("**/preview", lambda route: late.append(route))
    eye.click()
    page.keyboard.type("!")
    wait_until(lambda: page.evaluate("true") and bool(late), within=40)
    late[0].continue_()
    page.unroute("**/preview")
    page.wait_for_timeout(500)
    page.keyboard.type(" x")
    expect(words).to_have_value("Dear Ana, exactly! x")
    expect(preview).to_be_hidden()
    words.fill("")


def test_formatting_is_there_where_it_arrives_and_nowhere_else(page: Page) -> None:
    bar = page.get_by_role("group", name="Formatting")
    expect(bar).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sheet = page.locator("key-map dialog")
    for words in ("Bold", "Italic", "Link", "Search"):
        expect(sheet.get_by_text(words, exact=True)).to_be_visible()
    page.keyboard.press("?")
    page.keyboard.press("n")
    expect(bar).to_be_hidden()
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    note = page.get_by_role("textbox", name="Your words")
    expect(note).to_have_value("- one\n")
    note.fill("")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(bar).to_be_visible()
    # the answer goes by another way
    page.locator(".composer").evaluate(
        """(form) => {
          form.querySelector("[data-channel]").dataset.channel = "sms";
          form.dispatchEvent(new Event("change"));
        }"""
    )
    expect(bar).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()


TYPED = [
    ("a |w|", "Control+b", "a |**w**|"),
    ("a |**w**|", "Control+b", "a |w|"),
    ("a **|w|**", "Control+b", "a |w|"),
    ("a ***|w|***", "Control+b", "a |*w*|"),
    ("a |**w**|", "Control+i", "a |***w***|"),
    ("one wo||rd", "Control+b", "one |**word**|"),
    ("|one |two", "Control+b", "|**one** |two"),
    ("|- one\n\n- two|", "Control+b", "|- **one**\n\n- **two**|"),
    ("||", "Control+i", "*||*"),
    ("*||*", "Control+i", "||"),
    ("see [he||re](https://a.example)", "Control+Shift+k", "see |here|"),
    ("|https://a.example|", "Control+Shift+k", "[||](https://a.example)"),
    ("1. one||", "Enter", "1. one\n2. ||"),
    ("  - one|| two", "Enter", "  - one\n  - || two"),
    ("-one||", "Enter", "-one\n||"),
    ("汉字|汉|字", "Control+b", "汉字|**汉**|字"),
]
CHOSEN = """({ value, selectionStart, selectionEnd }) => [value.slice(0, selectionStart),
  value.slice(selectionStart, selectionEnd), value.slice(selectionEnd)].join("|")"""


def test_signs_come_and_go_around_what_is_meant(page: Page) -> None:
    words = page.get_by_role("textbox", name="Your words")
    for before, key, after in TYPED:
        first, chosen, rest = before.split("|")
        words.fill(first + chosen + rest)
        words.evaluate(
            "(words, [from, to]) => words.setSelectionRange(from, to)",
            [len(first), len(first + chosen)],
        )
        page.keyboard.press(key)
        assert words.evaluate(CHOSEN) == after, (before, key)
    words.fill("")


COPIED = {
    "<p>One <strong>two</strong>, <em>three</em>.</p><p>Four</p>": "One **two**, *three*.\n\nFour",
    "<b style='font-weight:normal'><span style='font-weight:700'>A</span> b</b>": "**A** b",
    "<p>See <a href='https://a.example/x_(1)'>our page</a></p>": (
        "See [our page](https://a.example/x_%281%29)"
    ),
    "<a href='https://a.example'>https://a.example</a>": "https://a.example",
    "<a href='javascript:x()'>x</a>": "",
    "<p>Do</p><ul><li><p>one</p></li><li>two <b>now</b></li></ul><p>ok</p>": (
        "Do\n\n- one\n- two **now**\n\nok"
    ),
    "<ol start=3><li>c</li><li>d<ul><li>e</li></ul></li></ol>": "3. c\n4. d\n- e",
    "<blockquote><p>you</p><p>said</p></blockquote>so": "> you\n> said\n\nso",
    "<h2>Title</h2>text<br>more": "**Title**\n\ntext\nmore",
    "un<b>bold</b>, <b> apart </b>end": "unbold, **apart** end",
    "<b>a</b><b>b <i>c</i></b>": "**ab *c***",
    "<p>plain</p><p>words</p>": "",
    "<script>x</script><style>b{}</style><b onclick=x()>c</b><img src=x onerror=x()>": "**c**",
}


def test_what_is_pasted_keeps_what_signs_can_say(page: Page) -> None:
    read = "async (html) => (await import('/static/look/pasted-words.js')).signed(html)"
    assert {html: page.evaluate(read, html) for html in COPIED} == COPIED
