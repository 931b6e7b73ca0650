"""Must-hold 9 in a browser: live is only a hint, shared by all tabs."""

import json
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from lifelong.lib.transactions import transaction
from lifelong.live import publish
from lifelong.web.stream.listener import conninfo
from lifelong.web.stream.tests.listening import wait_until
from tests.browser.stage import Answer, Asked, Stage, staging

pytestmark = pytest.mark.browser

REGION = (
    '<live-region id="r" subject="conversation/1" hx-get="/part" hx-trigger="refresh consume"'
    ' hx-swap="morph" %s>0</live-region>'
)
IDLE = "#r:not(.htmx-request)"
NO_WORKER = "delete window.SharedWorker"


@pytest.fixture
def stage(transactional_db: None) -> Iterator[Stage]:
    with staging() as stage:
        stage.body = REGION % ""
        stage.plays["/part"] = lambda asked: Answer(str(stage.times("/part")))
        yield stage


@pytest.fixture
def tabs(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context
    context.close()


def say(subject: str = "conversation/1") -> None:
    with transaction():
        publish(subject, audience=["inbox:1"])


def visit(tabs: BrowserContext, stage: Stage) -> Page:
    """A page that hears, and has looked at what was said before it did."""
    page, looked = tabs.new_page(), stage.times("/part")
    page.goto(stage.url)
    page.wait_for_selector("html[data-live=open]")
    if "live-region" in stage.body:
        wait_until(lambda: stage.times("/part") > looked)
        page.wait_for_selector(IDLE)
    return page


def hear(page: Page, stage: Stage) -> None:
    """Something is said, and this page has looked."""
    looked = stage.times("/part")
    say()
    wait_until(lambda: stage.times("/part") > looked)
    page.wait_for_selector(IDLE)


@pytest.mark.parametrize("means", ["", NO_WORKER], ids=["shared worker", "leading tab"])
def test_ten_tabs_share_one_stream_and_all_hear(
    tabs: BrowserContext, stage: Stage, means: str
) -> None:
    tabs.add_init_script(means or "0")
    pages = [visit(tabs, stage) for _ in range(10)]
    assert stage.streams == 1
    shown = [page.locator("#r").text_content() or "" for page in pages]
    say()
    for page, before in zip(pages, shown, strict=True):
        expect(page.locator("#r")).not_to_have_text(before)


def test_what_was_said_before_a_page_could_hear_is_not_lost(
    tabs: BrowserContext, stage: Stage
) -> None:
    # each page is drawn with "0", and nothing is said once it hears; the second shares the line,
    # which is open by now
    for _ in range(2):
        expect(visit(tabs, stage).locator("#r")).not_to_have_text("0")
    assert stage.streams == 1


def test_what_was_said_while_a_part_of_the_page_was_on_its_way_is_not_lost(
    tabs: BrowserContext, stage: Stage
) -> None:
    link = '<a id="go" hx-get="/who" hx-target="#place" hx-swap="morph">go</a>'
    stage.body = link + '<div id="place"></div>'
    region = (REGION % "").replace("conversation/1", "conversation/%d").replace(">0<", ">drawn<")
    stage.plays["/who"] = lambda asked: Answer(region % stage.times("/who"))

    def late(route: Route) -> None:
        drawn = route.fetch()
        say(f"conversation/{stage.times('/who')}")
        time.sleep(0.3)
        route.fulfill(response=drawn)

    page = visit(tabs, stage)
    page.route("**/who", late)
    page.locator("#go").click()
    expect(page.locator("#r")).to_have_text("1")
    # the same element becomes somebody else's
    page.locator("#go").click()
    expect(page.locator("#r")).to_have_attribute("subject", "conversation/2")
    expect(page.locator("#r")).to_have_text("2")


def test_when_the_leading_tab_closes_the_next_one_leads(tabs: BrowserContext, stage: Stage) -> None:
    tabs.add_init_script(NO_WORKER)
    first, second = visit(tabs, stage), visit(tabs, stage)
    looked = stage.times("/part")
    first.close()
    # what may have been missed between two streams is asked for
    wait_until(lambda: stage.times("/part") > looked)
    wait_until(lambda: stage.streams == 1)
    second.wait_for_timeout(500)
    hear(second, stage)


def test_other_subjects_change_nothing(tabs: BrowserContext, stage: Stage) -> None:
    page = visit(tabs, stage)
    looked = stage.times("/part")
    say("conversation/2")
    page.wait_for_timeout(300)
    assert stage.times("/part") == looked


def test_a_list_asks_at_once_then_rarely_and_never_misses_the_last(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = REGION.replace("conversation/1", "conversation/*") % 'every="1000"'
    truth = ["0"]
    answered: list[str] = []

    def answer(_asked: Asked) -> Answer:
        answered.append(truth[0])
        return Answer(truth[0])

    stage.plays["/part"] = answer
    page = visit(tabs, stage)
    page.wait_for_timeout(1000)
    answered.clear()
    looked, began = stage.times("/part"), time.monotonic()
    for number in range(1, 16):
        truth[0] = str(number)
        say(f"conversation/{number}")
        if number == 1:
            expect(page.locator("#r")).to_have_text("1")
        page.wait_for_timeout(40)
    expect(page.locator("#r")).to_have_text("15")
    assert answered[0] == "1", "the first signal is answered at once"
    page.wait_for_timeout(1200)
    assert stage.times("/part") - looked <= 1 + time.monotonic() - began


def test_after_the_line_to_the_database_broke_everything_is_asked_for(
    tabs: BrowserContext, stage: Stage
) -> None:
    page = visit(tabs, stage)
    shown = page.locator("#r").text_content() or ""
    with psycopg.connect(conninfo(), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            " and application_name = 'lifelong stream' and datname = current_database()"
        )
    expect(page.locator("#r")).not_to_have_text(shown)


def test_a_hidden_tab_waits_and_looks_when_it_is_seen(tabs: BrowserContext, stage: Stage) -> None:
    page = visit(tabs, stage)
    hide = "Object.defineProperty(document, 'visibilityState', {value: '%s', configurable: true});"
    page.evaluate(hide % "hidden")
    looked = stage.times("/part")
    say()
    page.wait_for_timeout(300)
    assert stage.times("/part") == looked
    page.evaluate(hide % "visible" + "document.dispatchEvent(new Event('visibilitychange'))")
    wait_until(lambda: stage.times("/part") > looked)


def test_what_time_alone_changes_is_asked_for_without_a_word(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = REGION % 'anyway="300"'
    page = visit(tabs, stage)
    wait_until(lambda: stage.times("/part") >= 4)
    page.evaluate("document.querySelector('#r').remove()")
    page.wait_for_timeout(300)
    looked = stage.times("/part")
    page.wait_for_timeout(700)
    assert stage.times("/part") == looked, "what is gone asks no more"


def test_a_broken_line_is_said_and_mended(tabs: BrowserContext, stage: Stage) -> None:
    page = visit(tabs, stage)
    tabs.set_offline(True)
    expect(page.locator("connection-state")).to_have_text("No connection")
    expect(page.locator("connection-state")).to_be_visible()
    tabs.set_offline(False)
    expect(page.locator("connection-state")).to_be_hidden()
    expect(page.locator("#r")).not_to_have_text("1")


def test_a_failed_refresh_is_tried_again(tabs: BrowserContext, stage: Stage) -> None:
    page = visit(tabs, stage)
    looked = stage.times("/part")
    stage.plays["/part"] = lambda asked: Answer(
        "there", status=500 if stage.times("/part") == looked + 1 else 200
    )
    say()
    page.wait_for_selector("#r[stale]")
    expect(page.locator("#r")).to_have_text("there")
    page.wait_for_selector("#r:not([stale])")


def test_signed_out_is_said(tabs: BrowserContext, stage: Stage) -> None:
    stage.plays["/stream/token"] = lambda asked: Answer(status=403)
    page = tabs.new_page()
    page.goto(stage.url)
    expect(page.locator("connection-state")).to_have_text("Signed out")


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


DRAFT = (
    '<form hx-post="/send" hx-target="#sent"><input type="hidden" name="id" data-new-id>'
    '<draft-box src="/draft" version="%d" data-saved="Saved" data-failed="Kept here"'
    ' data-conflict="Changed elsewhere"><textarea name="text">%s</textarea>'
    "<div data-rescue hidden><button type='button' data-act='theirs'>Theirs</button></div>"
    "<p data-state></p></draft-box><div data-refusal></div><button id='go'>Send</button></form>"
    "<p id='sent'></p>"
)


def test_a_draft_is_saved_with_its_version(tabs: BrowserContext, stage: Stage) -> None:
    stage.body = DRAFT % (3, "")
    stage.plays["/draft"] = lambda asked: Answer(json.dumps({"version": 4}))
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Dear Ana")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    (put,) = [json.loads(one.body) for one in stage.asked if one.path == "/draft"]
    assert put == {"text": "Dear Ana", "version": 3}


def test_words_that_were_not_saved_survive_a_crashed_tab(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = DRAFT % (3, "")
    stage.plays["/draft"] = lambda asked: Answer(status=500)
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Dear Ana")
    expect(page.locator("[data-state]")).to_have_text("Kept here")
    page.close()
    assert visit(tabs, stage).locator("textarea").input_value() == "Dear Ana"


def test_a_tab_that_was_drawn_while_another_saved_has_its_words_too(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = DRAFT % (3, "Dear")
    saved = json.dumps({"version": 4, "text": "Dear Ana"})
    stage.plays["/draft"] = lambda asked: Answer(saved)
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially(" Ana")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert "Ana" not in page.evaluate("JSON.stringify(localStorage)"), "the words are not kept"
    # the server drew this one a moment before
    beside = visit(tabs, stage)
    expect(beside.locator("textarea")).to_have_value("Dear Ana")
    expect(beside.locator("draft-box")).to_have_attribute("version", "4")
    stage.body = DRAFT % (4, "Dear Ana")
    asked = len(stage.asked)
    expect(visit(tabs, stage).locator("textarea")).to_have_value("Dear Ana")
    assert all(one.path != "/draft" for one in stage.asked[asked:]), "this one has it already"


def test_words_that_are_on_their_way_are_saved_no_more_until_it_failed(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = DRAFT % (3, "")
    stage.plays["/draft"] = lambda asked: Answer(json.dumps({"version": 4}))

    def slow(answer: Answer) -> Callable[[Asked], Answer]:
        return lambda asked: (time.sleep(1.5), answer)[1]

    stage.plays["/send"] = slow(Answer("Not now.", status=409))
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Dear Ana")
    page.locator("#go").click()
    expect(page.locator("form [data-refusal]")).to_have_text("Not now.")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert [one.path for one in stage.asked][-2:] == ["/send", "/draft"]

    stage.plays["/send"] = slow(Answer("sent"))
    page.locator("textarea").press_sequentially(", hello")
    page.locator("#go").click()
    expect(page.locator("#sent")).to_have_text("sent")
    page.wait_for_timeout(1500)
    assert stage.asked[-1].path == "/send", "it would have come back as a draft"
    assert page.locator("textarea").input_value() == ""


def test_two_versions_of_a_draft_are_both_kept(tabs: BrowserContext, stage: Stage) -> None:
    stage.body = DRAFT % (3, "")
    theirs = json.dumps({"version": 8, "text": "Theirs"})
    stage.plays["/draft"] = lambda asked: Answer(theirs, status=409)
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Mine")
    expect(page.locator("[data-state]")).to_have_text("Changed elsewhere")
    assert page.locator("textarea").input_value() == "Mine"
    page.locator("[data-act=theirs]").click()
    assert page.locator("textarea").input_value() == "Theirs"


def test_words_taken_back_return_although_the_button_is_gone_by_then(
    tabs: BrowserContext, stage: Stage
) -> None:
    button = '<button id="undo" hx-post="/undo" hx-target="#sent">Undo</button>'
    stage.body = DRAFT % (3, "") + f'<div id="of"><div>{button}</div></div>'
    back = json.dumps({"version": 5, "text": "Dear Ana", "files": []})
    stage.plays["/draft"] = lambda asked: Answer(back)
    stage.plays["/undo"] = lambda asked: Answer("back", headers={"Lifelong-Draft": "restored"})
    page = visit(tabs, stage)

    def late(route: Route) -> None:
        # the stream was quicker: the screen has been drawn anew
        page.evaluate("document.querySelector('#of').replaceChildren()")
        route.continue_()

    page.route("**/undo", late)
    page.locator("#undo").click()
    expect(page.locator("#sent")).to_have_text("back")
    expect(page.locator("textarea")).to_have_value("Dear Ana")


def test_a_refusal_stands_where_it_was_tried_and_a_sent_text_is_gone(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = DRAFT % (3, "")
    stage.plays["/draft"] = lambda asked: Answer(json.dumps({"version": 4}))
    stage.plays["/send"] = lambda asked: Answer("<p>Not now.</p>", status=409)
    page = visit(tabs, stage)
    page.locator("textarea").fill("Dear Ana")
    page.locator("#go").click()
    expect(page.locator("form [data-refusal]")).to_have_text("Not now.")
    assert page.locator("textarea").input_value() == "Dear Ana"
    stage.plays["/send"] = lambda asked: Answer("", status=500)
    page.locator("#go").click()
    expect(page.locator("form [data-refusal]")).to_contain_text("That did not work.")
    stage.plays["/send"] = lambda asked: Answer("sent")
    page.locator("[data-again]").click()
    expect(page.locator("#sent")).to_have_text("sent")
    expect(page.locator("textarea")).to_have_value("")
    ids = [one.body.decode().split("id=")[1][:36] for one in stage.asked if one.path == "/send"]
    assert len(ids) == 3 and len(set(ids)) == 1, "each try carries the same id"
    assert page.locator("[data-new-id]").input_value() not in ids


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
