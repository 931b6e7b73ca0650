"""What wants a hero reaches them: in the tab's title, in the page, by sound and by push."""

import json
import re
from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Worker, expect

from tests.browser.shop import open_desk, open_person, open_shop, signed_in, write
from tests.browser.test_widget_frame import troubles
from tests.instance import Instance, wait_until

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

SIGN_ON = """
from lifelong.accounts.models import Agent
from lifelong.routing.actions.signing_on import sign_on
sign_on(Agent.objects.get(email="mia@shop.example"))
"""
NAMED = """
from lifelong.accounts.models import Agent
from lifelong.conversations.actions.noting import note
from lifelong.conversations.models import Conversation
note(Conversation.objects.get(customer__name="Ben"), text="Look, @Mia Brandt",
     by=Agent.objects.get(email="jonas@shop.example"))
"""
BELLS = """
from lifelong.cues.models import Bell
assert [one.address for one in Bell.objects.all()] == {addresses!r}, list(Bell.objects.all())
"""
#: headless, and without a network, a tab is never behind another, nothing is heard, and no push
#: service answers
HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
HEAR = """window.heard = 0;
window.AudioContext = class extends AudioContext {
  constructor() { super(); window.heard++; }
};"""
SAYS_NO = 'Object.defineProperty(Notification, "permission", { get: () => "denied" });'
PUSH_SERVICE = """
let made = null;
const keys = { p256dh: "%s", auth: "BTBZMqHH6r4Tts7J_aSIgg" };
PushManager.prototype.subscribe = async (options) => {
  window.askedWith = options;
  const toJSON = () => ({ endpoint: "https://push.example/1", keys });
  made = { toJSON, unsubscribe: async () => (made = null) };
  return made;
};
PushManager.prototype.getSubscription = async () => made;
"""
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    with open_shop() as shop:
        shop.do(SIGN_ON)
        write(shop, "Ana", "Where is my tent?")
        write(shop, "Ben", "Is it in stock?")
        yield shop


@pytest.fixture
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        context.add_init_script(HEAR)
        yield context


def my_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/me")
    page.wait_for_selector("html[data-live=open]")
    wait_until(lambda: page.evaluate("sessionStorage.getItem('cues known') !== null"), within=30)
    return page


def look_at_both(page: Page) -> None:
    for name in ("Ana", "Ben"):
        open_person(page, name)
        expect(page.locator("#waiting [data-wanted]", has_text=name)).to_have_count(0)
    nothing_is_new(page)


def nothing_is_new(page: Page) -> None:
    """What stands before somebody's eyes counts as looked at after a moment."""
    expect(page).not_to_have_title(re.compile(r"^[(●]"))


def test_the_title_counts_what_was_not_looked_at_in_every_tab(
    shop: Instance, mia: BrowserContext
) -> None:
    page, elsewhere = open_desk(mia), my_page(mia)
    expect(elsewhere).to_have_title("(2) Mia Brandt · Lifelong")
    open_person(page, "Ana")
    expect(elsewhere).to_have_title("(1) Mia Brandt · Lifelong")
    open_person(page, "Ben")
    expect(elsewhere).to_have_title("Mia Brandt · Lifelong")
    expect(page).to_have_title("Who waits · Lifelong")
    # they are open, and yet not before anybody's eyes
    page.evaluate(HIDE, "hidden")
    write(shop, "Ben", "Are you there?")
    expect(page).to_have_title("(1) Who waits · Lifelong")
    page.evaluate(HIDE, "visible")
    expect(page).to_have_title("Who waits · Lifelong")
    expect(elsewhere).to_have_title("Mia Brandt · Lifelong")


