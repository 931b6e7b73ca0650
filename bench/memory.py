"""Whether the screen grows in an hour of work: as many messages elsewhere as come in one, and as
many people opened, in a minute."""

from playwright.sync_api import CDPSession, Page

from bench.desk import desk
from bench.dials import dial
from bench.elsewhere import RATE, written
from bench.result import Result

#: how much larger than when it was warm
TARGET = 1.1
#: an hour with a message every two seconds
SECONDS = 60
WARM_UP = 10


def measure() -> Result:
    seconds = dial("seconds", SECONDS)
    with desk(slowed=1) as (shop, page):
        tools = page.context.new_cdp_session(page)
        with written(shop, seconds=WARM_UP):
            opened = _open_people(page, WARM_UP)
        before = _weighed(page, tools)
        with written(shop, seconds=seconds):
            opened = _open_people(page, seconds)
        after = _weighed(page, tools)
    ratio = after["JSHeapUsedSize"] / before["JSHeapUsedSize"]
    return Result(
        value=after["JSHeapUsedSize"] / 1e6,
        unit="MB",
        target=round(before["JSHeapUsedSize"] / 1e6 * TARGET, 2),
        baseline=before["JSHeapUsedSize"] / 1e6,
        met=ratio <= TARGET,
        extra={
            "nodes": [before["Nodes"], after["Nodes"]],
            "listeners": [before["JSEventListeners"], after["JSEventListeners"]],
            "messages": RATE * seconds,
            "people": opened,
        },
    )


def _open_people(page: Page, seconds: int) -> int:
    for number in range(seconds):
        rows = page.locator("#waiting a[data-row]:visible")
        rows.nth(number % min(rows.count(), 20)).click()
        page.wait_for_timeout(1000)
    return seconds


def _weighed(page: Page, tools: CDPSession) -> dict[str, float]:
    """With the same person open and all rubbish collected."""
    page.locator("#waiting a[data-row]:visible").first.click()
    page.wait_for_timeout(4000)
    tools.send("Performance.enable")
    for _twice in range(2):
        tools.send("HeapProfiler.collectGarbage")
    told = tools.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in told}
