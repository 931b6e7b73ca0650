"""Whether the screen stutters while thirty messages a second come in elsewhere."""

from bench.desk import desk
from bench.dials import dial
from bench.elsewhere import written
from bench.result import Result

TARGET_MS = 100
SECONDS = 30
WATCH = """
window.stuttered = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.stuttered.push(Math.round(one.duration));
}).observe({ type: "longtask", buffered: false });
"""


def measure() -> Result:
    seconds = dial("seconds", SECONDS)
    with desk() as (shop, page):
        page.locator("#waiting a[data-row]:visible").first.click()
        page.wait_for_selector("#composer")
        page.wait_for_timeout(2000)
        page.evaluate(WATCH)
        with written(shop, seconds=seconds):
            page.wait_for_timeout(seconds * 1000 + 2000)
        stuttered: list[int] = sorted(page.evaluate("window.stuttered"))
    over = [one for one in stuttered if one > TARGET_MS]
    return Result(
        value=max(stuttered, default=0),
        unit="ms",
        target=TARGET_MS,
        met=not over,
        extra={"over": len(over), "over_50_ms": len(stuttered), "longest": stuttered[-5:]},
    )