def test_who_writes_is_told_where_they_are_not_on_screen_and_marked_where_they_are(
    shop: Instance, mia: BrowserContext
) -> None:
    page, elsewhere = open_desk(mia), my_page(mia)
    look_at_both(page)
    elsewhere.locator("#id_name").focus()
    write(shop, "Ana", "And the pegs?")
    card = elsewhere.locator("#cued .cue-card")
    expect(card).to_contain_text("Ana")
    expect(card).to_contain_text("Has written to you.")
    expect(elsewhere.locator("#id_name")).to_be_focused()
    assert "pegs" not in elsewhere.locator("#cued").inner_text()
    assert troubles(elsewhere) == []
    # at the desk they are in sight: their row is marked, and only ears are told
    expect(page.locator("#waiting [data-wanted]", has_text="Ana")).to_be_visible()
    expect(page.locator("#cued .for-ears")).to_contain_text("Ana: Has written to you.")
    expect(page.locator("#cued .cue-card")).to_have_count(0)
    # who is open is told by the timeline alone
    write(shop, "Ben", "Never mind")
    expect(page.locator("#entries")).to_contain_text("Never mind")
    expect(elsewhere.locator("#cued .cue-card")).to_have_count(1)
    elsewhere.locator("body").press("Escape")
    elsewhere.evaluate("document.activeElement.blur()")
    elsewhere.keyboard.press("o")
    expect(elsewhere.locator("#head h1", has_text="Ana")).to_be_visible()
    expect(page.locator("#waiting [data-wanted]")).to_have_count(0)
    nothing_is_new(elsewhere)


def test_a_note_that_names_me_leads_to_it_and_goes_by_itself(
    shop: Instance, mia: BrowserContext
) -> None:
    desk = open_desk(mia)
    look_at_both(desk)
    # where Ben is open nothing of him is news
    desk.close()
    page, other = my_page(mia), my_page(mia)
    shop.do(NAMED)
    card = page.locator(".cue-card", has_text="Jonas Weber named you in a note.")
    card.get_by_role("button", name="Not now").click()
    expect(card).to_have_count(0)
    expect(other.locator(".cue-card")).to_be_visible()
    expect(other.locator(".cue-card")).to_have_count(0)
    expect(page).to_have_title("(1) Mia Brandt · Lifelong")
    # it is said once
    page.goto("/me")
    expect(page).to_have_title("(1) Mia Brandt · Lifelong")
    page.wait_for_timeout(2000)
    expect(page.locator(".cue-card")).to_have_count(0)
    look_at_both(open_desk(mia))
    expect(page).to_have_title("Mia Brandt · Lifelong")


def test_who_writes_is_heard_where_that_is_wanted_in_one_tab(
    shop: Instance, mia: BrowserContext
) -> None:
    page = my_page(mia)
    write(shop, "Ana", "One")
    expect(page.locator(".cue-card")).to_be_visible()
    assert page.evaluate("heard") == 0
    with page.expect_navigation():
        page.get_by_text("Who rings, and who writes to me").click()
    page.wait_for_selector("cue-list[asked][sounds]", state="attached")
    desk, other = open_desk(mia), my_page(mia)
    look_at_both(desk)
    write(shop, "Ana", "Two")
    expect(page.locator(".cue-card")).to_be_visible()
    assert sum(one.evaluate("heard") for one in (page, other, desk)) == 1


def test_a_browser_is_asked_only_by_a_click_and_says_how_it_stands(
    shop: Instance, mia: BrowserContext
) -> None:
    mia.grant_permissions(["notifications"])
    mia.add_init_script(PUSH_SERVICE % POINT)
    page = my_page(mia)
    switch = page.locator("bell-switch")
    expect(switch).to_have_attribute("data-state", "off")
    assert page.evaluate("window.askedWith") is None
    shop.do(BELLS.format(addresses=[]))
    switch.get_by_role("button", name="Tell me in this browser").click()
    expect(switch).to_have_attribute("data-state", "on")
    expect(switch).to_contain_text("This browser tells you.")
    asked = page.evaluate("askedWith")
    assert asked["userVisibleOnly"] and len(asked["applicationServerKey"]) == 87
    shop.do(BELLS.format(addresses=["https://push.example/1"]))
    assert troubles(page) == []
    switch.get_by_role("button", name="No longer here").click()
    expect(switch).to_have_attribute("data-state", "off")
    shop.do(BELLS.format(addresses=[]))


def test_who_said_no_or_whose_push_service_is_away_is_told_so(
    shop: Instance, mia: BrowserContext
) -> None:
    mia.grant_permissions(["notifications"])
    page = mia.new_page()
    page.add_init_script(SAYS_NO)
    page.goto("/me")
    expect(page.locator("bell-switch")).to_have_attribute("data-state", "blocked")
    expect(page.locator("bell-switch")).to_contain_text("Allow notifications for this page")
    page = my_page(mia)
    page.get_by_role("button", name="Tell me in this browser").click()
    expect(page.locator("bell-switch")).to_have_attribute("data-state", "failed")
    expect(page.locator("bell-switch")).to_contain_text("did not answer")
    shop.do(BELLS.format(addresses=[]))


