"""A brand gets its look, and its chat is shaped before anybody sees it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    FrameLocator,
    Page,
    expect,
)

from lifelong.simulation.pictures import berries
from tests.browser.axe import troubles
from tests.browser.chatting import WIDGET
from tests.browser.shop import signed_in
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

ADMIN = """
from lifelong.accounts.models import Agent
Agent.objects.filter(name="Mia Brandt").update(roles=["hero", "admin"])
"""
HEAD = "getComputedStyle(document.querySelector('header'))"


@pytest.fixture(scope="module")
def shop(shop: Instance) -> Instance:
    shop.do(WIDGET % 80)
    return shop


@pytest.fixture(scope="module")
def admin(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as mia:
        shop.do(ADMIN)
        yield mia


@pytest.fixture
def page(admin: BrowserContext) -> Iterator[Page]:
    with admin.new_page() as page:
        yield page


def preview_on(page: Page) -> FrameLocator:
    return page.frame_locator("chat-preview iframe")


def open_widget(page: Page) -> FrameLocator:
    page.goto("/settings/widgets")
    page.get_by_role("link", name="Tent & Trail").click()
    expect(preview_on(page).locator("h1")).to_have_text("Tent & Trail")
    return preview_on(page)


def test_a_brand_gets_its_colour_and_logo_and_the_chat_wears_them(page: Page) -> None:
    page.goto("/settings/endpoints")
    page.get_by_role("link", name="Change the brand").click()
    page.get_by_label("Colour").fill("#5b6b2f")
    svg: FilePayload = {"name": "logo.png", "mimeType": "image/png", "buffer": b"<svg/>"}
    page.get_by_label("Logo", exact=True).set_input_files([svg])
    page.get_by_role("button", name="Save the brand").click()
    expect(page.locator(".error")).to_contain_text("This file is none of them")
    assert troubles(page) == [], "a logo that is none"
    png: FilePayload = {"name": "logo.png", "mimeType": "image/png", "buffer": berries()}
    page.get_by_label("Logo", exact=True).set_input_files([png])
    page.get_by_role("button", name="Save the brand").click()
    expect(page.locator(".flash")).to_contain_text("is saved")
    picture = page.locator(".brand-strip img")
    expect(picture).to_have_js_property("naturalWidth", 96)
    assert troubles(page) == [], "with its look"
    page.goto("/widget/tents/")
    expect(page.locator("header img")).to_have_js_property("naturalWidth", 96)
    assert page.evaluate(f"{HEAD}.backgroundColor") == "rgb(91, 107, 47)"
    assert troubles(page) == [], "the chat"


def test_the_preview_follows_what_is_typed_and_saves_nothing(shop: Instance, page: Page) -> None:
    preview = open_widget(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    greeting = page.get_by_label("Greeting")
    greeting.fill("Hello! <b>Tents</b>?")
    expect(preview.locator(".greeting")).to_have_text("Hello! <b>Tents</b>?")
    expect(greeting).to_be_focused()
    page.get_by_label("Colour").fill("#ffd000")
    expect(preview.locator("html")).to_have_attribute("style", "--brand: #ffd000; --ink: #000000;")
    expect(preview.locator("header")).to_have_css("background-color", "rgb(255, 208, 0)")
    expect(preview.get_by_label("A photo")).to_have_count(0)
    page.get_by_label("Photo").select_option("always")
    expect(preview.locator("#photo")).to_be_visible()
    page.get_by_label("Damaged item").check()
    page.get_by_label("Topic", exact=True).select_option("always")
    expect(preview.locator("select option")).to_have_text(["", "Damaged item"])
    # what cannot be drawn leaves what was drawn; a field that visitors do not see stops nothing
    page.get_by_label("Greeting").fill("x" * 500)
    page.get_by_label("Pages that may show it").fill("no page")
    page.get_by_label("Shown name").fill("Tents!")
    expect(preview.locator("h1")).to_have_text("Tents!")
    assert asked and not [one for one in asked if one.startswith("/widget/")]
    kept = "SELECT count(*) FROM channels_endpoint WHERE name = 'Tent & Trail'"
    assert shop.count(kept) == 1


def test_nothing_can_be_written_in_the_preview_and_it_keeps_its_place(page: Page) -> None:
    preview = open_widget(page)
    page.get_by_label("Greeting").fill("\n".join(["Ask us anything."] * 30))
    scroller = preview.locator("#scroller")
    expect(scroller).to_contain_text("Ask us anything.\nAsk us")
    scroller.evaluate("one => one.scrollTo(0, 80)")
    page.get_by_label("Shown name").fill("Still there")
    expect(preview.locator("h1")).to_have_text("Still there")
    assert scroller.evaluate("one => one.scrollTop") == 80
    expect(preview.locator("#composer")).to_have_attribute("inert", "")
    assert not page.evaluate(
        "document.querySelector('chat-preview iframe').contentWindow.length"
        " || document.querySelector('chat-preview iframe').sandbox.contains('allow-scripts')"
    )


@pytest.mark.parametrize("path", ["/settings/widgets/new", "one"])
def test_a_screen_reader_finds_its_way(page: Page, path: str) -> None:
    if path == "one":
        open_widget(page)
    else:
        page.goto(path)
    expect(preview_on(page).locator("#composer")).to_be_visible()
    # the chat itself is looked at where it runs: no script, and so no axe, runs in this frame
    assert troubles(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_it_stands_beside_the_form_or_below_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_widget(page)
    form = page.locator("#widget-form").bounding_box()
    frame = page.locator("chat-preview").bounding_box()
    assert form and frame
    if width == 1280:
        assert frame["x"] >= form["x"] + form["width"]
    else:
        assert frame["y"] >= form["y"] + form["height"]
    assert frame["x"] + frame["width"] <= width
    assert not page.evaluate("content.scrollWidth > content.clientWidth")
