"""What a live part of a page puts on it: what is new takes its place, and all else stays."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.stage import REGION, Answer, Asked, Stage, hear, say, visit, with_region

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(stage: Stage) -> Stage:
    return with_region(stage)


def test_a_refresh_keeps_focus_typed_words_and_open_folds(
    tabs: BrowserContext, stage: Stage
) -> None:
    inside = (
        '<p>%s</p><ol>%s<li id="b">b</li></ol><input id="field" value="">'
        "<details id='d'><summary>more</summary>text</details>"
    )
    stage.body = (REGION % "").replace(">0<", ">" + inside % ("old", "") + "<")
    stage.plays["/part"] = lambda asked: Answer(inside % ("new", '<li id="a">a</li>'))
    page = visit(tabs, stage)
    page.locator("#field").press_sequentially("my words")
    page.locator("#d").evaluate("(details) => { details.open = true; details.mine = 1 }")
    say()
    expect(page.locator("#r p")).to_have_text("new")
    assert page.locator("#r li").all_text_contents() == ["a", "b"]
    assert page.locator("#field").input_value() == "my words"
    assert page.evaluate("document.activeElement.id") == "field"
    assert page.locator("#d").evaluate("(details) => details.open && details.mine") == 1


def entry(name: str, place: str, text: str) -> str:
    return f'<li id="entry-{name}" data-place="{place}" data-day="1">{text}</li>'


def test_the_timeline_asks_for_what_changed_and_puts_it_in_place(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = (
        (REGION % 'revision="7" hx-target="#list"')
        .replace("morph", "place")
        .replace(
            ">0<",
            "><time-line><ol id='list' data-entries>"
            + entry("a", "1/1", "a")
            + entry("c", "3/3", "c")
            + "</ol></time-line><",
        )
    )

    def changed(asked: Asked) -> Answer:
        news = entry("b", "2/9", "b, late") + entry("a", "1/1", "a, edited") + entry("d", "4", "d")
        return Answer(news, headers={"Lifelong-Revision": "9"})

    stage.plays["/part"] = changed
    # the first look is at its own arrival, the next ones at what is said
    page = visit(tabs, stage)
    expect(page.locator("#r")).to_have_attribute("revision", "9")
    for _ in range(2):
        hear(page, stage)
        expect(page.locator("li")).to_have_text(["a, edited", "b, late", "c", "d"])
    assert [one.query["changed_after"] for one in stage.asked if one.path == "/part"] == [
        ["7"],
        ["9"],
        ["9"],
    ]
    assert page.locator("li").count() == 4


def test_what_is_only_named_stays_and_what_is_named_and_missing_is_asked_for_whole(
    tabs: BrowserContext, stage: Stage
) -> None:
    ana, ben = '<li id="ana">Ana</li>', '<li id="ben"><a hx-get="/ben" href="/ben">Ben</a></li>'
    known = '<li id="ana" data-as-it-is></li>'
    lists = {"": ana, "one": known + ben, "two": '<li id="cleo" data-as-it-is></li>' + known}
    now = [""]

    def answer(asked: Asked) -> Answer:
        whole = "changed_after" not in asked.query
        body = ana + '<li id="cleo">Cleo</li>' if now[0] == "two" and whole else lists[now[0]]
        return Answer(f"<ol>{body}</ol>", headers={"Lifelong-Revision": now[0] or "none"})

    stage.body = REGION % 'revision=""'
    stage.plays |= {"/part": answer, "/ben": lambda asked: Answer("Ben himself")}
    page = visit(tabs, stage)
    page.evaluate("document.getElementById('ana').mine = true")

    now[0] = "one"
    say()
    page.locator("#ben a").click()
    expect(page.locator("#ben")).to_have_text("Ben himself")
    assert page.evaluate("document.getElementById('ana').mine"), "nobody touched her"
    expect(page.locator("#ana")).to_have_text("Ana")

    now[0] = "two"
    say()
    expect(page.locator("#r li")).to_have_text(["Ana", "Cleo"])
    expect(page.locator("#r [data-as-it-is]")).to_have_count(0)
