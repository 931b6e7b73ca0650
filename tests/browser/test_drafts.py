"""What is typed in a browser is kept, whatever becomes of the tab, the line and the try."""

import json
import time

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.stage import Answer, Asked, Stage, visit

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


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

    def slowly(asked: Asked) -> Answer:
        time.sleep(1.5)
        return answer

    answer = Answer("Not now.", status=409)
    stage.plays["/send"] = slowly
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Dear Ana")
    page.locator("#go").click()
    expect(page.locator("form [data-refusal]")).to_have_text("Not now.")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert [one.path for one in stage.asked][-2:] == ["/send", "/draft"]

    answer = Answer("sent")
    page.locator("textarea").press_sequentially(", hello")
    page.locator("#go").click()
    expect(page.locator("#sent")).to_have_text("sent")
    page.wait_for_timeout(1500)
    assert stage.asked[-1].path == "/send", "it would have come back as a draft"
    assert page.locator("textarea").input_value() == ""


def test_what_is_typed_while_a_reply_is_on_its_way_stays(
    tabs: BrowserContext, stage: Stage
) -> None:
    stage.body = DRAFT % (3, "")
    stage.plays["/draft"] = lambda asked: Answer(json.dumps({"version": 4}))

    def slowly(asked: Asked) -> Answer:
        time.sleep(1.5)
        return Answer("sent")

    stage.plays["/send"] = slowly
    page = visit(tabs, stage)
    page.locator("textarea").press_sequentially("Dear Ana")
    page.locator("#go").click()
    page.locator("textarea").press_sequentially(" And one more thing")
    expect(page.locator("#sent")).to_have_text("sent")
    expect(page.locator("textarea")).to_have_value("And one more thing")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    last = json.loads(stage.asked[-1].body)
    assert stage.asked[-1].path == "/draft" and last["text"] == "And one more thing"


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
