"""Must-hold 9 in a browser: live is only a hint, shared by all tabs."""

import time

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Route, expect

from lifelong.lib.postgres.lines import address
from lifelong.web.stream.tests.listening import wait_until
from tests.browser.stage import REGION, Answer, Asked, Stage, hear, say, visit, with_region

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]

NO_WORKER = "delete window.SharedWorker"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    return with_region(stage)


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


def test_a_page_that_hears_before_its_last_script_is_there_stays_alive(
    tabs: BrowserContext, stage: Stage
) -> None:
    """Until then nothing on it can be asked for: of that it was stale for ever after."""
    visit(tabs, stage)
    stage.body += '<script type="module" src="/last.js"></script>'

    def late(route: Route) -> None:
        time.sleep(1.5)
        route.fulfill(body="", content_type="text/javascript")

    page = tabs.new_page()
    page.route("**/last.js", late)
    page.goto(stage.url)
    expect(page.locator("#r")).not_to_have_text("0")
    hear(page, stage)


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
    with psycopg.connect(address("test"), autocommit=True) as connection:
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
