"""The desk of the demo shop in a real browser, on a machine a quarter as fast."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from bench.demo_world import FILL
from bench.shop import Shop, shop
from tests.browser.conftest import FLAGS
from tests.instance import wait_until

UNREAD = "SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed'"
SLOWED = 4
PARTS = ("web", "worker", "intake", "smtp")
#: milliseconds until nothing is loaded any more; the stream never ends
SETTLES = 2000
SIZE = {"width": 1440, "height": 900}


@contextmanager
def desk(*, slowed: int = SLOWED) -> Iterator[tuple[Shop, Page]]:
    """The main screen of a hero who is signed in, everything loaded. RuntimeError where there is
    no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise RuntimeError("there is no chromium here")
    with shop(*PARTS) as measured:
        measured.within(FILL)
        measured.until_it_serves()
        # those who write just now came by the real door
        wait_until(lambda: measured.count(UNREAD) == 0, within=60)
        session = measured.within("from bench.desk import session; session()")
        base = f"http://127.0.0.1:{measured.instance.port}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = browser.new_context(base_url=base, viewport=SIZE)  # type: ignore[arg-type]
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
            page = context.new_page()
            page.goto("/")
            page.wait_for_selector("#waiting [data-row]:visible")
            page.wait_for_timeout(SETTLES)
            tools = context.new_cdp_session(page)
            tools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            yield measured, page
            browser.close()


def session() -> None:
    """Within the installation: prints the key of a session of that hero of the demo in whose
    inboxes most people wait."""
    import json

    from bench.sessions import key_for
    from lifelong.accounts.models import Agent, Role
    from lifelong.accounts.policy import caller_for
    from lifelong.channels.queries import inbox_ids_of
    from lifelong.conversations.models import Conversation

    def wait_for(hero: Agent) -> int:
        waiting = Conversation.objects.exclude(waiting_since=None)
        return waiting.filter(inbox__in=inbox_ids_of(caller_for(hero))).count()

    heroes = [one for one in Agent.objects.order_by("email") if one.has_role(Role.HERO)]
    print(json.dumps(key_for(max(heroes, key=wait_for))))
