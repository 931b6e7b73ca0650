"""The look's small elements, in a real browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from lifelong.lib import clock
from lifelong.lib.html import MAIL_FRAME_SANDBOX
from lifelong.web.look import words
from tests.browser.stage import Answer, Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PASTS = [
    timedelta(seconds=20), timedelta(minutes=12), timedelta(minutes=59, seconds=59),
    timedelta(hours=3), timedelta(hours=10), timedelta(hours=30), timedelta(days=3),
    timedelta(days=6), timedelta(days=8), timedelta(days=400), timedelta(hours=-2),
    timedelta(hours=-20),
]  # fmt: skip


@pytest.mark.parametrize("past", PASTS, ids=str)
def test_browser_and_server_say_times_alike(page: Page, stage: Stage, past: timedelta) -> None:
    page.goto(stage.url)
    said = page.evaluate(
        "async ([then, now]) => { const time = await import('/static/look/relative-time.js');"
        " const both = [new Date(then), new Date(now)];"
        " return [time.ago(...both), time.when(...both), time.duration(now - then)] }",
        [(NOW - past).timestamp() * 1000, NOW.timestamp() * 1000],
    )
    with clock.stopped_at(NOW), timezone.override("Europe/Berlin"):
        then = NOW - past
        assert said == [words.ago(then), words.when(then), words.duration(then)]


@pytest.mark.parametrize(
    ("since", "until", "words_now", "marked", "used"),
    [
        (3, 5, "3 min", "", 38),
        (6, 2, "1 min left", "soon", 75),
        (8, -3, "3 min late", "late", 160),
    ],
)
def test_what_is_due_turns_amber_and_then_red_and_says_what_is_used_up(
    page: Page, stage: Stage, since: int, until: int, words_now: str, marked: str, used: int
) -> None:
    def at(minutes: float) -> str:
        return (datetime.now(UTC) + timedelta(minutes=minutes, seconds=-1)).isoformat()

    stage.body = (
        f'<relative-time as="due" since="{at(-since)}" soon="{at((until - since) / 2)}"'
        f' datetime="{at(until)}" left="{{time}} left" late="{{time}} late"'
        ' due="Answer due {time}" used="{share} used up"></relative-time>'
    )
    page.goto(stage.url)
    time = page.locator("relative-time")
    expect(time).to_have_text(words_now)
    assert (time.get_attribute("class") or "") == marked
    title = time.get_attribute("title") or ""
    said = re.fullmatch(r"Answer due .+\. (\d+)% used up", title)
    assert said, title
    # the page takes its time
    assert int(said[1]) == pytest.approx(used, abs=6)
    drawn = float(time.evaluate("(it) => it.style.getPropertyValue('--used')"))
    assert drawn == pytest.approx(min(used, 100) / 100, abs=0.06)


def test_what_is_promised_says_by_when_until_it_is_near(page: Page, stage: Stage) -> None:
    due = datetime.now(UTC) + timedelta(days=1)
    said = {"soon": due - timedelta(hours=1), "since": due - timedelta(days=2), "datetime": due}
    moments = " ".join(f'{name}="{at.isoformat()}"' for name, at in said.items())
    stage.body = f'<relative-time as="due" {moments} early="by {{time}}"></relative-time>'
    page.goto(stage.url)
    expect(page.locator("relative-time")).to_contain_text("by tomorrow ")


CHART = (
    '<line-chart library="/static/look/charts/uPlot.iife.min.js"'
    ' sheet="/static/look/charts/uPlot.min.css" points="{number} Punkte">'
    "<div data-plot></div><table><thead><tr><th>Tag</th>"
    "<th data-series>Unterschied</th><th data-series>Mindestens</th>"
    "<th data-series>Höchstens</th></tr></thead><tbody>"
    + "".join(
        f'<tr><th><time datetime="2026-03-{day:02}">{day}</time></th><td data-value="0.{day:02}">'
        f'</td><td data-value="0.01"></td><td data-value="0.4"></td></tr>'
        for day in range(1, 32)
    )
    + "</tbody></table></line-chart>"
)


def test_a_chart_says_the_days_of_its_table_west_of_us_too(browser: Browser, stage: Stage) -> None:
    stage.body = CHART
    context = browser.new_context(timezone_id="America/Los_Angeles", locale="en-US")
    page = context.new_page()
    page.add_init_script(
        "window.drawn = []; const draw = CanvasRenderingContext2D.prototype.fillText;"
        " CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {"
        " window.drawn.push(text); draw.call(this, text, ...more); }"
    )
    page.goto(stage.url)
    page.evaluate(
        "document.querySelector('line-chart').style.display = 'block';"
        " import('/static/look/line-chart.js')"
    )
    page.locator(".u-over").wait_for()
    page.wait_for_function("() => window.drawn.length > 0")
    page.locator(".u-over").hover(position={"x": 3, "y": 90})
    page.mouse.move(0, 0)
    page.locator(".u-over").hover(position={"x": 2, "y": 100})
    day = page.locator(".u-legend .u-series").first
    expect(day).to_contain_text("Tag")
    expect(day).to_contain_text("Mar 1, 2026")
    drawn = [str(one) for one in page.evaluate("window.drawn")]
    assert any("Mar" in one for one in drawn)
    assert not any("/" in one for one in drawn)
    context.close()


def test_a_mail_is_as_tall_as_its_content_and_runs_nothing(page: Page, stage: Stage) -> None:
    stage.body = '<mail-frame src="/mail" title="Mail"><p id="plain">plain</p></mail-frame>'
    stage.plays["/mail"] = lambda asked: Answer(
        "<body><script>parent.document.title = 'owned'</script><div>" + "line<br>" * 80 + "</div>"
    )
    page.goto(stage.url)
    frame = page.locator("mail-frame iframe")
    page.wait_for_selector("mail-frame[loaded]")
    assert frame.evaluate("(frame) => frame.clientHeight") > 1000
    assert frame.get_attribute("sandbox") == MAIL_FRAME_SANDBOX
    assert page.title() == "stage"


def test_seconds_to_take_a_message_back_are_counted_down(page: Page, stage: Stage) -> None:
    until = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    stage.body = (
        f'<undo-bar until="{until}" data-words="Leaves in" data-over="Sending">'
        "<span data-left></span></undo-bar>"
    )
    page.goto(stage.url)
    expect(page.locator("[data-left]")).to_contain_text("Leaves in")
    expect(page.locator("[data-left]")).to_have_text("Sending")
    page.wait_for_selector("undo-bar[over]")


def test_everything_can_be_done_by_keys(page: Page, stage: Stage) -> None:
    stage.body = (
        "<ol data-keys-list><li><a href='#one'>One</a></li><li><a href='#two'>Two</a></li></ol>"
        "<textarea data-key='r' aria-label='Reply'></textarea>"
        "<button data-key='g s' id='b'>Settings</button><p hidden><b data-key='x'>Gone</b></p>"
        "<button data-key='mod+Enter' id='send'>Send</button>"
    )
    page.goto(stage.url)
    page.evaluate("void (document.onclick = ({target}) => { target.dataset.did = 1 })")
    page.keyboard.press("j")
    assert page.url.endswith("#one")
    page.keyboard.press("j")
    assert page.url.endswith("#two")
    page.keyboard.press("k")
    assert page.url.endswith("#one")
    page.keyboard.press("g")
    page.keyboard.press("s")
    assert page.locator("#b").get_attribute("data-did") == "1"
    page.keyboard.press("r")
    page.keyboard.type("jk?")
    assert page.locator("textarea").input_value() == "jk?", "a field keeps its letters"
    page.keyboard.press("Control+Enter")
    assert page.locator("#send").get_attribute("data-did") == "1"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    expect(page.locator("dialog dd")).to_have_text(["Reply", "Settings", "Send"])


def test_long_runs_of_events_fold_and_days_open(page: Page, stage: Stage) -> None:
    events = "".join(
        f'<li id="e{n}" data-kind="event" data-place="{n}" data-day="{n // 6}">{n}</li>'
        for n in range(8)
    )
    stage.body = f'<time-line data-fold="%s more"><ol data-entries>{events}</ol></time-line>'
    page.goto(stage.url)
    expect(page.locator(".fold")).to_have_text("6 more")
    expect(page.locator("[data-entries] > :not(li)")).to_have_count(0)
    assert page.locator(".opens-day:not(.folded)").all_text_contents() == ["0", "7"]
    page.locator(".fold").click()
    expect(page.locator(".folded")).to_have_count(0)
    assert page.locator(".opens-day").all_text_contents() == ["0", "6"]


CHOICES = (
    '<form><live-region id="r" subject="conversation/1" hx-get="/part" hx-trigger="refresh consume"'
    ' hx-swap="morph">%s</live-region></form>'
)


def choices(chosen: str) -> str:
    return "".join(
        f'<input type="radio" name="by" id="{by}" value="{by}"{" checked" * (by == chosen)}>'
        for by in sorted(("chat", "mail", "text"), key=lambda by: by != chosen)
    )


def test_a_choice_follows_the_server_until_a_person_has_chosen(page: Page, stage: Stage) -> None:
    said = ["chat"]
    stage.body = CHOICES % choices("chat")
    stage.plays["/part"] = lambda asked: Answer(choices(said[0]))
    page.goto(stage.url)
    by, refresh = page.locator("input:checked"), "htmx.trigger('#r', 'refresh')"
    expect(by).to_have_value("chat")
    said[0] = "text"
    page.evaluate(refresh)
    expect(by).to_have_value("text")
    page.locator("#mail").check()
    said[0] = "chat"
    page.evaluate(refresh)
    expect(page.locator("input").first).to_have_value("chat")
    expect(by).to_have_value("mail")
    page.evaluate("document.querySelector('#r').dispatchEvent(new Event('said', {bubbles: true}))")
    page.evaluate(refresh)
    expect(by).to_have_value("chat")
