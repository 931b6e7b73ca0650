"""A browser that is pushed to: asked only by a click, and a click on what it shows leads there."""

import json
from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Worker, expect

from tests.browser.axe import troubles
from tests.browser.shop import open_desk, open_person, signed_in, write
from tests.browser.test_cues import SIGN_ON, my_page
from tests.instance import Instance

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(240)]

BELLS = """
from lifelong.cues.models import Bell
assert [one.address for one in Bell.objects.all()] == {addresses!r}, list(Bell.objects.all())
"""
#: without a network no push service answers
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
def shop(shop: Instance) -> Instance:
    shop.do(SIGN_ON)
    write(shop, "Ana", "Where is my tent?")
    write(shop, "Ben", "Is it in stock?")
    return shop


@pytest.fixture
def mia(browser: Browser, shop: Instance) -> Iterator[BrowserContext]:
    with signed_in(browser, shop, "mia") as context:
        yield context


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