def push(cdp: CDPSession, shop: Instance, registration: str) -> None:
    """As the browser does when something was pushed and it has opened it."""
    words = {"title": "Ana", "body": "Has written to you.", "path": "/people/1", "about": "1"}
    cdp.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": f"http://127.0.0.1:{shop.port}",
            "registrationId": registration,
            "data": json.dumps(words | {"language": "en"}),
        },
    )


NOTIFICATIONS = """async () => {
  const [worker] = await navigator.serviceWorker.getRegistrations();
  return (await worker.getNotifications()).map((one) => [one.title, one.body, one.tag]);
}"""


def test_the_worker_shows_what_is_pushed_unless_a_screen_has_the_focus(
    shop: Instance, mia: BrowserContext
) -> None:
    mia.grant_permissions(["notifications"])
    mia.add_init_script(PUSH_SERVICE % POINT)
    page = my_page(mia)
    registrations: list[str] = []
    cdp = mia.new_cdp_session(page)
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(one["registrationId"] for one in said["registrations"]),
    )
    cdp.send("ServiceWorker.enable")
    page.get_by_role("button", name="Tell me in this browser").click()
    expect(page.locator("bell-switch")).to_have_attribute("data-state", "on")
    page.bring_to_front()
    push(cdp, shop, registrations[-1])
    page.wait_for_timeout(1000)
    assert page.evaluate(NOTIFICATIONS) == []
    page.goto("about:blank")
    push(cdp, shop, registrations[-1])
    page.wait_for_timeout(1000)
    page.goto("/me")
    assert page.evaluate(NOTIFICATIONS) == [["Ana", "Has written to you.", "1"]]


#: a click on a notification as the worker hears it; only what takes a human hand is written down
#: instead of done: a window that comes to the front, and a new one
CLICKED = """async () => {
  const did = [];
  const front = async function () { did.push(`focus ${new URL(this.url).pathname}`); };
  WindowClient.prototype.focus = front;
  Clients.prototype.openWindow = async (path) => { did.push(`open ${path}`); };
  const [notification] = await registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification });
  let done;
  event.waitUntil = (promise) => (done = promise);
  self.dispatchEvent(event);
  await done;
  return [did, (await registration.getNotifications()).length];
}"""


def clicked(worker: Worker, path: str) -> list[str]:
    """What comes of a click on a notification that leads to this path."""
    worker.evaluate(
        """(path) => registration.showNotification("Ben", { tag: path, data: { path } })""", path
    )
    did, left = worker.evaluate(CLICKED)
    assert left == 0, "it is taken away"
    return cast(list[str], did)


def test_a_click_on_what_was_pushed_leads_to_the_person(
    shop: Instance, mia: BrowserContext
) -> None:
    mia.grant_permissions(["notifications"])
    mia.add_init_script(PUSH_SERVICE % POINT)
    desk, settings = open_desk(mia), my_page(mia)
    path = desk.locator("[data-row]", has_text="Ben").get_attribute("href")
    assert path
    settings.get_by_role("button", name="Tell me in this browser").click()
    expect(settings.locator("bell-switch")).to_have_attribute("data-state", "on")
    (worker,) = mia.service_workers
    # whichever page was looked at last
    settings.bring_to_front()
    assert clicked(worker, path) == ["focus /"]
    name = desk.locator("#head h1")
    expect(name).to_have_text("Ben")
    # who is open already is left as they are
    desk.evaluate("document.querySelector('#head h1').append('!')")
    assert clicked(worker, path) == ["focus /"]
    desk.wait_for_timeout(1000)
    expect(name).to_have_text("Ben!")
    # the window began with them, and is elsewhere by now
    desk.reload()
    open_person(desk, "Ana")
    assert clicked(worker, path) == [f"focus {path}"]
    expect(name).to_have_text("Ben")
    # what somebody may be typing in is not led away
    desk.close()
    assert clicked(worker, path) == [f"open {path}"]
    assert settings.url.endswith("/me")
